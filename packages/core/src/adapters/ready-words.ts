// Why a child was not ready in time, for the person who can correct it.
import type { Ready } from '../spec/child-spec.ts'
import type { Seen } from './polling.ts'

const NOTHING_YET: Partial<Record<Ready['kind'], string>> = {
  log: 'no line at all',
  notify: 'nothing',
}

/** What was waited for, what was seen last, what to do; null when nothing is waited for. */
export function waitedFor(ready: Ready, startTimeoutMs: number | 'infinity', last: Seen | null): string | null {
  const what = whatOf(ready)
  if (what === null || startTimeoutMs === 'infinity') return null
  const said = typeof last === 'function' ? last() : (last ?? NOTHING_YET[ready.kind] ?? null)
  const seen = said === null ? '' : `; last seen: ${said}`
  const fix = ready.kind === 'exit' ? 'Give' : `Correct ready.${ready.kind}, or give`
  return `it was not ready within ${inSeconds(startTimeoutMs)}: waited for ${what}${seen}. ${fix} it longer by startTimeout.`
}

function whatOf(ready: Ready): string | null {
  switch (ready.kind) {
    case 'spawned':
      return null
    case 'tcp':
      return `port ${ready.host === null ? '' : `${ready.host}:`}${ready.port}`
    case 'http':
      return plainUrl(ready.url)
    case 'socket':
      return `the socket ${ready.file}`
    case 'exec':
      return `exit code 0 of ${ready.command[0]}`
    case 'log':
      return `a line that matches /${ready.pattern}/${ready.flags}`
    case 'delay':
      return `${inSeconds(ready.ms)} to pass`
    case 'notify':
      return NOTICES[ready.by]
    case 'exit':
      return 'it to end'
  }
}

/** Without what may be a secret. */
function plainUrl(url: string): string {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}

const NOTICES = {
  ipc: 'process.send("ready")',
  systemd: 'READY=1 at NOTIFY_SOCKET',
  fd: 'a newline on the descriptor OTP_SUP_NOTIFY_FD',
} as const

/** As specs write it. */
export function inSeconds(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`
}
