// `shop/db`, `shop/db:exit=1`, `shop/db:signal=KILL`
import type { Failure } from '@otp-sup/core/testing'

type FailureOptions = { readonly if: string; readonly times?: string | undefined; readonly every?: string | undefined }

type Wrong = { readonly what: string; readonly fix: string }

const FORM = /^(?<path>[^:]*)(?::(?:exit=(?<code>\d+)|signal=(?<signal>\w+)))?$/

/** The failure that the options name, not yet checked against a tree. */
export const readFailure = ({
  if: text,
  times = '1',
  every,
}: FailureOptions):
  | { readonly ok: true; readonly failure: Failure }
  | { readonly ok: false; readonly wrong: Wrong } => {
  const { path, code, signal } = FORM.exec(text)?.groups ?? {}
  if (path === undefined) {
    const fix = 'write PATH, PATH:exit=1 or PATH:signal=KILL, for example shop/db:signal=KILL'
    return { ok: false, wrong: { what: `${JSON.stringify(text)} does not say who fails and how`, fix } }
  }
  const end = signal === undefined ? { code: Number(code ?? 1) } : { signal: signalName(signal) }
  // Whatever is wrong with a value is told when it is checked.
  const failure = {
    path,
    end,
    times: /^\d+$/.test(times) ? Number(times) : times,
    ...(every === undefined ? {} : { every }),
  }
  return { ok: true, failure: failure as Failure }
}

/** `kill`, `KILL` and `SIGKILL` are the same. */
const signalName = (word: string): string => {
  const name = word.toUpperCase()
  return name.startsWith('SIG') ? name : `SIG${name}`
}
