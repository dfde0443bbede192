// Time that passes only when it is told to: each timer fires at its own instant, ties in the order of arming.
import type { Clock } from '../ports/clock.ts'

type Timer = { readonly dueMs: number; readonly order: number; readonly fire: () => void; isCancelled: boolean }

/** A clock whose time is moved by hand. It begins at 0, which is 1970-01-01T00:00:00Z on its wall. */
export interface VirtualClock extends Clock {
  /** When the next timer fires; null when there is none. */
  nextMs(): number | null
  /** Moves to the next timer and fires it; false when there is none. */
  fireNext(): boolean
  /** Moves to `ms`, firing on the way, each at its instant, whatever is due up to then. */
  advanceTo(ms: number): void
}

/** A clock for tests and simulation: a whole day passes in no time, and always in the same order. */
export function virtualClock(): VirtualClock {
  let nowMs = 0
  let order = 0
  const heap: Timer[] = []
  const peek = (): Timer | undefined => {
    while (heap[0]?.isCancelled === true) pop(heap)
    return heap[0]
  }
  const fireNext = (): boolean => {
    const timer = peek()
    if (timer === undefined) return false
    pop(heap)
    nowMs = Math.max(nowMs, timer.dueMs)
    timer.fire()
    return true
  }
  return {
    nowMs: () => nowMs,
    time: () => new Date(nowMs).toISOString(),
    startTimer(ms, fire) {
      const timer: Timer = { dueMs: nowMs + ms, order: order++, fire, isCancelled: false }
      push(heap, timer)
      return () => {
        timer.isCancelled = true
      }
    },
    nextMs: () => peek()?.dueMs ?? null,
    fireNext,
    advanceTo(ms) {
      for (let next = peek(); next !== undefined && next.dueMs <= ms; next = peek()) fireNext()
      nowMs = Math.max(nowMs, ms)
    },
  }
}

const isBefore = (a: Timer, b: Timer): boolean => a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order)

const push = (heap: Timer[], timer: Timer): void => {
  let index = heap.length
  heap.push(timer)
  while (index > 0) {
    const up = (index - 1) >> 1
    const parent = heap[up]
    if (parent === undefined || !isBefore(timer, parent)) break
    heap[index] = parent
    heap[up] = timer
    index = up
  }
}

const pop = (heap: Timer[]): void => {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  let index = 0
  for (;;) {
    const child = smallerChild(heap, index)
    const candidate = heap[child]
    if (candidate === undefined || !isBefore(candidate, last)) break
    heap[index] = candidate
    index = child
  }
  heap[index] = last
}

const smallerChild = (heap: readonly Timer[], index: number): number => {
  const left = 2 * index + 1
  const [a, b] = [heap[left], heap[left + 1]]
  return a !== undefined && b !== undefined && isBefore(b, a) ? left + 1 : left
}
