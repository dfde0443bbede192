// All that can happen to a tree, breadth first: from each state every move, until no new state comes up. A state cannot
// be copied (machines and timers are alive), so it is made again by the moves that led to it.
import { SpecError } from '../errors.ts'
import { checkSpec } from '../spec/check-spec.ts'
import type { SupervisorChildSpec } from '../spec/child-spec.ts'
import type { SupervisorSpec } from '../spec/spec.ts'
import { wayUp } from './boot.ts'
import { fingerprint } from './fingerprint.ts'
import { allLaws } from './laws/all-laws.ts'
import { type Move, type MoveRules, make, movesOf } from './moves.ts'
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
  /** Whether no state is left to go on from: then nothing else can ever happen. */
  readonly isComplete: boolean
  /** All is known that so many moves can lead to, from the beginning and from the tree when it is up. */
  readonly depth: number
  /** The first law that was found broken, by the fewest moves; null: every law holds in every state. */
  readonly broken: (Broken & { readonly way: readonly Move[] }) | null
  /** Every way in which the tree can end, by the kind of its exit, with the fewest moves that lead there. */
  readonly endings: Readonly<Record<string, readonly Move[]>>
}

/** How a state was first come to. */
type Visit = { readonly from: Visit | null; readonly move: Move | null; readonly depth: number }

type Found = { -readonly [Key in keyof Exploration]: Exploration[Key] } & { endings: Record<string, readonly Move[]> }

const START: Visit = { from: null, move: null, depth: 0 }

/**
 * Looks at all that can happen to a tree: from each state whatever its processes, time, and a stop can do next; with
 * `calls`, people too. In every state the laws of supervision must hold. Nothing is started. A state is what the
 * supervisors, their timers and the processes hold, not how it came about.
 *
 * @throws {@link SpecError} when the tree is wrong.
 * @example
 * ```ts
 * const { broken, endings } = explore(shop, { maxStates: 20_000 })
 * ```
 */
export function explore(spec: SupervisorSpec, options: ExploreOptions): Exploration {
  const checked = checkSpec(spec, { cwd: '/' })
  if (!checked.ok) throw new SpecError(checked.problems)
  return exploreChecked(checked.spec, options)
}

/** {@link explore} for what `checkSpec` has checked. */
export function exploreChecked(spec: SupervisorChildSpec, options: ExploreOptions): Exploration {
  const rules = { calls: options.calls ?? false, together: options.together ?? false }
  const found: Found = {
    laws: allLaws().map(({ name }) => name),
    states: 0,
    moves: 0,
    isComplete: false,
    depth: 0,
    broken: null,
    endings: {},
  }
  const known = new Set<string>()
  const queue: Visit[] = []
  const isOver = (): boolean =>
    found.broken !== null || found.states >= options.maxStates || options.isEnough?.() === true
  const arrive = (world: World, visit: Visit): void => {
    const [broken] = world.broken
    if (broken !== undefined) found.broken = { ...broken, way: wayTo(visit) }
    const state = fingerprint(world)
    if (known.has(state)) return
    known.add(state)
    found.states = known.size
    const outcome = world.outcome()
    if (outcome === null) queue.push(visit)
    else found.endings[outcome] ??= wayTo(visit)
  }
  for (const visit of [START, visitBy(wayUp(spec))]) arrive(worldAt(spec, visit), visit)
  for (const visit of queue) {
    found.depth = visit.depth
    for (const { world, move } of successors(spec, visit, rules)) {
      if (isOver()) return found
      found.moves += 1
      make(world, move)
      world.lookAtRest()
      arrive(world, { from: visit, move, depth: visit.depth + 1 })
    }
  }
  return { ...found, isComplete: found.broken === null }
}

/** The moves from a state, each with a world of its own that is in it. */
function* successors(
  spec: SupervisorChildSpec,
  visit: Visit,
  rules: MoveRules,
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
