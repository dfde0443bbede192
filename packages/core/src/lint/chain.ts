// Steps that wait for each other, and how long they take together at most.

/** Steps, each of which begins when the one before is over. */
export type Chain = {
  /** Their sum. */
  readonly ms: number | 'infinity'
  readonly steps: readonly { readonly path: string; readonly ms: number | 'infinity' }[]
}

// Linked, not listed: a tree of ten thousand children has ten thousand chains.
/** Where a chain ends so far. */
export type Tail = {
  readonly ms: number | 'infinity'
  readonly last: { readonly path: string; readonly ms: number | 'infinity'; readonly before: Tail } | null
}

/** Nothing to wait for. */
export const NOTHING: Tail = { ms: 0, last: null }

/** With one more step; nothing comes after one without an end, and one that takes no time is none. */
export function followedBy(before: Tail, path: string, ms: number | 'infinity'): Tail {
  if (before.ms === 'infinity' || ms === 0) return before
  return { ms: ms === 'infinity' ? ms : before.ms + ms, last: { path, ms, before } }
}

/** The one that takes longer; the first of two that take as long. */
export function longer(a: Tail, b: Tail): Tail {
  if (a.ms === 'infinity' || b.ms === 'infinity') return a.ms === 'infinity' ? a : b
  return b.ms > a.ms ? b : a
}

/** From its first step. */
export function chainOf(tail: Tail): Chain {
  const steps: Chain['steps'][number][] = []
  for (let { last } = tail; last !== null; last = last.before.last) steps.push({ path: last.path, ms: last.ms })
  return { ms: tail.ms, steps: steps.toReversed() }
}
