import type { Clock } from '../ports/clock.ts'

/** Node's timers fire at once above this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Time as this machine has it. Timers of any length work; they keep the process alive. */
export function nodeClock(): Clock {
  return {
    nowMs: () => performance.now(),
    time: () => new Date().toISOString(),
    startTimer,
  }
}

function startTimer(ms: number, fire: () => void): () => void {
  let timer: NodeJS.Timeout
  const wait = (restMs: number): void => {
    const stepMs = Math.min(restMs, LONGEST_TIMER_MS)
    timer = setTimeout(() => (restMs > stepMs ? wait(restMs - stepMs) : fire()), stepMs)
  }
  wait(ms)
  return () => clearTimeout(timer)
}
