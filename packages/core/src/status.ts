// A running tree at one moment, for people and programs. Fields are only ever added.
import type { RestartType, Strategy } from '@otp-sup/strategies'
import type { ExitReason } from './exit-reason.ts'

/** What a child is doing. `done`: a one-shot that has done its work. */
export type ChildState = 'starting' | 'running' | 'stopping' | 'restarting' | 'down' | 'done'

/** How far a supervisor's window of restarts is filled. */
export type RestartWindow = {
  /** Restarts within the last `periodMs`. */
  readonly restarts: number
  readonly intensity: number | 'infinity'
  readonly periodMs: number
}

/** One line of the status of a tree. */
export type ChildStatus = {
  readonly path: string
  readonly type: 'worker' | 'supervisor'
  readonly state: ChildState
  /** Of a worker that has a process. */
  readonly pid: number | null
  /** Number of its latest start; 0 when it was never started. */
  readonly incarnation: number
  /** Milliseconds since its latest start began; null when it is down. */
  readonly uptimeMs: number | null
  /** Whether its start counts as done, and it is not being stopped. */
  readonly ready: boolean
  readonly restart: RestartType
  /** Milliseconds until its restart, where a back-off is under way. */
  readonly retryInMs: number | null
  /** How it ended last; null when it never did. */
  readonly lastExit: ExitReason | null
  /** Whether its health is checked. */
  readonly checked: boolean
  /** Of one core, over the last measurement; null when it was not measured, and for a supervisor. */
  readonly cpuPercent: number | null
  /** Of its whole process group. */
  readonly memoryBytes: number | null
  /** Of a supervisor. */
  readonly strategy: Strategy | null
  /** Of a supervisor that is up. */
  readonly window: RestartWindow | null
}
