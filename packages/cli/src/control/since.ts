import { parseDuration } from '@otp-sup/core/client'

/** A moment as ISO 8601: so long ago (`10m`), a time of today (`12:30`), or a date; null when it is none. */
export const sinceIso = (text: string, nowMs: number): string | null => {
  const ago = parseDuration(text)
  if (ago !== null) return new Date(nowMs - ago).toISOString()
  const [, hours, minutes, seconds = '0'] = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text) ?? []
  const moment =
    hours === undefined
      ? new Date(text)
      : new Date(new Date(nowMs).setHours(Number(hours), Number(minutes), Number(seconds), 0))
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString()
}
