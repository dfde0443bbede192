import type { Logger } from '../ports/logger.ts'

/** Writes nothing: the library's default, since nothing of the host process is touched unasked. */
export function silentLogger(): Logger {
  return { write: () => {} }
}
