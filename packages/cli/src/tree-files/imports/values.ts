// Values of files that nobody has checked.
import type { Size } from '@otp-sup/core'

/** The value as an object; an empty one when it is none. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

/** Scalars as texts. */
export function textsOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.filter((item) => ['string', 'number', 'boolean'].includes(typeof item)).map(String)
}

/** A scalar as a text; what is none as JSON. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

/** A number, also as a text; NaN for anything else. */
export function numberOf(value: unknown): number {
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : Number.NaN
}

/** A value for a note: short, on one line. */
export function shown(value: unknown): string {
  const text = textOf(value)
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

/** A size of another tool, `512M` or `1g`, whose units count in 1024; null when it is none. */
export function sizeOf(value: unknown): Size | null {
  const { count, unit = '' } = /^(?<count>\d+)\s*(?<unit>[kmgt]?)(?:i?b)?$/i.exec(textOf(value).trim())?.groups ?? {}
  if (count === undefined || Number(count) === 0) return null
  const units: Readonly<Record<string, 'B' | 'KiB' | 'MiB' | 'GiB' | 'TiB'>> = {
    k: 'KiB',
    m: 'MiB',
    g: 'GiB',
    t: 'TiB',
  }
  return `${Number(count)}${units[unit.toLowerCase()] ?? 'B'}`
}
