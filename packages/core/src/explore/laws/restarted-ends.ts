import type { SupervisionEvent } from '../../events.ts'
import type { Law } from '../law.ts'
import { causeOf, childAt } from '../world.ts'

/** OTP: a permanent child is always restarted, a transient one after an abnormal end, a temporary one never. */
export function restartedEnds(): Law {
  return {
    name: 'only an end that its restart type restarts leads to a round',
    see(event, world) {
      if (event.type !== 'supervisor.restarting') return null
      const child = childAt(world, `${event.path}/${event.failed}`)
      const end = causeOf(world, event)
      if (child === undefined || end === undefined)
        return `${event.failed} of ${event.path}, which is not there, is restarted`
      const { restart } = child.spec
      if (restart === 'permanent' || (restart === 'transient' && isAbnormal(end))) return null
      return `${child.path}, which is ${restart}, is restarted after event ${end.seq}`
    },
  }
}

/** A start that failed is tried again whatever its class. */
const isAbnormal = (end: SupervisionEvent): boolean => {
  if (end.type === 'child.start_failed') return true
  return (end.type === 'child.exited' || end.type === 'supervisor.stopped') && end.exit.class === 'abnormal'
}
