// One scenario of the soak: a random tree and a random way through what can happen to it, both from one number.
import { type Move, seededRandom, shorten, wander } from '@otp-sup/core/testing'
import { randomTree } from './random-tree.ts'

/** What to look at when a law is broken. */
export type Failure = {
  readonly number: number
  readonly law: string
  readonly message: string
  readonly tree: object
  readonly way: readonly Move[]
}

const MOST_MOVES = 40

/** Runs scenario `number` of `seed`; null when every law holds. */
export function runScenario(
  seed: number,
  number: number,
): { readonly events: number; readonly failure: Failure | null } {
  // Neighbours in number must not be neighbours in chance.
  const random = seededRandom(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(number, 0xc2b2ae35))
  const tree = randomTree(random)
  const { way, broken, events } = wander(tree, { random, steps: Math.floor(random.next() * MOST_MOVES) })
  if (broken === null) return { events, failure: null }
  const { law, message } = broken
  return { events, failure: { number, law, message, tree, way: shorten(tree, way, law) } }
}
