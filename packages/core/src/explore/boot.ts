import type { SupervisorChildSpec } from '../spec/child-spec.ts'
import { isIdle } from './idle.ts'
import { type Move, make } from './moves.ts'
import { openWorld } from './open-world.ts'

/** The moves by which a tree comes up, when nothing goes wrong. */
export function wayUp(spec: SupervisorChildSpec): readonly Move[] {
  const world = openWorld(spec)
  const way: Move[] = []
  while (!isIdle(world)) {
    const starting = world.launcher.leaves().find(({ isReady }) => !isReady)
    // Timers that only watch a start go with it; none is left when all have started.
    if (starting === undefined) break
    const move: Move = { kind: 'ready', path: starting.path }
    way.push(move)
    make(world, move)
  }
  return way
}
