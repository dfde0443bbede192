// Everything observable about a running tree. Fields are only ever added: users' scripts read these as JSON lines.
import type { Strategy } from '@otp-sup/strategies'
import type { ExitReason } from './exit-reason.ts'
import type { SpecChange } from './spec/diff-specs.ts'
import type { PlacedProblem } from './spec/problem.ts'

/** What every event carries. */
export type EventHeader = {
  /** Number of the event in this run, from 1, without gaps. */
  readonly seq: number
  /** Wall-clock time, ISO 8601. For people; nothing is decided by it. */
  readonly time: string
  /** Milliseconds since the run began, monotonic. */
  readonly at: number
  /** Id of the run: one life of the orchestrator. */
  readonly run: string
  /** Where in the tree: ids joined by `/`, from the root. */
  readonly path: string
  /** `seq` of the event that led to this one; null for what came from outside. */
  readonly cause: number | null
}

/** Why a child gets SIGKILL, or is ended because its start took too long. */
export type KillReason = 'brutal_kill' | 'shutdown_timeout' | 'start_timeout' | 'subtree_timeout' | 'forced'

/** The run-time calls of a supervisor, by OTP's names. */
export type CallName =
  | 'startChild'
  | 'terminateChild'
  | 'restartChild'
  | 'deleteChild'
  | 'whichChildren'
  | 'countChildren'
  | 'getChildSpec'
  | 'checkChildSpecs'
  | 'reload'

/** What happened, without the header. */
export type EventBody =
  | { readonly type: 'tree.starting'; readonly name: string; readonly version: string }
  | { readonly type: 'tree.started' }
  | { readonly type: 'tree.stopping'; readonly exit: ExitReason }
  | { readonly type: 'tree.stopped'; readonly exit: ExitReason }
  | { readonly type: 'supervisor.starting'; readonly incarnation: number }
  | { readonly type: 'supervisor.started'; readonly incarnation: number }
  | { readonly type: 'supervisor.stopping'; readonly incarnation: number; readonly exit: ExitReason }
  | { readonly type: 'supervisor.stopped'; readonly incarnation: number; readonly exit: ExitReason }
  | {
      readonly type: 'supervisor.restarting'
      readonly strategy: Strategy
      /** The child whose end or failed start led to this round. */
      readonly failed: string
      /** Ids that are up or starting when the round begins, in the order in which they are stopped. */
      readonly terminate: readonly string[]
      /** Ids that the round starts, in list order. */
      readonly start: readonly string[]
      /** Restarts in the window, this one included. */
      readonly restarts: number
      readonly intensity: number | 'infinity'
      readonly periodMs: number
      /** How long the starts wait, once all is stopped. */
      readonly delayMs: number
    }
  | {
      readonly type: 'supervisor.gave_up'
      readonly restarts: number
      readonly intensity: number | 'infinity'
      readonly periodMs: number
    }
  | { readonly type: 'child.starting'; readonly incarnation: number; readonly command: readonly string[] }
  | { readonly type: 'child.spawned'; readonly incarnation: number; readonly pid: number }
  | { readonly type: 'child.started'; readonly incarnation: number; readonly pid: number; readonly readyMs: number }
  | {
      readonly type: 'child.start_failed'
      readonly incarnation: number
      readonly exit: ExitReason
      /** On a supervisor's path: the path of the leaf that failed. */
      readonly failed?: string
      /** Where no process could be made: what is wrong, and what to do about it. */
      readonly message?: string
    }
  | {
      readonly type: 'child.stopping'
      readonly incarnation: number
      /** The signal that asks; none where a command does. */
      readonly signal?: string
      /** The stop command that asks, in place of a signal. */
      readonly command?: readonly string[]
      /** Milliseconds until SIGKILL; null: it is waited for without limit. */
      readonly timeoutMs: number | null
    }
  | { readonly type: 'child.killing'; readonly incarnation: number; readonly why: KillReason }
  | {
      readonly type: 'child.exited'
      readonly incarnation: number
      readonly pid: number | null
      readonly exit: ExitReason
      readonly uptimeMs: number
      /** Whether a stop, a call or a round ended it. */
      readonly requested: boolean
      /** The kernel killed it for want of memory, as far as the kernel's counters tell. */
      readonly outOfMemory?: true
    }
  /** Its first health check of this incarnation went well. */
  | { readonly type: 'child.healthy'; readonly incarnation: number }
  | {
      /** So many health checks in a row have failed: it is stopped. */
      readonly type: 'child.unhealthy'
      readonly incarnation: number
      readonly failures: number
      /** What the last check saw, and what to do about it. */
      readonly message: string
    }
  | {
      /** Its process group uses more than its limit: it is stopped. */
      readonly type: 'child.over_limit'
      readonly incarnation: number
      readonly limit: 'memory' | 'cpu'
      /** Of memory in bytes, of CPU in percent of one core. */
      readonly measured: number
      readonly allowed: number
      /** How long it was over the limit, in milliseconds; 0: in one sample. */
      readonly forMs: number
    }
  | { readonly type: 'child.removed' }
  | { readonly type: 'call.received'; readonly call: CallName }
  | { readonly type: 'call.answered'; readonly call: CallName; readonly ok: true; readonly value: unknown }
  | { readonly type: 'call.answered'; readonly call: CallName; readonly ok: false; readonly error: unknown }
  /** Another spec is in force; what it has changed, a supervisor before what is below it. */
  | { readonly type: 'spec.reloaded'; readonly changes: readonly SpecChange[] }
  | {
      /** What was to be loaded is not in force, and all is as it was. */
      readonly type: 'spec.rejected'
      readonly problems: readonly PlacedProblem[]
      /** The spec was in order, but this child did not come up: the old spec was put into force again. */
      readonly failed?: string
      /** How that child ended. */
      readonly exit?: ExitReason
    }
  | { readonly type: 'scenario.step'; readonly step: number; readonly applied: boolean }

/** One thing that happened in a tree; one JSON object a line wherever events leave the program. */
export type SupervisionEvent = EventHeader & EventBody

/** An event of one type. */
export type EventOf<Type extends EventBody['type']> = SupervisionEvent & { readonly type: Type }
