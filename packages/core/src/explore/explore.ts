// All that can happen to a tree, breadth first: from each state every move, until no new state comes up. A state cannot
// be copied (machines and timers are alive), so it is made again by the moves that led to it.
import type { SupervisorChildSpec } from '../spec/child-spec.ts'
import { fingerprint } from './fingerprint.ts'
import { type Move, type MoveRules, make, movesOf } from './moves.ts'
import { openWorld } from './open-world.ts'
import type { Broken, World } from './world.ts'

/** What an exploration may cost, and what it looks at. */
export type ExploreOptions = MoveRules & {
  /** It ends when so many different states are known. */
  readonly maxStates: number
}

/** What an exploration has found. */
export type Exploration = {
  /** Different states. */
  readonly states: number
  /** Moves that were tried. */
  readonly moves: number
  /** Whether no state is left to go on from: then nothing else can ever happen. */
  readonly isComplete: boolean
  /** The most moves that it takes to come to a state. */
  readonly depth: number
  /** The first law that was found broken, by the fewest moves. */
  readonly broken: (Broken & { readonly way: readonly Move[] }) | null
  /** Every way in which the tree can end, with the fewest moves that lead there. */
  readonly endings: ReadonlyMap<string, readonly Move[]>
}

/** How a state was first come to. */
type Visit = { readonly from: Visit | null; readonly move: Move | null; readonly depth: number }

/** Explores a checked tree. */
export function explore(spec: SupervisorChildSpec, options: ExploreOptions): Exploration {
  const start: Visit = { from: null, move: null, depth: 0 }
  const known = new Set([fingerprint(worldAt(spec, start))])
  const queue: Visit[] = [start]
  const endings = new Map<string, readonly Move[]>()
  let moves = 0
  let depth = 0
  for (const visit of queue) {
    for (const { world, move } of successors(spec, visit, options)) {
      moves += 1
      make(world, move)
      world.lookAtRest()
      const next: Visit = { from: visit, move, depth: visit.depth + 1 }
      const broken = world.broken()
      if (broken !== null)
        return { states: known.size, moves, isComplete: false, depth, broken: { ...broken, way: wayTo(next) }, endings }
      const state = fingerprint(world)
      if (known.has(state)) continue
      if (known.size >= options.maxStates)
        return { states: known.size, moves, isComplete: false, depth, broken: null, endings }
      known.add(state)
      depth = next.depth
      const outcome = world.outcome()
      if (outcome === null) queue.push(next)
      else endings.set(outcome, wayTo(next))
    }
  }
  return { states: known.size, moves, isComplete: true, depth, broken: null, endings }
}

/** The moves from a state, each with a world of its own that is in it. */
function* successors(
  spec: SupervisorChildSpec,
  visit: Visit,
  rules: MoveRules,
): Generator<{ world: World; move: Move }> {
  const world = worldAt(spec, visit)
  for (const [index, move] of movesOf(world, rules).entries()) {
    yield { world: index === 0 ? world : worldAt(spec, visit), move }
  }
}

const worldAt = (spec: SupervisorChildSpec, visit: Visit): World => {
  const world = openWorld(spec)
  for (const move of wayTo(visit)) make(world, move)
  return world
}

const wayTo = (visit: Visit): readonly Move[] => {
  const way: Move[] = []
  for (let at: Visit | null = visit; at !== null; at = at.from) if (at.move !== null) way.unshift(at.move)
  return way
}
