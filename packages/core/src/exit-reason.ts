import type { ExitClass } from '@otp-sup/strategies'

/**
 * How something ended. `exit` (with `code`) and `signal` (with `signal`) are ends of a process; `spawn_error` (with
 * `errno`) means that its program was never run; `start_timeout` that it was not ready in time; `unhealthy`,
 * `memory_limit` and `cpu_limit` that it was stopped because its health checks failed or it went over a limit; `killed`
 * that it did not stop in time and got our SIGKILL. The rest are ends of supervisors.
 */
export type ExitKind =
  | 'exit'
  | 'signal'
  | 'spawn_error'
  | 'start_timeout'
  | 'unhealthy'
  | 'memory_limit'
  | 'cpu_limit'
  | 'killed'
  | 'requested'
  | 'gave_up'
  | 'auto_shutdown'
  | 'start_failed'
  | 'internal_error'

/** The end of a child: its class decides what its supervisor does, its kind and details tell people what happened. */
export type ExitReason = {
  readonly class: ExitClass
  readonly kind: ExitKind
  /** The exit code, where there was one. */
  readonly code: number | null
  /** The signal's name, for example `SIGTERM`, where a signal ended it. */
  readonly signal: string | null
  /** The system's error, for example `ENOENT`, where its program could not be run. */
  readonly errno: string | null
}

/**
 * How a process ended, before anybody has judged it. `spawn_error`: its program was never run. `unready`, of one that never got
 * ready: what was waited for and seen last, and what to do about it, as the end of a sentence.
 */
export type ProcessEnd =
  | { readonly kind: 'exit'; readonly code: number; readonly unready?: string }
  /** `outOfMemory`: the kernel had just killed for want of memory. */
  | { readonly kind: 'signal'; readonly signal: string; readonly unready?: string; readonly outOfMemory?: true }
  /** `message`: what is wrong and what to do about it, as the end of a sentence. */
  | { readonly kind: 'spawn_error'; readonly errno: string; readonly message: string }

/**
 * Why a running leaf is ended though nobody asked for it, with what was measured. Memory counts in bytes, CPU in percent
 * of one core, both over its whole process group.
 */
export type Failing =
  /** So many checks in a row have failed; `message`: what was seen last, as the end of a sentence. */
  | { readonly kind: 'unhealthy'; readonly failures: number; readonly message: string }
  | {
      readonly kind: 'memory_limit' | 'cpu_limit'
      readonly measured: number
      readonly allowed: number
      /** For how long it was over that, in milliseconds. */
      readonly forMs: number
    }
