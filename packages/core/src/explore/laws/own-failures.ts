import type { Law } from '../law.ts'
import { causeOf } from '../world.ts'

const KINDS: readonly string[] = ['unhealthy', 'memory_limit', 'cpu_limit']

/** Whoever is stopped for its health or a limit has failed, unless a stop, a round or a call has taken that over. */
export function ownFailures(): Law {
  return {
    name: 'an end by health or a limit is a failure',
    see(event, world) {
      if (event.type !== 'child.exited') return null
      const { exit, path, requested } = event
      const isOwn = KINDS.includes(exit.kind)
      if (isOwn && (requested || exit.class !== 'abnormal')) return `${path} (${exit.kind}) ends as if it was asked to`
      const because = causeOf(world, event)
      return !requested && because !== undefined && !isOwn
        ? `${path} ends by ${exit.kind}, though it was stopped`
        : null
    },
  }
}
