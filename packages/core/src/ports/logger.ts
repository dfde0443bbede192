import type { SupervisionEvent } from '../events.ts'

/** One line of the supervisor's own log. */
export type LogLine = {
  readonly level: 'error' | 'info'
  readonly message: string
  /** The event that the line tells of; null for what is not about the tree. */
  readonly event: SupervisionEvent | null
}

/** Where the supervisor's own log goes. */
export interface Logger {
  write(line: LogLine): void
}
