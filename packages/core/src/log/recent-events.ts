import type { EventBody, SupervisionEvent } from '../events.ts'

// What another event may name as its cause. More than a tree has under way at a time; older ones only cost a reason.
const REMEMBERED = 2000

const CAUSES: ReadonlySet<EventBody['type']> = new Set<EventBody['type']>([
  'tree.starting',
  'tree.stopping',
  'supervisor.starting',
  'supervisor.restarting',
  'supervisor.stopping',
  'supervisor.stopped',
  'supervisor.gave_up',
  'child.start_failed',
  'child.exited',
  'child.killing',
  'child.unhealthy',
  'child.over_limit',
  'call.received',
  'scenario.step',
])

/** Remembers, within a bound, the events that later ones may name as their cause. */
export const recentEvents = () => {
  const bySeq = new Map<number, SupervisionEvent>()
  return {
    remember: (event: SupervisionEvent): void => {
      if (!CAUSES.has(event.type)) return
      bySeq.set(event.seq, event)
      if (bySeq.size > REMEMBERED) bySeq.delete(bySeq.keys().next().value as number)
    },
    find: (seq: number | null): SupervisionEvent | undefined => (seq === null ? undefined : bySeq.get(seq)),
  }
}
