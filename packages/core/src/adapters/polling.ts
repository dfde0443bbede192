// How often it is asked whether a child is ready. One rule for all probes.
import type { Clock } from '../ports/clock.ts'

const SHORTEST_MS = 20
const LONGEST_MS = 1000
/** A try that hangs is given up after that. */
const TRY_MS = 2000

/** What was seen of a child that is not ready, in a few words for people. */
export type Seen = string | (() => string)

/** What came of a try. `isNobody`: there was no answer at all. */
export type Outcome = 'ready' | { readonly seen: Seen; readonly isNobody?: boolean }

/** One try: `answer` is called once, later, unless the result was called before. */
export type Try = (answer: (outcome: Outcome) => void) => () => void

/** What is told of a wait. */
export type Wait = { readonly clock: Clock; readonly seen: (seen: Seen) => void }

/** Asks again and again, one try at a time, and calls `ready` once; the answer gives the wait up. */
export function poll(attempt: Try, { clock, seen }: Wait, ready: () => void): () => void {
  const sinceMs = clock.nowMs()
  let cancel = (): void => {}
  const tryOnce = (): void => {
    cancel = attempt((outcome) => {
      if (outcome === 'ready') return ready()
      seen(outcome.seen)
      again()
    })
  }
  const again = (): void => {
    cancel = clock.startTimer(pauseMs(clock.nowMs() - sinceMs), tryOnce)
  }
  again()
  return () => cancel()
}

/** A tenth of the time that it has taken so far, in bounds: nobody is found ready much later than it is. */
export function pauseMs(waitedMs: number): number {
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, waitedMs / 10))
}

/** A try that is cut when it hangs. */
export function cut(attempt: Try, clock: Clock): Try {
  return (answer) => {
    let cancel = (): void => {}
    const disarm = clock.startTimer(TRY_MS, () => {
      cancel()
      answer({ seen: `no answer within ${TRY_MS / 1000}s` })
    })
    cancel = attempt((outcome) => {
      disarm()
      answer(outcome)
    })
    return () => {
      disarm()
      cancel()
    }
  }
}
