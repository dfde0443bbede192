import { type Clock, nodeClock } from './real-launcher.ts'

/** How many timers of a clock are armed, and how many ever were. */
export type CountedClock = Clock & { readonly armed: () => number; readonly everArmed: () => number }

export type CountedClockOptions = {
  /** Timers of this length or longer never fire: what then still happens was not theirs. */
  readonly deafFromMs?: number
  /** Timers fire in this share of their time. */
  readonly timeShare?: number
}

/** The clock of this machine, its timers counted. */
export function countedClock({
  deafFromMs = Number.POSITIVE_INFINITY,
  timeShare = 1,
}: CountedClockOptions = {}): CountedClock {
  const clock = nodeClock()
  const armed = new Set<symbol>()
  let everArmed = 0
  return {
    ...clock,
    armed: () => armed.size,
    everArmed: () => everArmed,
    startTimer: (ms, fire) => {
      const timer = Symbol(`${ms} ms`)
      armed.add(timer)
      everArmed += 1
      const fireOnce = (): void => {
        armed.delete(timer)
        fire()
      }
      const cancel = ms < deafFromMs ? clock.startTimer(ms * timeShare, fireOnce) : () => {}
      return () => {
        armed.delete(timer)
        cancel()
      }
    },
  }
}
