// How often it is asked whether a child is ready, and how long one try may take. One rule for all probes.
import type { Clock } from '../ports/clock.ts'
import { inSeconds } from './ready-words.ts'

const SHORTEST_MS = 20
const LONGEST_MS = 1000
/** A try that hangs is given up after that. */
export const TRY_MS = 2000
/** A timer that fires so much too late says that we stood still, not that somebody else was slow. */
const STALL_MS = 1000

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

/** Calls `late` when the time is over; if we stood still meanwhile, after as long again: answers may wait to be read. */
export function startDeadline(clock: Clock, ms: number, late: () => void): () => void {
  const dueMs = clock.nowMs() + ms
  let disarm = clock.startTimer(ms, () => {
    if (clock.nowMs() - dueMs < STALL_MS) late()
    else disarm = clock.startTimer(ms, late)
  })
  return () => disarm()
}

/** A tenth of the time that it has taken so far, in bounds: nobody is found ready much later than it is. */
export function pauseMs(waitedMs: number): number {
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, waitedMs / 10))
}

/** A try that is cut when it hangs. */
export function cut(attempt: Try, clock: Clock, timeoutMs: number): Try {
  return (answer) => {
    let cancel = (): void => {}
    const disarm = startDeadline(clock, timeoutMs, () => {
      cancel()
      answer({ seen: `no answer within ${inSeconds(timeoutMs)}` })
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
