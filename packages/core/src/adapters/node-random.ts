import type { Random } from '../ports/random.ts'

/** Chance, from the JavaScript engine. */
export function nodeRandom(): Random {
  return { next: () => Math.random() }
}
