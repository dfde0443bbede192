// What a launcher may do wrong: no process, and notices that come twice or too late.
import type { Move } from './moves.ts'
import { supervisorsOf, type World } from './world.ts'

/** The faults that a launcher may have now. */
export function faultsOf(world: World): readonly Move[] {
  return supervisorsOf(world)
    .flatMap(({ state }) => state.children)
    .filter(({ spec }) => spec.type === 'worker')
    .flatMap(({ path }): readonly Move[] => [
      { kind: 'failNext', path, fault: 'throws' },
      { kind: 'failNext', path, fault: 'spawn_error' },
      { kind: 'repeat', path, notice: 'ready' },
      { kind: 'repeat', path, notice: 'ended' },
    ])
}
