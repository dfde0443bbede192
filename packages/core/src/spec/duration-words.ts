// How durations and counts are written for people, wherever they are.
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const YEAR = 365 * 24 * HOUR

/** `250ms`, `2.5s`, `90s`, `3m`, `10m 40s`, `2h`, `1h 23m 20s`: what can be written in a tree stays as it is written. */
export function durationWords(ms: number): string {
  if (ms >= YEAR) return `${countWords(ms / YEAR)} years`
  if (ms < SECOND) return `${Number(ms.toPrecision(3))}ms`
  if (ms < 2 * MINUTE && ms % MINUTE !== 0) return `${Number((ms / SECOND).toPrecision(3))}s`
  const seconds = Math.round(ms / SECOND)
  const parts = [`${Math.floor(seconds / 3600)}h`, `${Math.floor(seconds / 60) % 60}m`, `${seconds % 60}s`]
  return parts.filter((part) => !/^0\D/.test(part)).join(' ')
}

/** `16`, `8.5 × 10^37`. */
export function countWords(count: number): string {
  if (count < 1e9) return String(Math.round(count))
  const [digits, power] = count.toExponential(1).split('e+')
  return `${digits} × 10^${power}`
}
