// OTP restarts at once. A process that cannot get its port back needs time that OTP's processes do not.

/** How the delays of a child that fails again and again grow. Times in milliseconds. */
export type RestartBackoff = {
  readonly initialMs: number
  readonly factor: number
  readonly maxMs: number
  /** Share by which a delay may be longer or shorter, from 0 to 1. */
  readonly jitter: number
}

/**
 * How long the `nth` restart in a row waits: the first not at all, then `initialMs`, growing by `factor` up to `maxMs`.
 * `chance` (0 to 1) picks from the jitter.
 */
export function restartDelayMs(backoff: RestartBackoff | null, nth: number, chance: number): number {
  if (backoff === null || nth <= 1) return 0
  const { initialMs, factor, maxMs, jitter } = backoff
  const delayMs = Math.min(maxMs, initialMs * factor ** (nth - 2))
  return Math.round(delayMs * (1 + jitter * (2 * chance - 1)))
}
