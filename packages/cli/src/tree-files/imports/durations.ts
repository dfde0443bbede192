// Durations of other tools: `1m30s`, `5min 20s`, a number of seconds or milliseconds.
import type { Duration } from '@otp-sup/core'
import { textOf } from './values.ts'

const UNIT_MS: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  msec: 1,
  s: 1000,
  sec: 1000,
  second: 1000,
  seconds: 1000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
  h: 3_600_000,
  hr: 3_600_000,
  hour: 3_600_000,
  hours: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  days: 86_400_000,
}
/** Node's timers end there. */
const LONGEST_MS = 24 * 86_400_000

/** Milliseconds of a duration with units, or of a number that has the unit `bare`; null when it is none. */
export function msOf(value: unknown, bare: 's' | 'ms' = 's'): number | null {
  const text = textOf(value).trim()
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * (bare === 's' ? 1000 : 1)
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)\s*/g)]
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return null
  const ms = parts.map(
    ([, count, unit = '']) => Number(count) * (Object.hasOwn(UNIT_MS, unit) ? (UNIT_MS[unit] ?? 0) : Number.NaN),
  )
  const sum = ms.reduce((a, b) => a + b, 0)
  return Number.isNaN(sum) ? null : sum
}

/** As our files write it, in the largest unit that keeps it whole. */
export function durationOf(ms: number): Duration {
  const whole = Math.min(Math.max(Math.round(ms), 1), LONGEST_MS)
  if (whole % 3_600_000 === 0) return `${whole / 3_600_000}h`
  if (whole % 60_000 === 0) return `${whole / 60_000}m`
  return whole % 1000 === 0 ? `${whole / 1000}s` : `${whole}ms`
}

/** A duration of another tool as ours; null when it is none. */
export function readDuration(value: unknown, bare: 's' | 'ms' = 's'): Duration | null {
  const ms = msOf(value, bare)
  return ms === null ? null : durationOf(ms)
}
