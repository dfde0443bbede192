const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** A duration to be written that is not shorter. */
export function written(ms: number): string {
  if (ms < 1000) return `${Math.ceil(ms)}ms`
  if (ms <= 2 * MINUTE) return `${Math.ceil(ms / 1000)}s`
  return ms <= 2 * HOUR ? `${Math.ceil(ms / MINUTE)}m` : `${Math.ceil(ms / HOUR)}h`
}

/** Restarts take more time than their waits: a period to be written for restarts that take so long at least. */
export function roomy(ms: number): string {
  return written(ms * 1.5)
}

const MOST_NAMES = 3

/** `a`, `a or b`, `a, b or c`, `a, b, c or 4 others`. */
export function anyOf(names: readonly string[]): string {
  const more = names.length - MOST_NAMES
  const shown = more > 0 ? [...names.slice(0, MOST_NAMES), `${more} other${more === 1 ? '' : 's'}`] : names
  const last = shown.at(-1) ?? 'nobody'
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} or ${last}`
}
