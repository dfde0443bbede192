// OTP counts restarts in whole seconds; we count in milliseconds. In both the edge of the window is inside it.

/** How many of `timesMs` (ascending) lie within the `periodMs` before `atMs`, both edges included. */
export function restartsWithin(timesMs: readonly number[], atMs: number, periodMs: number): number {
  const oldest = atMs - periodMs
  let low = 0
  let high = timesMs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const timeMs = timesMs[middle]
    if (timeMs !== undefined && timeMs < oldest) low = middle + 1
    else high = middle
  }
  return timesMs.length - low
}

/** Whether a supervisor gives up at its `restarts`-th restart in the window: at more than `intensity`, if that has an end. */
export function isIntensityExceeded(restarts: number, intensity: number | 'infinity'): boolean {
  return intensity !== 'infinity' && restarts > intensity
}
