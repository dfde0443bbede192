// What goes over the control socket. Fields are only ever added; `api` is its version.
import type { SupervisionEvent } from '../events.ts'
import type { ExitReason } from '../exit-reason.ts'
import type { OutputLine } from '../ports/output.ts'
import type { ChildStatus } from '../status.ts'

/** Version of the control API; a change that breaks somebody would be 2. */
export const API_VERSION = 1

/** The tree that answers. */
export type TreeInfo = {
  readonly api: typeof API_VERSION
  readonly name: string
  /** Id of the root. */
  readonly root: string
  readonly run: string
  /** Of otp-sup. */
  readonly version: string
  readonly pid: number
  /** The tree file, absolute; null for a tree that is no file. */
  readonly file: string | null
  /** Where the console of a detached run goes; null when it is in the foreground. */
  readonly log: string | null
  readonly startedAt: string
  /** Number of the latest event. */
  readonly seq: number
}

/** A child, and since when it does what it does. */
export type ShownChild = ChildStatus & {
  /** Wall-clock time of its latest change, ISO 8601; null when it was never started. */
  readonly since: string | null
  /** Whether a check of its health has gone well since its start, and none has said that it must end; null: it has no checks. */
  readonly healthy: boolean | null
}

/** `GET /v1/status` */
export type StatusAnswer = { readonly tree: TreeInfo; readonly children: readonly ShownChild[] }

/** `GET /v1/show` */
export type ShowAnswer = {
  readonly child: ShownChild
  /** With every default; secrets are hidden. */
  readonly spec: unknown
  readonly dependents: readonly string[]
  readonly lastLines: readonly string[]
}

/** `GET /v1/why` */
export type WhyAnswer = {
  readonly child: ShownChild
  /** Of its supervisor; null for the root. */
  readonly supervisor: ShownChild | null
  /** What led to its latest start, oldest first; null when it is forgotten, or there was none. */
  readonly start: readonly SupervisionEvent[] | null
  /** What led to its latest end, oldest first. */
  readonly end: readonly SupervisionEvent[] | null
  /** What led to the restart that it waits for. */
  readonly restart: readonly SupervisionEvent[] | null
  /** Siblings that must be ready before it is started. */
  readonly waitsFor: readonly string[]
  readonly lastLines: readonly string[]
}

/** `GET /v1/events` without a stream. */
export type EventsAnswer = { readonly events: readonly SupervisionEvent[] }

/** `GET /v1/logs` without a stream. */
export type LogsAnswer = { readonly lines: readonly OutputLine[] }

/** Body of `POST /v1/reload`. */
export type ReloadOrder = {
  /** Absolute. @defaultValue the file that the tree was started from */
  readonly file?: string
  /** Whether a child that does not come up undoes it all. @defaultValue `true` */
  readonly rollback?: boolean
  /** Only tells what would be changed. @defaultValue `false` */
  readonly plan?: boolean
}

/** What can be done to children. */
export type Operation = 'start' | 'stop' | 'restart'

/** Body of `POST /v1/start`, `/v1/stop` and `/v1/restart`. */
export type OperationRequest = {
  /** Paths, globs (`shop/*`, `shop/**`), or `all`. */
  readonly paths: readonly string[]
  /** Takes along those that depend on them. */
  readonly withDependents?: boolean
  /** Of `stop`: by SIGKILL, without asking; also cuts a stop short that is under way. */
  readonly now?: boolean
  /** False: the answer comes at once, the operation goes on. */
  readonly wait?: boolean
}

/** What became of one child. */
export type OperationResult = {
  readonly path: string
  readonly result: 'started' | 'already running' | 'stopped' | 'killed' | 'was down' | 'restarted' | 'refused'
  /** Of what was refused, or did not come up: OTP's word, or ours. */
  readonly error: string | null
  readonly message: string | null
  /** How a start that failed ended. */
  readonly exit: ExitReason | null
  readonly pid: number | null
  readonly incarnation: number | null
}

/** Answer to an operation. */
export type OperationAnswer = {
  /** Whether nothing was refused and nothing failed. */
  readonly ok: boolean
  /** False: it goes on, and there are no results yet. */
  readonly done: boolean
  /** Whom it is about, in the tree's order. */
  readonly paths: readonly string[]
  readonly results: readonly OperationResult[]
  /** Paths of running children that depend on what was stopped, and were left alone. */
  readonly leftAlone: readonly string[]
}

/** `POST /v1/signal` */
export type SignalAnswer = { readonly path: string; readonly signal: string; readonly to: 'leader' | 'group' }

/** `GET /v1/wait` */
export type WaitAnswer = { readonly child: ShownChild }

/** What `wait` can wait for. */
export type WaitFor = 'ready' | 'healthy' | 'down'

/** What is wrong with a request. */
export type ErrorAnswer = {
  readonly error: {
    readonly code: string
    readonly message: string
    /** Right paths near a wrong one, or those that an ambiguous one could mean. */
    readonly nearest?: readonly string[]
  }
}
