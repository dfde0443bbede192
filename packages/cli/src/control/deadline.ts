import { parseDuration } from '@otp-sup/core/client'
import type { Io } from '../io.ts'
import { errorText } from '../render/error-text.ts'
import { TimedOut } from './ask-tree.ts'

/** A signal that comes when `--timeout` is over; undefined without one. Null when it is no duration: stderr says so. */
export const deadlineOf = (timeout: string | undefined, io: Io): AbortSignal | undefined | null => {
  if (timeout === undefined) return undefined
  const ms = parseDuration(timeout)
  if (ms === null) {
    const what = `${JSON.stringify(timeout)} is no duration`
    io.stderr.write(errorText({ what, where: '--timeout', fix: 'write a whole number and a unit: 500ms, 10s, 2m' }))
    return null
  }
  const controller = new AbortController()
  setTimeout(() => controller.abort(new TimedOut()), ms).unref()
  return controller.signal
}
