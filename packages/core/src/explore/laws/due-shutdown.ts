import type { SupervisionEvent } from '../../events.ts'
import type { Law } from '../law.ts'
import { causeOf, childAt, isStart, type World } from '../world.ts'

/** Only the end of a significant child, which is not restarted, shuts its supervisor down. */
export function dueShutdown(): Law {
  const significant = new Set<string>()
  return {
    name: 'only a significant end that is not restarted shuts a supervisor down',
    see(event, world) {
      note(significant, event, world)
      if (event.type !== 'supervisor.stopping' || event.exit.kind !== 'auto_shutdown') return null
      const end = endBehind(event, world)
      if (end !== undefined && significant.has(end.path)) return null
      return `${event.path} shuts down, and no significant child has ended by itself`
    },
  }
}

/** Remembers who is significant: whoever has ended may have left the list when that is looked at. */
const note = (significant: Set<string>, event: SupervisionEvent, world: World): void => {
  if (!isStart(event)) return
  if (childAt(world, event.path)?.spec.significant === true) significant.add(event.path)
  else significant.delete(event.path)
}

const endBehind = (event: SupervisionEvent, world: World): SupervisionEvent | undefined => {
  // At the root, tree.stopping stands between.
  const cause = causeOf(world, event)
  const end = cause?.type === 'tree.stopping' ? causeOf(world, cause) : cause
  const isOwn = end?.type === 'child.exited' ? !end.requested : end?.type === 'supervisor.stopped'
  return isOwn ? end : undefined
}
