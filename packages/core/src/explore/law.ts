import type { SupervisionEvent } from '../events.ts'
import type { World } from './world.ts'

/** What must hold whatever happens. Each tells what is wrong, or null. */
export type Law = {
  readonly name: string
  /** Looks at an event as it is written: the tree is in the middle of its work. */
  readonly see?: (event: SupervisionEvent, world: World) => string | null
  /** Looks at the tree when nothing is being handled. */
  readonly atRest?: (world: World) => string | null
}
