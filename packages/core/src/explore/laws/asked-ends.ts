import type { SupervisionEvent } from '../../events.ts'
import type { Law } from '../law.ts'
import { causeOf } from '../world.ts'

/** An end that we asked for is no failure: nothing is restarted or counted for it. */
export function askedEnds(): Law {
  return {
    name: 'an end that was asked for never counts as a failure',
    see(event, world) {
      if (event.type !== 'supervisor.restarting' && event.type !== 'supervisor.gave_up') return null
      const cause = causeOf(world, event)
      if (cause === undefined || !wasAsked(cause)) return null
      return `${event.type} at ${event.path} because of event ${cause.seq}`
    },
  }
}

const wasAsked = (event: SupervisionEvent): boolean =>
  (event.type === 'child.exited' && event.requested) ||
  (event.type === 'supervisor.stopped' && event.exit.kind === 'requested')
