// One step of a scenario. Its kind is the one key that names it: exit, unhealthy, failStart, ignoreStop, startTakes or
// call.
import type { ProcessEnd } from '../exit-reason.ts'
import { nearest } from '../spec/nearest.ts'
import { isRecord, shown } from '../spec/plain-data.ts'
import { SIGNALS } from '../spec/signals.ts'
import { checkCallStep } from './check-call-step.ts'
import { someOf } from './leaf-meant.ts'
import { isPossible, leavesBelow } from './possible-paths.ts'
import { type LeafKey, readDuration, readPath, refuseUnknownKeys, type StepReading } from './reading.ts'
import type { CheckedStep } from './scenario.ts'

const SIGNAL_NAMES: readonly string[] = SIGNALS

type Fields = Readonly<Record<string, unknown>>

/** Each kind of step: the keys it may have beside its own and `at`, and how it is read. */
const KINDS: Readonly<
  Record<
    string,
    {
      readonly keys: readonly string[]
      readonly read: (fields: Fields, atMs: number | null, reading: StepReading) => CheckedStep | null
    }
  >
> = {
  exit: { keys: ['code', 'signal'], read: readExit },
  unhealthy: { keys: [], read: readUnhealthy },
  failStart: { keys: ['times'], read: readFailStart },
  ignoreStop: { keys: [], read: readIgnoreStop },
  startTakes: { keys: ['duration'], read: readStartTakes },
  call: { keys: ['path'], read: checkCallStep },
}

/** What a call takes beside its path. */
const keysOfCall = (call: unknown): readonly string[] => {
  if (call === 'startChild') return ['spec']
  if (call === 'reload') return ['spec', 'rollback']
  return call === 'checkChildSpecs' ? ['specs', 'spec'] : []
}

/** Reads a step; null when something is wrong with it. */
export function checkStep(value: unknown, reading: StepReading): CheckedStep | null {
  if (!isRecord(value)) {
    reading.problem(
      null,
      `A step is an object, not ${shown(value)}.`,
      'Write for example { "exit": "shop/db", "code": 1 }.',
    )
    return null
  }
  const named = Object.keys(KINDS).filter((kind) => Object.hasOwn(value, kind))
  const [name] = named
  const kind = name === undefined ? undefined : KINDS[name]
  if (kind === undefined || name === undefined || named.length > 1) {
    explainKind(value, named, reading)
    return null
  }
  refuseUnknownKeys(value, ['at', name, ...kind.keys, ...keysOfCall(value['call'])], reading)
  return kind.read(value, readDuration(value['at'], 'at', reading), reading)
}

const explainKind = (value: Fields, named: readonly string[], reading: StepReading): void => {
  const kinds = Object.keys(KINDS)
  if (named.length > 1) {
    reading.problem(
      null,
      `A step does one thing, not ${named.join(' and ')}.`,
      'Make a step of each, with the same at.',
    )
    return
  }
  const meant = Object.keys(value)
    .map((key) => nearest(key, kinds))
    .find((kind) => kind !== null)
  const fix = meant === undefined ? `Name one of ${kinds.join(', ')}.` : `Did you mean "${meant}"?`
  reading.problem(null, 'A step must say what happens.', fix)
}

function readExit(fields: Fields, atMs: number | null, reading: StepReading): CheckedStep | null {
  const paths = readLeaves(fields, 'exit', reading)
  const end = readEnd(fields, reading)
  return end === null || paths === null ? null : { atMs, kind: 'exit', paths, end }
}

function readUnhealthy(fields: Fields, atMs: number | null, reading: StepReading): CheckedStep | null {
  const paths = readLeaves(fields, 'unhealthy', reading)
  return paths === null ? null : { atMs, kind: 'unhealthy', paths }
}

/** One leaf or several; null when one of them can be no leaf. */
const readLeaves = (fields: Fields, key: LeafKey, reading: StepReading): readonly string[] | null => {
  const value = fields[key]
  const paths: unknown[] = Array.isArray(value) ? value : [value]
  if (paths.length === 0) reading.problem(key, `${key} is an empty list.`, 'Name at least one leaf.')
  const leaves = paths.filter((path) => isPossibleLeaf(path, key, reading))
  return leaves.length < paths.length ? null : leaves
}

const isPossibleLeaf = (path: unknown, key: LeafKey, reading: StepReading): path is string => {
  const { leaves, supervisors } = reading.paths
  if (typeof path === 'string' && isPossible(leaves, path)) return true
  if (typeof path === 'string' && isPossible(supervisors, path)) {
    const below = leavesBelow(reading.paths, path)
    const fix = below.length === 0 ? 'Name a leaf.' : `Name a leaf below it: ${someOf(below)}.`
    const what = key === 'exit' ? 'ends only by its rules' : 'has no health of its own'
    reading.problem(key, `"${path}" is a supervisor, and ${what}.`, fix)
    return false
  }
  reading.noSuchLeaf(path, key)
  return false
}

const readEnd = (fields: Fields, reading: StepReading): ProcessEnd | null => {
  const { code, signal } = fields
  if (code !== undefined && signal !== undefined) {
    reading.problem('signal', 'A process ends by a code or by a signal, not by both.', 'Drop one of them.')
    return null
  }
  return signal === undefined ? readCode(code, reading) : readSignal(signal, reading)
}

const readSignal = (signal: unknown, reading: StepReading): ProcessEnd | null => {
  if (typeof signal === 'string' && SIGNAL_NAMES.includes(signal)) return { kind: 'signal', signal }
  const meant = typeof signal === 'string' ? signalMeant(signal) : null
  const fix = meant === null ? 'Write a name such as "SIGKILL".' : `Did you mean "${meant}"?`
  reading.problem('signal', `signal is ${shown(signal)}.`, fix)
  return null
}

/** `SIG`, which all have, makes no two of them alike. */
const signalMeant = (word: string): string | null => {
  const short = (name: string): string => name.replace(/^SIG/, '')
  const meant = nearest(short(word.toUpperCase()), SIGNAL_NAMES.map(short))
  return meant === null ? null : `SIG${meant}`
}

/** Without a code it is a crash. */
const readCode = (code: unknown, reading: StepReading): ProcessEnd | null => {
  if (code === undefined) return { kind: 'exit', code: 1 }
  if (Number.isInteger(code) && Number(code) >= 0 && Number(code) <= 255) return { kind: 'exit', code: Number(code) }
  reading.problem('code', `code is ${shown(code)}.`, 'Write a whole number from 0 to 255.')
  return null
}

function readFailStart(fields: Fields, atMs: number | null, reading: StepReading): CheckedStep | null {
  const path = readPath(fields['failStart'], 'failStart', reading)
  const times = fields['times'] ?? 1
  if (Number.isSafeInteger(times) && Number(times) >= 0) {
    return path === null ? null : { atMs, kind: 'plan', path, plan: { failStarts: Number(times) } }
  }
  reading.problem('times', `times is ${shown(times)}.`, 'Write how many of its next starts fail.')
  return null
}

function readIgnoreStop(fields: Fields, atMs: number | null, reading: StepReading): CheckedStep | null {
  const path = readPath(fields['ignoreStop'], 'ignoreStop', reading)
  return path === null ? null : { atMs, kind: 'plan', path, plan: { ignoresStop: true } }
}

function readStartTakes(fields: Fields, atMs: number | null, reading: StepReading): CheckedStep | null {
  const path = readPath(fields['startTakes'], 'startTakes', reading)
  if (fields['duration'] === undefined) {
    reading.problem('duration', 'startTakes needs a duration.', 'Write for example "duration": "800ms".')
    return null
  }
  const durationMs = readDuration(fields['duration'], 'duration', reading)
  return path === null || durationMs === null ? null : { atMs, kind: 'plan', path, plan: { startTakesMs: durationMs } }
}
