// The run-time calls of a supervisor: OTP's names, OTP's answers, as values.
import type { CallName } from '../events.ts'
import type { ExitReason } from '../exit-reason.ts'
import type { SupervisorChildSpec } from '../spec/child-spec.ts'
import type { Problem } from '../spec/problem.ts'
import type { SupervisorSpec, WorkerSpec } from '../spec/spec.ts'
import type { Mark } from './mark.ts'

/** A child that was started: `pid` is null for a supervisor and for a one-shot that is done. */
export type StartedChild = { readonly path: string; readonly pid: number | null; readonly incarnation: number }

/** One line of `whichChildren`. */
export type ChildInfo = {
  readonly id: string
  readonly type: 'worker' | 'supervisor'
  readonly state: 'running' | 'restarting' | 'down'
}

/** What `countChildren` counts: `active` are those that run, `supervisors` and `workers` go by spec, up or down. */
export type ChildCounts = {
  readonly specs: number
  readonly active: number
  readonly supervisors: number
  readonly workers: number
}

/** Why a call was refused, as OTP says it. */
export type CallError =
  | {
      readonly error:
        | 'not_found'
        | 'running'
        | 'restarting'
        | 'already_present'
        | 'max_children'
        | 'simple_one_for_one'
        | 'supervisor_down'
    }
  | { readonly error: 'already_started'; readonly pid: number | null }
  | { readonly error: 'start_failed'; readonly exit: ExitReason }
  | { readonly error: 'invalid_spec'; readonly problems: readonly Problem[] }

/** The answer to a call. */
export type CallResult<Value> = { readonly ok: true; readonly value: Value } | ({ readonly ok: false } & CallError)

/** What each call answers when it goes well. */
export type CallValues = {
  startChild: StartedChild
  terminateChild: null
  restartChild: StartedChild
  deleteChild: null
  whichChildren: readonly ChildInfo[]
  countChildren: ChildCounts
  getChildSpec: WorkerSpec | SupervisorSpec
  checkChildSpecs: null
  /** The first child whose start failed; null: there is none. */
  reload: ReloadFailure | null
}

/** What a call asks for. `id` names a child of the supervisor that is called. */
export type CallRequest =
  | { readonly name: 'startChild'; readonly spec: unknown }
  /** `now`: by SIGKILL, without asking; a stop that is under way is cut short at once. */
  | { readonly name: 'terminateChild'; readonly id: string; readonly now?: boolean }
  | { readonly name: 'restartChild' | 'deleteChild' | 'getChildSpec'; readonly id: string }
  | { readonly name: 'whichChildren' | 'countChildren' }
  | { readonly name: 'checkChildSpecs'; readonly specs: unknown }
  | ReloadRequest

/** A child that a reload could not start: the leaf at the bottom of it. */
export type ReloadFailure = { readonly path: string; readonly exit: ExitReason }

/**
 * The part of a reload that is for one supervisor. `try`: a start that fails is left as it is, for what was to be
 * restored. `apply`: it is tried again by the rules. `restore`: so too, and whoever a `try` has left down is started.
 */
export type ReloadRequest = {
  readonly name: 'reload'
  readonly spec: SupervisorChildSpec
  readonly mode: 'try' | 'apply' | 'restore'
}

/** A call on its way. The object itself is its identity. */
export type Call = {
  readonly request: CallRequest
  /** As called. */
  readonly path: string
  /** The event that told of its arrival. */
  readonly received: Mark
  readonly reply: (result: CallResult<CallValues[CallName]>) => void
}
