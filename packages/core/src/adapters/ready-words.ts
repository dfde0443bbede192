// Why a child was not ready in time, for the person who can correct it.
import type { AskedProbe, Ready } from '../spec/child-spec.ts'
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
    case 'log':
      return `a line that matches /${ready.pattern}/${ready.flags}`
    case 'delay':
      return `${inSeconds(ready.ms)} to pass`
    case 'notify':
      return NOTICES[ready.by]
    case 'exit':
      return 'it to end'
    case 'tcp':
    case 'http':
    case 'socket':
    case 'exec':
      return askedWords(ready)
  }
}

/** Whom a probe asks, or for what. */
export function askedWords(probe: AskedProbe): string {
  switch (probe.kind) {
    case 'tcp':
      return `port ${probe.host === null ? '' : `${probe.host}:`}${probe.port}`
    case 'http':
      return plainUrl(probe.url)
    case 'socket':
      return `the socket ${probe.file}`
    case 'exec':
      return `exit code 0 of ${probe.command[0]}`
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
