import type { SupervisionEvent } from '../../events.ts'
import type { Law } from '../law.ts'

/** Every event has a cause that came before it, but for what comes from outside. */
export function causes(): Law {
  return {
    name: 'every event has a cause',
    see(event) {
      const { seq, cause, type } = event
      if (cause === null) return isFromOutside(event) ? null : `${type} at ${event.path} has none`
      return cause < seq ? null : `${type} at ${event.path} is caused by event ${cause}, which is not before it`
    },
  }
}

const OUTSIDE: readonly string[] = [
  'tree.starting',
  'tree.stopping',
  'call.received',
  'scenario.step',
  'child.healthy',
  'child.unhealthy',
  'child.over_limit',
]

const isFromOutside = (event: SupervisionEvent): boolean => {
  if (event.type === 'child.exited') return !event.requested
  if (event.type === 'child.killing') return event.why === 'forced'
  return OUTSIDE.includes(event.type)
}
