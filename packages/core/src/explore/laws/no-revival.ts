import type { SupervisionEvent } from '../../events.ts'
import type { Law } from '../law.ts'
import { causeOf, childAt, isStart, supervisorOf, type World } from '../world.ts'

/**
 * A supervisor that ends starts nothing, and no round starts a temporary child. A supervisor below one that ends goes on
 * until its turn to stop comes, as in OTP.
 */
export function noRevival(): Law {
  const ending = new Set<string>()
  return {
    name: 'what is over stays over',
    see(event, world) {
      const { path, type } = event
      if (type === 'supervisor.stopping') ending.add(path)
      if (type === 'supervisor.stopped') ending.delete(path)
      if (!isStart(event)) return null
      if (ending.has(supervisorOf(world, path)?.path ?? '')) return `${path} starts while its supervisor ends`
      return revivesTemporary(event, world) ? `a round starts ${path}, which is temporary` : null
    },
  }
}

const revivesTemporary = (event: SupervisionEvent, world: World): boolean =>
  causeOf(world, event)?.type === 'supervisor.restarting' && childAt(world, event.path)?.spec.restart === 'temporary'
