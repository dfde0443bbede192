import type { Child } from '../../decide/state.ts'
import type { EventOf, SupervisionEvent } from '../../events.ts'
import type { Law } from '../law.ts'
import { causeOf, declaredBelow, supervisorOf, type World } from '../world.ts'
import { dependenciesOf } from './siblings.ts'

/** A round starts the child that failed, and with it nobody, all, or whoever depends on it; never a temporary child. */
export function coveredChildren(): Law {
  return {
    name: 'a round starts whom the strategy says',
    see(event, world) {
      if (event.type !== 'supervisor.restarting') return null
      const said = coveredBy(event, world)
      const started = new Set(event.start)
      const missing = said.find((id) => !started.has(id))
      if (missing !== undefined) return `the round of ${event.failed} at ${event.path} leaves out ${missing}`
      if (mayHaveLostEdges(event, world)) return null
      const extra = event.start.find((id) => !said.includes(id))
      return extra === undefined ? null : `the round of ${event.failed} at ${event.path} starts ${extra} too`
    },
  }
}

/**
 * Edges go with a temporary child that the round finds dead; and a retry also starts whom the failed start held back,
 * though what made them depend on it may be gone.
 */
const mayHaveLostEdges = (event: SupervisionEvent, world: World): boolean =>
  causeOf(world, event)?.type === 'child.start_failed' ||
  declaredBelow(world, event.path).some(({ restart }) => restart === 'temporary')

const coveredBy = ({ path, strategy, failed }: EventOf<'supervisor.restarting'>, world: World): readonly string[] => {
  const children = supervisorOf(world, `${path}/`)?.state.children ?? []
  const isCovered = (child: Child): boolean => {
    if (child.id === failed || strategy === 'one_for_all') return true
    return strategy === 'rest_for_one' && dependsOn(child, failed, children)
  }
  return children.filter((child) => child.spec.restart !== 'temporary' && isCovered(child)).map(({ id }) => id)
}

const dependsOn = (child: Child, id: string, siblings: readonly Child[]): boolean =>
  [...dependenciesOf(child, siblings)].some((sibling) => sibling.id === id)
