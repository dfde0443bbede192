// What each failure leads to. Failures that lead to the same are told once.
import type { ExitClass, RestartType } from '@otp-sup/core'
import type { Effect, Explanation, FailureEffects } from '@otp-sup/core/testing'
import { type Ink, wrapped } from './paragraph.ts'
import { durationWords } from './spec-words.ts'

type EffectOf<Type extends Effect['type']> = Effect & { readonly type: Type }

/** A section for each failure, or for several in a row that lead to the same. */
export function failureSections(
  { failures, failure, end, events }: Explanation,
  ink: Ink,
): readonly (readonly string[])[] {
  if (failures.length === 0) return [wrapped(NOTHING_FAILS[end.outcome])]
  const supervisors = new Set(events.flatMap(({ type, path }) => (type === 'supervisor.starting' ? [path] : [])))
  const names = namesFor(supervisors)
  return alike(failures.map((each) => ({ ...each, untouched: untouchedIn(each, failures) }))).map((group) => [
    ink.bold(heading(failures.length, group)),
    ...linesOf(group, failure.path, names).map(({ text, isBad }) => (isBad ? ink.red(text) : text)),
  ])
}

/** What keeps a leaf from failing: its tree is over before. */
const NOTHING_FAILS: Readonly<Record<Explanation['end']['outcome'], string>> = {
  running: 'The tree is up, and nothing fails.',
  start_failed: 'The tree does not come up: a child of it cannot be started. Nothing else can fail.',
  auto_shutdown: 'The tree is over as soon as it is up: it shuts down automatically. Nothing can fail.',
  gave_up: 'The tree is over as soon as it is up: it gives up. Nothing else can fail.',
  stopped: 'The tree is over as soon as it is up. Nothing can fail.',
}

/** With what it left alone, also when it was said before. */
type Told = FailureEffects & { readonly untouched: readonly string[] }

function untouchedIn({ untouched }: FailureEffects, failures: readonly FailureEffects[]): readonly string[] {
  const said = typeof untouched === 'number' ? failures[untouched]?.untouched : untouched
  return typeof said === 'object' ? said : []
}

/** Failures in a row that lead to the same, numbered from 1. */
type Alike = {
  readonly from: number
  to: number
  readonly first: Told
  last: Told
}

function alike(failures: readonly Told[]): readonly Alike[] {
  const groups: Alike[] = []
  for (const [index, each] of failures.entries()) {
    const group = groups.at(-1)
    if (group === undefined || !isMoreOf(group.last, each))
      groups.push({ from: index + 1, to: index + 1, first: each, last: each })
    else Object.assign(group, { to: index + 1, last: each })
  }
  return groups
}

function heading(count: number, { from, to }: Alike): string {
  if (count === 1) return 'What happens'
  if (from === to) return `Failure ${from}`
  return to === from + 1 ? `Failures ${from} and ${to}, each` : `Failures ${from} to ${to}, each`
}

/** The same again, but for the restarts, which may have counted up. */
function isMoreOf(before: Told, after: Told): boolean {
  const [past, now] = [restartsOf(before), restartsOf(after)]
  const counts = now.every((restarts, index) => restarts === past[index] || restarts === (past[index] ?? 0) + 1)
  return counts && sameness(before) === sameness(after)
}

function restartsOf({ effects }: FailureEffects): readonly number[] {
  return effects.map((effect) => ('restarts' in effect ? effect.restarts : 0))
}

function sameness({ applied, effects, untouched }: Told): string {
  const timeless = effects.map((effect) => ({ ...effect, at: 0, restarts: 0 }))
  return JSON.stringify([applied, timeless, applied ? untouched : null])
}

function linesOf({ first, last }: Alike, path: string, names: Names): readonly Line[] {
  const { applied, effects, untouched } = first
  if (!applied && effects.length === 0) return plain(wrapped(`${path} is not running then: nothing happens.`, '  '))
  const lines = effects.flatMap((effect, index) => {
    const before = effects[index - 1]
    // Its restart type has said so already.
    if (effect.type === 'stays_down' && before?.type === 'failed' && before.path === effect.path) return []
    const words = LINES[effect.type](effect as never, names)
    return effect.type === 'round' ? [...words, ...countRow(effect, last.effects[index])] : words
  })
  if (!applied) return [...plain(wrapped(`${path} is not running then. What came before goes on:`, '  ')), ...lines]
  return [...lines, ...row('untouched', names(untouched, ''), '  ')]
}

function countRow({ restarts, intensity, periodMs }: EffectOf<'round'>, last: Effect | undefined): readonly Line[] {
  const until = last?.type === 'round' ? last.restarts : restarts
  const which = until === restarts ? `restart ${restarts}` : `restarts ${restarts} to ${until}`
  if (intensity === 'infinity') return row('counts', `${which}; it never gives up`)
  return row('counts', `${which} of ${intensity} in ${durationWords(periodMs)}`)
}

type Line = { readonly text: string; readonly isBad: boolean }

const plain = (texts: readonly string[]): readonly Line[] => texts.map((text) => ({ text, isBad: false }))
const bad = (texts: readonly string[]): readonly Line[] => texts.map((text) => ({ text, isBad: true }))

/** `    stops      api`; nothing about nobody. */
const row = (label: string, text: string, indent = '    '): readonly Line[] =>
  text === '' ? [] : plain(wrapped(text, `${indent}${label.padEnd(13 - indent.length)}`))

/** Names of children, by their ids below the supervisor; `order` has all below them, in the order that counts. */
type Names = (paths: readonly string[], supervisor: string, order?: readonly string[]) => string

/** More would not be read. */
const MOST_NAMES = 12

/** `jobs (b, a)` when something is said of those below a supervisor, else `jobs/*`. */
const namesFor = (supervisors: ReadonlySet<string>): Names => {
  const names: Names = (paths, supervisor, order = []) => {
    const rest = paths.length > MOST_NAMES ? [`and ${paths.length - MOST_NAMES} more`] : []
    const some = paths.slice(0, MOST_NAMES).map((path) => {
      const id = idBelow(path, supervisor)
      const below = order.filter((each) => each.slice(0, each.lastIndexOf('/')) === path)
      if (below.length > 0) return `${id} (${names(below, path, order)})`
      return supervisors.has(path) ? `${id}/*` : id
    })
    return [...some, ...rest].join(', ')
  }
  return names
}

const idBelow = (path: string, supervisor: string): string =>
  supervisor === '' ? path : path.slice(supervisor.length + 1)

const LINES: { readonly [Type in Effect['type']]: (effect: EffectOf<Type>, names: Names) => readonly Line[] } = {
  failed: ({ path, restart, exit }) => plain(wrapped(restartWords(path, restart, exit.class), '  ')),
  stays_down: ({ path, restart, class: ofClass }) => plain(wrapped(restartWords(path, restart, ofClass), '  ')),
  start_failed: ({ path }) => bad(wrapped(`${path} is not ready in time: its start has failed.`, '  ')),
  round: (round, names) => {
    const { supervisor, strategy, failed, stops, stopOrder, starts, startOrder, delayMs } = round
    return [
      ...plain(wrapped(`${supervisor} restarts ${idBelow(failed, supervisor)} ${WHOM[strategy]} (${strategy}):`, '  ')),
      ...row('stops', names(stops, supervisor, stopOrder)),
      ...row('waits', delayMs === 0 ? '' : `${durationWords(delayMs)} (back-off)`),
      ...row('starts', names(starts, supervisor, startOrder)),
    ]
  },
  gave_up: ({ supervisor, restarts, intensity, periodMs, stops, stopOrder }, names) => {
    const tooMany = `restart ${restarts} in ${durationWords(periodMs)} is one too many (intensity ${intensity})`
    const whom = names(stops, supervisor, stopOrder)
    return [...bad(wrapped(`${supervisor} gives up: ${tooMany}.`, '  ')), ...row('stops', whom)]
  },
  auto_shutdown: ({ supervisor, because, stops, stopOrder }, names) => [
    ...plain(wrapped(`${supervisor} shuts down automatically: ${because}, which is significant, has ended.`, '  ')),
    ...row('stops', names(stops, supervisor, stopOrder)),
  ],
}

/** OTP: permanent whatever the end, transient only after an abnormal one, temporary never. */
const restartWords = (path: string, restart: RestartType, exitClass: ExitClass): string => {
  if (restart === 'permanent') return `${path} is permanent: to be restarted, whatever its end.`
  if (restart === 'temporary') return `${path} is temporary: never restarted.`
  const verdict = exitClass === 'abnormal' ? 'to be restarted' : 'not restarted'
  return `${path} is transient, and this end is ${exitClass}: ${verdict}.`
}

const WHOM: Readonly<Record<EffectOf<'round'>['strategy'], string>> = {
  one_for_one: 'alone',
  simple_one_for_one: 'alone',
  one_for_all: 'and all its other children',
  rest_for_one: 'and all that depends on it',
}
