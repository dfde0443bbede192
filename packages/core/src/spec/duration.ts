const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const
type Unit = keyof typeof UNIT_MS

// Node's timers hold 31 bits of milliseconds, a little more than 24 days; beyond that they fire at once.
const LONGEST_MS = 24 * 24 * UNIT_MS.h

const WRITTEN = /^(\d+)(ms|s|m|h)$/

/** Units people write, and ours. */
const OTHER_UNITS: Readonly<Record<string, Unit>> = {
  msec: 'ms',
  millis: 'ms',
  millisecond: 'ms',
  milliseconds: 'ms',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  hr: 'h',
  hour: 'h',
  hours: 'h',
}

/** Milliseconds, or null when the text is no duration or one of more than 24 days. */
export function parseDuration(text: string): number | null {
  const [, digits, unit] = WRITTEN.exec(text) ?? []
  if (digits === undefined || unit === undefined) return null
  const ms = Number(digits) * UNIT_MS[unit as Unit]
  return ms <= LONGEST_MS ? ms : null
}

/** Milliseconds of a duration that has been checked. */
export function durationMs(duration: string): number {
  const ms = parseDuration(duration)
  if (ms === null) throw new Error(`Cannot read the duration "${duration}": it was not checked.`)
  return ms
}

/** Why a value is no duration, and what to write: both texts end a sentence that began with the option's name. */
export function explainDuration(value: unknown): { readonly why: string; readonly write: string } {
  if (typeof value === 'number') return explainNumber(value)
  if (typeof value !== 'string') return { why: 'which is no duration', write: 'a whole number and a unit: "5s"' }
  if (WRITTEN.test(value)) return { why: 'which is longer than 24 days', write: 'at most "576h"' }
  const meant = meantBy(value)
  return {
    why: 'which is not a whole number and a unit (ms, s, m or h)',
    write: meant === null ? 'a whole number and a unit: "250ms", "5s", "2m", "1h", at most 24 days' : `"${meant}"`,
  }
}

function explainNumber(value: number): { why: string; write: string } {
  const why = 'a number without a unit'
  return Number.isSafeInteger(value) && value >= 0
    ? { why, write: `"${value}s" or "${value}ms", whichever is meant` }
    : { why, write: 'a whole number and a unit: "5s" or "5ms"' }
}

/** The duration that was probably meant by `5 s`, `1.5s`, `5sec`, `7d` or `5`. */
function meantBy(text: string): string | null {
  const [, digits, word = ''] = /^\s*(\d{1,15}(?:\.\d{1,6})?)\s*([a-z]*)\s*$/i.exec(text) ?? []
  if (digits === undefined) return null
  if (word === '') return Number.isInteger(Number(digits)) ? `${Number(digits)}s" or "${Number(digits)}ms` : null
  const unit = unitOf(word.toLowerCase())
  return unit === null ? null : inWholeUnits(Number(digits) * unit.times, unit.name)
}

function unitOf(word: string): { readonly name: Unit; readonly times: number } | null {
  if (word === 'd' || word === 'day' || word === 'days') return { name: 'h', times: 24 }
  if (Object.hasOwn(UNIT_MS, word)) return { name: word as Unit, times: 1 }
  const name = Object.hasOwn(OTHER_UNITS, word) ? OTHER_UNITS[word] : undefined
  return name === undefined ? null : { name, times: 1 }
}

function inWholeUnits(count: number, unit: Unit): string | null {
  const ms = Math.round(count * UNIT_MS[unit])
  if (ms > LONGEST_MS) return null
  return Number.isInteger(count) ? `${count}${unit}` : `${ms}ms`
}
