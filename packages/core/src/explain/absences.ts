// How long leaves are not there, by the events.
import type { SupervisionEvent } from '../events.ts'
import { isSettled, type VirtualRun } from '../simulate/virtual-run.ts'
import type { Absence } from './explanation.ts'
import { isOneShot, nodeAt } from './node-at.ts'
import type { Play } from './play.ts'

/** The longest absence of each leaf that goes down by the failures, in the order in which they do. */
export function absences({ run, moments }: Play): ReadonlyMap<string, Absence> {
  const longest = new Map<string, Absence>()
  const goneAtMs = new Map<string, number>()
  const note = (path: string, ms: number): void => void longest.set(path, longer(longest.get(path), ms))
  const sinceThen = run.events.slice(moments[0]?.from)
  for (const { type, path, at } of sinceThen.filter((event) => !isOneShot(nodeAt(run.spec, event.path)))) {
    const goneAt = goneAtMs.get(path)
    if (goneAt === undefined && isLeaving(type)) {
      goneAtMs.set(path, at)
      note(path, 0)
    }
    if (goneAt !== undefined && type === 'child.started') {
      goneAtMs.delete(path)
      note(path, at - goneAt)
    }
  }
  for (const path of goneAtMs.keys()) longest.set(path, notBack(run))
  return longest
}

const isLeaving = (type: SupervisionEvent['type']): boolean =>
  type === 'child.exited' || type === 'child.stopping' || type === 'child.killing'

const longer = (before: Absence | undefined, afterMs: number): Absence =>
  before?.kind === 'back' && before.afterMs > afterMs ? before : { kind: 'back', afterMs }

const notBack = (run: VirtualRun): Absence =>
  isSettled(run) ? { kind: 'stays_down' } : { kind: 'no_limit', because: run.launcher.underWay().map(endless(run)) }

const endless =
  ({ events }: VirtualRun) =>
  (path: string) => {
    const last = events.findLast((event) => event.path === path)
    return { path, option: last?.type === 'child.stopping' ? ('shutdown' as const) : ('startTimeout' as const) }
  }
