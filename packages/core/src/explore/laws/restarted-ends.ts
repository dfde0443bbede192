import type { Child } from '../../decide/state.ts'
import type { SupervisionEvent } from '../../events.ts'
import type { Law } from '../law.ts'
import { causeOf, childAt, isStart, isTermination } from '../world.ts'

/**
 * OTP: a permanent child is always restarted, a transient one after an abnormal end, a temporary one never. What a call
 * has stopped is not restarted for what it did before.
 */
export function restartedEnds(): Law {
  const stopped = new Set<string>()
  return {
    name: 'only an end that its restart type restarts leads to a round',
    see(event, world) {
      if (isTermination(event)) stopped.add(event.path)
      if (isStart(event)) stopped.delete(event.path)
      if (event.type !== 'supervisor.restarting') return null
      const path = `${event.path}/${event.failed}`
      if (stopped.has(path)) return `${path}, which a call has stopped, is restarted`
      return isRestarted(childAt(world, path), causeOf(world, event)) ? null : `${path} is restarted for no reason`
    },
  }
}

const isRestarted = (child: Child | undefined, end: SupervisionEvent | undefined): boolean => {
  if (child === undefined || end === undefined) return false
  const { restart } = child.spec
  return restart === 'permanent' || (restart === 'transient' && isAbnormal(end))
}

/** A start that failed is tried again whatever its class. */
const isAbnormal = (end: SupervisionEvent): boolean => {
  if (end.type === 'child.start_failed') return true
  return (end.type === 'child.exited' || end.type === 'supervisor.stopped') && end.exit.class === 'abnormal'
}
