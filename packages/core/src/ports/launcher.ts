import type { ExitReason, ProcessEnd } from '../exit-reason.ts'
import type { LeafSpec } from '../spec/child-spec.ts'
import type { SignalName } from '../spec/signals.ts'

export type { ProcessEnd } from '../exit-reason.ts'

/** One start of a leaf. */
export type LaunchOrder = {
  readonly path: string
  readonly incarnation: number
  readonly run: string
  readonly spec: LeafSpec
  /** How the incarnation before ended; null for a first one. */
  readonly lastExit: ExitReason | null
}

/** What the launcher tells of a start. Calls may come at once, inside `launch`. */
export interface LaunchReport {
  /** It is ready, in the sense of `spec.program.ready`. At most once, never after `ended`, never for a one-shot. */
  ready(): void
  /** A health check went well, after it was ready. At most once. */
  healthy(): void
  /** Its health checks have failed too often: it must be ended. At most once, after it was ready. */
  unhealthy(found: { readonly failures: number; readonly message: string }): void
  /** It is down: no process, or the leader is reaped and its group is empty. Exactly once. */
  ended(end: ProcessEnd): void
}

/** A leaf that was launched. After its end, its calls do nothing. */
export interface LaunchedProcess {
  /** Null when no process came to be; then `ended` follows. */
  readonly pid: number | null
  /** Asks it to stop, by `spec.program.stopCommand`, or by `stopSignal` and `stopScope`. */
  stop(): void
  /**
   * From now on it is checked and stopped by this spec: `health` (its watchdog stays as it is), `stopSignal`,
   * `stopScope` and `stopCommand`. Without it, it goes on by the spec that it began with.
   */
  change?(spec: LeafSpec): void
  /** SIGKILL to the whole process group. */
  kill(): void
  /** A signal to the leader alone, or to the whole group; nothing else follows from it. False when nobody is there. */
  signal(name: SignalName, to: 'leader' | 'group'): boolean
}

/** Starts leaves: real processes, or virtual ones. */
export interface Launcher {
  launch(order: LaunchOrder, report: LaunchReport): LaunchedProcess
}
