// All that can happen to a tree, breadth first: from each state every move, until no new state comes up. First comes
// what goes well and what follows by itself, then what one fault more can lead to, and so on. A state cannot be copied
// (machines and timers are alive), so it is made again by the moves that led to it.
import { checkedTree } from '../spec/checked-tree.ts'
import type { SupervisorChildSpec } from '../spec/child-spec.ts'
import type { SupervisorSpec } from '../spec/spec.ts'
import { wayUp } from './boot.ts'
import { fingerprint } from './fingerprint.ts'
import { allLaws } from './laws/all-laws.ts'
import { isFault, type Move, type MoveRules, make, movesOf } from './moves.ts'
import { openWorld } from './open-world.ts'
import type { Broken, World } from './world.ts'

/** What an exploration looks at, and what it may cost. */
export type ExploreOptions = Partial<MoveRules> & {
  /** It ends when so many different states are known. */
  readonly maxStates: number
  /** Asked now and then: it ends when the answer is true. */
  readonly isEnough?: () => boolean
}

/** What an exploration has found. */
export type Exploration = {
  /** What had to hold in every state. */
  readonly laws: readonly string[]
  /** How many different states are known. */
  readonly states: number
  /** How many moves were tried. */
  readonly moves: number
  /** Whether no state is left to go on from: then nothing else can happen. */
  readonly isComplete: boolean
  /**
   * All is known that so many faults can lead to, from the beginning and from the tree when it is up: ends that nobody
   * asked for, starts that fail, calls, a stop. Null: not even what happens without a fault.
   */
  readonly faults: number | null
  /** The first law that was found broken, with the moves that lead there; null: every law holds in every state. */
  readonly broken: (Broken & { readonly way: readonly Move[] }) | null
  /** Every way in which the tree can end, by the kind of its exit, with moves that lead there by the fewest faults. */
  readonly endings: Readonly<Record<string, readonly Move[]>>
}

/** How a state was come to. */
type Visit = { readonly from: Visit | null; readonly move: Move | null }
/** A state that is not known yet, or was not when it was come to. */
type Arrival = { readonly visit: Visit; readonly state: string; readonly outcome: string | null }

type Found = { -readonly [Key in keyof Exploration]: Exploration[Key] } & { endings: Record<string, readonly Move[]> }

const START: Visit = { from: null, move: null }

/**
 * Looks at all that can happen to a tree: from each state whatever its processes, time, and a stop can do next; with
 * `calls`, people too. In every state the laws of supervision must hold. Nothing is started. A state is what the
 * supervisors, their timers and the processes hold, not how it came about. A supervisor of `simple_one_for_one` gets two
 * children at the beginning.
 *
 * @throws {@link SpecError} when the tree is wrong.
 * @example
 * ```ts
 * const { broken, endings } = explore(shop, { maxStates: 20_000 })
 * ```
 */
export function explore(spec: SupervisorSpec, options: ExploreOptions): Exploration {
  return exploreChecked(checkedTree(spec), options)
}

/** {@link explore} for what `checkSpec` has checked. */
export function exploreChecked(spec: SupervisorChildSpec, options: ExploreOptions): Exploration {
  const exploring = beginExploring(spec, options)
  const { found } = exploring
  const up = wayUp(spec, () => options.isEnough?.() === true)
  let level: readonly Arrival[] = [START, visitBy(up)].map((visit) => arrivalOf(worldAt(spec, visit), visit))
  for (let faults = 0; level.length > 0; faults++) {
    const next = exploreLevel(exploring, level)
    if (next === null) return found
    found.faults = faults
    level = next
  }
  found.isComplete = true
  return found
}

type Exploring = {
  readonly spec: SupervisorChildSpec
  readonly rules: MoveRules
  readonly found: Found
  readonly known: Set<string>
  readonly isOver: () => boolean
}

const beginExploring = (spec: SupervisorChildSpec, options: ExploreOptions): Exploring => {
  const laws = allLaws().map(({ name }) => name)
  const found: Found = { laws, states: 0, moves: 0, isComplete: false, faults: null, broken: null, endings: {} }
  return {
    spec,
    rules: { calls: options.calls ?? false, together: options.together ?? false },
    found,
    known: new Set(),
    isOver: () => found.broken !== null || found.states >= options.maxStates || options.isEnough?.() === true,
  }
}

/** Goes on from `arrivals` by moves without a fault; the answer is what one more fault leads to, or null: enough. */
const exploreLevel = (exploring: Exploring, arrivals: readonly Arrival[]): readonly Arrival[] | null => {
  const queue: Visit[] = []
  const later: Arrival[] = []
  for (const arrival of arrivals) learn(exploring, arrival, queue)
  for (const visit of queue) {
    for (const { world, move } of successors(exploring, visit)) {
      if (exploring.isOver()) return null
      const arrival = go(exploring, world, { from: visit, move })
      if (!isFault(move)) learn(exploring, arrival, queue)
      else if (!exploring.known.has(arrival.state)) later.push(arrival)
    }
  }
  return exploring.isOver() ? null : later
}

/** Makes a move, and lets the laws look at what comes of it. */
const go = ({ found }: Exploring, world: World, to: Visit & { readonly move: Move }): Arrival => {
  found.moves += 1
  make(world, to.move)
  world.lookAtRest()
  const [broken] = world.broken
  if (broken !== undefined) found.broken = { ...broken, way: wayTo(to) }
  return arrivalOf(world, to)
}

/** Notes a state, if it is a new one; its moves are still to be looked at. */
const learn = ({ known, found, isOver }: Exploring, { visit, state, outcome }: Arrival, queue: Visit[]): void => {
  if (known.has(state) || isOver()) return
  known.add(state)
  found.states = known.size
  if (outcome === null) queue.push(visit)
  else found.endings[outcome] ??= wayTo(visit)
}

const arrivalOf = (world: World, visit: Visit): Arrival => ({
  visit,
  state: fingerprint(world),
  outcome: world.outcome(),
})

/** The moves from a state, each with a world of its own that is in it. */
function* successors(
  { spec, rules }: Exploring,
  visit: Visit,
): Generator<{ readonly world: World; readonly move: Move }> {
  const first = worldAt(spec, visit)
  for (const [index, move] of movesOf(first, rules).entries()) {
    yield { world: index === 0 ? first : worldAt(spec, visit), move }
  }
}

const worldAt = (spec: SupervisorChildSpec, visit: Visit): World => {
  const world = openWorld(spec)
  for (const move of wayTo(visit)) make(world, move)
  return world
}

/** A state that is a beginning, whatever way leads to it. */
const visitBy = (way: readonly Move[]): Visit => way.reduce<Visit>((from, move) => ({ from, move, depth: 0 }), START)

const wayTo = (visit: Visit): readonly Move[] => {
  const way: Move[] = []
  for (let at: Visit | null = visit; at !== null; at = at.from) if (at.move !== null) way.push(at.move)
  return way.toReversed()
}
