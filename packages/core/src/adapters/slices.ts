// A spawn blocks the event loop for a millisecond or more. What leads to the next spawn is told in slices: between them
// the loop turns, so that a boot or a storm of a thousand leaves neither signals nor output unheard.
import type { Clock } from '../ports/clock.ts'
import type { LaunchReport } from '../ports/launcher.ts'

const SLICE_MS = 8

/** Wraps reports: they are told at once and in order while the slice lasts, and in later turns of the loop after it. */
export function reportsInSlices(clock: Clock): (report: LaunchReport) => LaunchReport {
  const waiting: (() => void)[] = []
  let sliceEndsMs = 0
  let isTurning = false
  const beginSlice = (): void => {
    sliceEndsMs = clock.nowMs() + SLICE_MS
    isTurning = true
    setImmediate(turn)
  }
  const turn = (): void => {
    isTurning = false
    if (waiting.length === 0) return
    beginSlice()
    while (waiting.length > 0 && clock.nowMs() < sliceEndsMs) waiting.shift()?.()
  }
  const tell = (what: () => void): void => {
    if (!isTurning) beginSlice()
    if (waiting.length === 0 && clock.nowMs() < sliceEndsMs) what()
    else waiting.push(what)
  }
  return (report) => ({
    ready: () => tell(() => report.ready()),
    healthy: () => tell(() => report.healthy()),
    unhealthy: (found) => tell(() => report.unhealthy(found)),
    ended: (end) => tell(() => report.ended(end)),
  })
}
