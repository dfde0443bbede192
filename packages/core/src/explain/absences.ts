// How long leaves are not there, by the events.
import type { SupervisionEvent } from '../events.ts'
import { isSettled, type VirtualRun } from '../simulate/virtual-run.ts'
import { isOneShot } from '../spec/one-shot.ts'
import type { Absence } from './explanation.ts'
import { type Hold, holdsIn } from './holds.ts'
import { nodeAt } from './node-at.ts'
import type { Play } from './play.ts'

/** The longest absence of each leaf that goes down by the failures, in the order in which they do. */
export function absences(play: Play): ReadonlyMap<string, Absence> {
  const { run, moments } = play
  const holds = holdsIn(run)
  const longest = new Map<string, Absence>()
  const goneAtMs = new Map<string, number>()
  const note = (path: string, absence: Absence): void => void longest.set(path, longer(longest.get(path), absence))
  const sinceThen = run.events.slice(moments[0]?.from)
  for (const { type, path, at } of sinceThen.filter((event) => !isOneShot(nodeAt(run.spec, event.path)))) {
    const goneAt = goneAtMs.get(path)
    if (goneAt === undefined && isLeaving(type)) {
      goneAtMs.set(path, at)
      note(path, { kind: 'back', afterMs: 0 })
    }
    if (goneAt !== undefined && type === 'child.started') {
      goneAtMs.delete(path)
      note(path, backAt(at, goneAt, holdsSince(play, holds, goneAt)))
    }
  }
  for (const [path, goneAt] of goneAtMs) longest.set(path, notBack(run, holdsSince(play, holds, goneAt)))
  return longest
}

const isLeaving = (type: SupervisionEvent['type']): boolean =>
  type === 'child.exited' || type === 'child.stopping' || type === 'child.killing'

/** Whatever is longer in the one run or in the other. */
export function longer(one: Absence | undefined, other: Absence): Absence {
  if (one === undefined) return other
  if (one.kind === 'back' && other.kind === 'back') return one.afterMs > other.afterMs ? one : other
  if (one.kind === 'no_limit' && other.kind === 'no_limit') return noLimit([...one.because, ...other.because])
  return LENGTHS.indexOf(one.kind) > LENGTHS.indexOf(other.kind) ? one : other
}

const LENGTHS: readonly Absence['kind'][] = ['back', 'no_limit', 'stays_down']

const backAt = (at: number, goneAt: number, holds: readonly Hold[]): Absence => {
  const before = holds.filter(({ fromMs }) => fromMs < at)
  return before.length === 0 ? { kind: 'back', afterMs: at - goneAt } : noLimit(before.map(({ because }) => because))
}

const notBack = (run: VirtualRun, holds: readonly Hold[]): Absence =>
  isSettled(run) ? { kind: 'stays_down' } : noLimit(holds.map(({ because }) => because))

/** Each reason once. */
const noLimit = (because: readonly Hold['because'][]): Absence => ({
  kind: 'no_limit',
  because: [...new Map(because.map((each) => [`${each.path} ${each.option}`, each])).values()],
})

/** What holds up the round of a failure concerns all whom it stops, also those who still wait to be asked. */
const holdsSince = ({ moments }: Play, holds: readonly Hold[], goneAtMs: number): readonly Hold[] => {
  if (holds.length === 0) return holds
  const failedAtMs = moments.findLast(({ applied, atMs }) => applied && atMs <= goneAtMs)?.atMs ?? goneAtMs
  return holds.filter(({ toMs }) => toMs > failedAtMs)
}
