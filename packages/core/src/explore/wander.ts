// One random way through what can happen to a tree, with faults of the launcher, and a stop at its end.
import type { Random } from '../ports/random.ts'
import type { SupervisorChildSpec } from '../spec/child-spec.ts'
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

/** Makes `steps` random moves, then lets the tree stop. Ends at the first broken law. */
export function wander(spec: SupervisorChildSpec, { random, steps }: { random: Random; steps: number }): Walk {
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
  return { way, broken: world.broken(), events: world.events.length }
}

/** Makes the moves again, as far as they are possible; the answer is the law that they break. */
export function follow(spec: SupervisorChildSpec, way: readonly Move[]): Broken | null {
  const world = openWorld(spec)
  for (const move of way) {
    if (!isGoingOn(world)) break
    make(world, move)
    world.lookAtRest()
  }
  return world.broken()
}

/** The shortest part of a way, found by leaving out move after move, that breaks the same law. */
export function shorten(spec: SupervisorChildSpec, way: readonly Move[], law: string): readonly Move[] {
  let shortest = way
  for (let index = shortest.length - 1; index >= 0; index--) {
    const shorter = shortest.toSpliced(index, 1)
    if (follow(spec, shorter)?.law === law) shortest = shorter
  }
  return shortest
}

const isGoingOn = (world: World): boolean => !world.tree.isOver && world.broken() === null

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
