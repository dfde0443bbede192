/** Time. `nowMs` is monotonic and the only time that decisions see; `time` is the wall clock, for people. */
export interface Clock {
  /** Monotonic milliseconds since some fixed moment. */
  nowMs(): number
  /** ISO 8601, wall clock. */
  time(): string
  /** Calls `fire` once, `ms` milliseconds from now; the answer cancels it. */
  startTimer(ms: number, fire: () => void): () => void
}
