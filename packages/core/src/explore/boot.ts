import type { SupervisorChildSpec } from '../spec/child-spec.ts'
import { goodStart, type Move, make } from './moves.ts'
import { openWorld } from './open-world.ts'
import { supervisorsOf, type World } from './world.ts'

/** So many children are made of each template: one alone has no siblings. */
const COPIES = 2

/** The moves by which a tree comes up when nothing goes wrong, with some children of each template. */
export function wayUp(spec: SupervisorChildSpec, isEnough: () => boolean): readonly Move[] {
  const world = openWorld(spec)
  const way: Move[] = []
  for (let move = nextUp(world); move !== null && !isEnough(); move = nextUp(world)) {
    way.push(move)
    make(world, move)
  }
  return way
}

const nextUp = (world: World): Move | null => {
  const starting = world.launcher.leaves().find(({ isReady }) => !isReady)
  if (starting !== undefined) return goodStart(starting)
  const pool = supervisorsOf(world).find(
    ({ state }) => state.template !== null && state.copies.next <= Math.min(COPIES, state.maxChildren ?? COPIES),
  )
  return pool === undefined ? null : { kind: 'call', name: 'startChild', supervisor: pool.path, id: '' }
}
