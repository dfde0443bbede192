// One random way through what can happen to a tree, with faults of the launcher, and a stop at its end.
import type { Random } from '../ports/random.ts'
import { checkedTree } from '../spec/checked-tree.ts'
import type { SupervisorChildSpec } from '../spec/child-spec.ts'
import type { SupervisorSpec } from '../spec/spec.ts'
import { faultsOf } from './faults.ts'
import { type Move, make, movesOf } from './moves.ts'
import { openWorld } from './open-world.ts'
import type { Broken, World } from './world.ts'

/** Where a way led. */
export type Walk = {
  /** The moves that were made. */
  readonly way: readonly Move[]
  readonly broken: Broken | null
  /** Events that were written. */
  readonly events: number
}

/** So many moves after a stop, the tree must be down. */
const MOST_MOVES_TO_STOP = 2000

/** How often a move is made, compared with others that are possible. */
const WEIGHTS: { readonly [Kind in Move['kind']]: number } = {
  ready: 6,
  done: 6,
  fail: 1,
  end: 3,
  time: 2,
  quiet: 1,
  call: 0.7,
  stop: 0.15,
  kill: 0.1,
  failNext: 0.3,
  repeat: 0.3,
  together: 0,
}

/** How often two moves are made at one instant. */
const TOGETHER = 0.2

/** Where the chance of a walk comes from, and how long it is. */
export type WanderOptions = {
  readonly random: Random
  /** How many moves are made before the tree is told to stop, at most. */
  readonly steps: number
}

/**
 * One random life of a tree: `steps` random moves of its processes, of time and of people, with faults of the launcher
 * (no process, notices that come twice or too late), then a stop. It ends at the first law that is broken. The same
 * chance gives the same life.
 *
 * @throws {@link SpecError} when the tree is wrong.
 * @example
 * ```ts
 * const { broken, way } = wander(shop, { random: seededRandom(7), steps: 50 })
 * ```
 */
export function wander(spec: SupervisorSpec, options: WanderOptions): Walk {
  return wanderChecked(checkedTree(spec), options)
}

const wanderChecked = (spec: SupervisorChildSpec, { random, steps }: WanderOptions): Walk => {
  const world = openWorld(spec)
  const way: Move[] = []
  const go = (move: Move): void => {
    way.push(move)
    make(world, move)
    world.lookAtRest()
  }
  for (let step = 0; step < steps && isGoingOn(world); step++) {
    const moves = [...movesOf(world, { calls: true, together: false }), ...faultsOf(world)]
    go(anyOf(moves, random))
  }
  for (let step = 0; isGoingOn(world); step++) {
    if (step > MOST_MOVES_TO_STOP) return { way, broken: neverDown(world), events: world.events.length }
    go(world.isAskedToStop ? anyOf(movesToStop(world), random) : { kind: 'stop' })
  }
  return { way, broken: world.broken[0] ?? null, events: world.events.length }
}

/**
 * Makes moves again, as far as they are possible; the answer is the law that they break.
 *
 * @throws {@link SpecError} when the tree is wrong.
 */
export function follow(spec: SupervisorSpec, way: readonly Move[]): Broken | null {
  return followChecked(checkedTree(spec), way)
}

const followChecked = (spec: SupervisorChildSpec, way: readonly Move[]): Broken | null => {
  const world = openWorld(spec)
  for (const move of way) {
    if (!isGoingOn(world)) break
    make(world, move)
    world.lookAtRest()
  }
  return world.broken[0] ?? null
}

/**
 * The part of a way that is left when each move without which the same law is broken is left out.
 *
 * @throws {@link SpecError} when the tree is wrong.
 */
export function shorten(spec: SupervisorSpec, way: readonly Move[], law: string): readonly Move[] {
  const checked = checkedTree(spec)
  let shortest = way
  for (let index = shortest.length - 1; index >= 0; index--) {
    const shorter = shortest.toSpliced(index, 1)
    if (followChecked(checked, shorter)?.law === law) shortest = shorter
  }
  return shortest
}

const isGoingOn = (world: World): boolean => !world.tree.isOver && world.broken.length === 0

const neverDown = (world: World): Broken => ({
  law: 'nothing that arrives is dropped, and a stop ends',
  message: `the tree is not down after ${MOST_MOVES_TO_STOP} moves`,
  seq: world.events.length,
})

/** What happens by itself after a stop: time, and whatever processes do. */
const movesToStop = (world: World): readonly Move[] =>
  movesOf(world, { calls: false, together: false }).filter(({ kind }) => kind !== 'kill')

const anyOf = (moves: readonly Move[], random: Random): Move => {
  const first = weighed(moves, random)
  if (random.next() >= TOGETHER || !isInstant(first)) return first
  const second = weighed(moves, random)
  return isInstant(second) ? { kind: 'together', first, second } : first
}

/** Time passes between instants, never in one. */
const isInstant = ({ kind }: Move): boolean => kind !== 'time' && kind !== 'quiet'

const weighed = (moves: readonly Move[], random: Random): Move => {
  const total = moves.reduce((sum, { kind }) => sum + WEIGHTS[kind], 0)
  let left = random.next() * total
  for (const move of moves) {
    left -= WEIGHTS[move.kind]
    if (left < 0) return move
  }
  return moves.at(-1) as Move
}
