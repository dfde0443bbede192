// Which stops and starts of a slow run have no limit, by the time that they took.
import type { SupervisionEvent } from '../events.ts'
import type { VirtualRun } from '../simulate/virtual-run.ts'
import { isOneShot } from '../spec/one-shot.ts'
import type { Blocker } from './explanation.ts'
import { nodeAt } from './node-at.ts'
import { FOR_EVER_MS } from './worst-case.ts'

/** A stop or a start that has no limit. */
export type Hold = { readonly because: Blocker; readonly fromMs: number; readonly toMs: number }

/** All of a run, in the order in which they are over. */
export function holdsIn({ events, spec }: VirtualRun): readonly Hold[] {
  const begun = new Map<string, SupervisionEvent>()
  return events.flatMap((event) => {
    const { type, path, at } = event
    if (type === 'child.stopping' || type === 'child.starting') begun.set(path, event)
    if (!ENDS.includes(type)) return []
    const since = begun.get(path)
    begun.delete(path)
    if (since === undefined || at - since.at < FOR_EVER_MS) return []
    const option = since.type === 'child.stopping' ? 'shutdown' : 'startTimeout'
    const because = { path, option, isOneShot: isOneShot(nodeAt(spec, path)) } as const
    return [{ because, fromMs: since.at, toMs: at }]
  })
}

const ENDS: readonly SupervisionEvent['type'][] = ['child.killing', 'child.started', 'child.start_failed']
