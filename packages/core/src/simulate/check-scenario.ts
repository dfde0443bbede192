// Reads a scenario: unknown data in, steps out, or every problem with its place and the way out.
import type { SupervisorChildSpec } from '../spec/child-spec.ts'
import { isRecord, shown } from '../spec/plain-data.ts'
import { addPathsOfStep } from './check-call-step.ts'
import { checkStep } from './check-step.ts'
import { checkTimes } from './check-times.ts'
import { pathsOf } from './possible-paths.ts'
import { type Reading, readDuration, refuseUnknownKeys, type StepReading } from './reading.ts'
import type { CheckedScenario, CheckedStep, ScenarioProblem } from './scenario.ts'
import { type Stranger, tellStrangers } from './strangers.ts'

const KEYS = ['until', 'seed', 'steps']

/** Checks a scenario for one tree. */
export function checkScenario(
  value: unknown,
  root: SupervisorChildSpec,
):
  | { readonly ok: true; readonly scenario: CheckedScenario }
  | { readonly ok: false; readonly problems: ScenarioProblem[] } {
  const problems: ScenarioProblem[] = []
  const top: Reading = {
    problem: (key, message, fix) => problems.push({ step: null, at: key === null ? [] : [key], message, fix }),
  }
  if (!isRecord(value)) {
    top.problem(null, `A scenario is an object, not ${shown(value)}.`, 'Write { "steps": [ … ] }.')
    return { ok: false, problems }
  }
  refuseUnknownKeys(value, KEYS, top)
  const untilMs = readDuration(value['until'], 'until', top)
  const seed = readSeed(value['seed'], top)
  const steps = readSteps(value['steps'], root, problems, top)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, scenario: { untilMs, seed, steps } }
}

const readSteps = (
  value: unknown,
  root: SupervisorChildSpec,
  problems: ScenarioProblem[],
  top: Reading,
): readonly CheckedStep[] => {
  if (value === undefined) return []
  if (!Array.isArray(value)) {
    top.problem('steps', `steps is ${shown(value)}.`, 'Write a list of steps.')
    return []
  }
  const paths = pathsOf(root)
  for (const entry of value) addPathsOfStep(paths, entry)
  const strangers: Stranger[] = []
  const steps = value.map((entry: unknown, step) => {
    const problem: Reading['problem'] = (key, message, fix) => {
      problems.push({ step, at: key === null ? ['steps', step] : ['steps', step, key], message, fix })
    }
    const noSuchLeaf: StepReading['noSuchLeaf'] = (path, key) => void strangers.push({ step, key, path })
    return checkStep(entry, { rootPath: root.id, paths, problem, noSuchLeaf })
  })
  for (const problem of tellStrangers(strangers, steps, paths)) problems.push(problem)
  for (const problem of checkTimes(value, steps)) problems.push(problem)
  problems.sort((one, other) => (one.step ?? -1) - (other.step ?? -1))
  return steps.flatMap((step) => step ?? [])
}

const readSeed = (value: unknown, reading: Reading): number => {
  if (value === undefined) return 0
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  reading.problem('seed', `seed is ${shown(value)}.`, 'Write a whole number.')
  return 0
}
