import type { SupervisionEvent } from '../../events.ts'
import type { Law } from '../law.ts'
import { causeOf, childAt, supervisorOf, type World } from '../world.ts'
import { dependenciesOf } from './siblings.ts'

/** In a stop and in a round of a group, a child is asked to stop when all that depends on it is down. */
export function reverseStops(): Law {
  return {
    name: 'a child is stopped after what depends on it',
    see(event, world) {
      const living = asksToStop(event, world) ? livingDependent(world, event.path) : undefined
      return living === undefined ? null : `${event.path} is asked to stop, and ${living} still lives`
    },
  }
}

/** Whether a stop or a round asks for it: a call, and a start that takes too long, stop one child alone. */
const asksToStop = (event: SupervisionEvent, world: World): boolean => {
  const isAsked =
    event.type === 'child.stopping' ||
    event.type === 'supervisor.stopping' ||
    (event.type === 'child.killing' && event.why === 'brutal_kill')
  const cause = causeOf(world, event)?.type
  return isAsked && (cause === 'supervisor.restarting' || cause === 'supervisor.stopping')
}

const livingDependent = (world: World, path: string): string | undefined => {
  const state = supervisorOf(world, path)?.state
  const child = childAt(world, path)
  // A tree that is killed is killed at once.
  if (state === undefined || child === undefined || state.kill !== null) return undefined
  return state.children.find((other) => lives(world, other.path) && dependenciesOf(other, state.children).has(child))
    ?.path
}

const lives = ({ launcher }: World, path: string): boolean =>
  launcher.leaves().some((leaf) => leaf.path === path || leaf.path.startsWith(`${path}/`))
