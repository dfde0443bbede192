/** Statuses of refused requests. */
export type RefusalStatus = 400 | 404 | 405 | 409 | 413 | 500

/** A request that is refused: what HTTP answers, and why. */
export class Refusal extends Error {
  readonly status: RefusalStatus
  /** Stable, for programs. */
  readonly code: string
  /** Paths that may have been meant. */
  readonly nearest: readonly string[]
  constructor(status: RefusalStatus, code: string, message: string, nearest: readonly string[] = []) {
    super(message)
    this.name = 'Refusal'
    this.status = status
    this.code = code
    this.nearest = nearest
  }
}
