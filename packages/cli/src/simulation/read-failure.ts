// `shop/db`, `shop/db:exit=1`, `shop/db:signal=KILL`
import type { Failure } from '@otp-sup/core/testing'

type FailureOptions = { readonly if: string; readonly times?: string | undefined; readonly every?: string | undefined }

type Wrong = { readonly what: string; readonly fix: string }

const FORM = /^(?<path>[^:]*)(?::(?:exit=(?<code>\d+)|signal=(?<signal>\w+)))?$/

/** The failure that the options name, not yet checked against a tree: whatever is wrong with a value is told then. */
export const readFailure = ({
  if: text,
  times,
  every,
}: FailureOptions):
  | { readonly ok: true; readonly failure: Failure }
  | { readonly ok: false; readonly wrong: Wrong } => {
  const { path, code, signal } = FORM.exec(text)?.groups ?? {}
  if (path === undefined) {
    const fix = 'write PATH, PATH:exit=1 or PATH:signal=KILL, for example shop/db:signal=KILL'
    return { ok: false, wrong: { what: `${JSON.stringify(text)} does not say who fails and how`, fix } }
  }
  const how = { end: endOf(code, signal), times: numberOr(times), every }
  const given = Object.entries(how).filter(([, value]) => value !== undefined)
  return { ok: true, failure: { path, ...Object.fromEntries(given) } }
}

const endOf = (code: string | undefined, signal: string | undefined) => {
  if (signal !== undefined) return { signal: signalName(signal) }
  return code === undefined ? undefined : { code: Number(code) }
}

/** What is no number stays as it is, to be shown. */
const numberOr = (text: string | undefined): number | string | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : text

/** `kill`, `KILL` and `SIGKILL` are the same. */
const signalName = (word: string): string => {
  const name = word.toUpperCase()
  return name.startsWith('SIG') ? name : `SIG${name}`
}
