// Judges the end of a process. Knows codes and signals as text and numbers, nothing of the system they come from.
import type { ExitClass } from './vocabulary.ts'

/** How a process ended, as its parent sees it. */
export type ProcessExit =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string }

/** What a child's spec says about its ends. */
export type ExitRules = {
  readonly successCodes: readonly number[]
  readonly shutdownCodes: readonly number[]
  readonly stopSignal: string
}

// Shells, npm and container runtimes report a death by signal n as exit code 128 + n. Numbers as on Linux.
const SIGNALS_FROM_1 =
  'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'
const SIGNAL_NUMBERS: ReadonlyMap<string, number> = new Map([
  ...SIGNALS_FROM_1.split(' ').map((name, index): [string, number] => [`SIG${name}`, index + 1]),
  ['SIGIOT', 6],
  ['SIGPOLL', 29],
])

const TOLD_TO_STOP = ['SIGTERM', 'SIGINT', 'SIGHUP']

const isDeathBy = (signal: string, end: ProcessExit): boolean => {
  if (end.kind === 'signal') return end.signal === signal
  const number = SIGNAL_NUMBERS.get(signal)
  return number !== undefined && end.code === 128 + number
}

const hasCode = (codes: readonly number[], end: ProcessExit): boolean => end.kind === 'exit' && codes.includes(end.code)

/**
 * The class of an end. `asked`: whether we had told it to stop; then its stop signal and a normal end are `shutdown`.
 * OTP: `normal`, `shutdown` and `{shutdown, _}`, any other reason.
 */
export function classifyExit(end: ProcessExit, rules: ExitRules, asked: boolean): ExitClass {
  if (asked && (isDeathBy(rules.stopSignal, end) || hasCode(rules.successCodes, end))) return 'shutdown'
  if (hasCode(rules.successCodes, end)) return 'normal'
  if (hasCode(rules.shutdownCodes, end)) return 'shutdown'
  return TOLD_TO_STOP.some((signal) => isDeathBy(signal, end)) ? 'shutdown' : 'abnormal'
}
