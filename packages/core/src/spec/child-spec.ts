// A spec as the inside of the house sees it: checked, with every default filled in, durations in milliseconds.
import type { AutoShutdown, RestartType, Strategy } from '@otp-sup/strategies'
import type { SupervisorSpec, WorkerSpec } from './spec.ts'

/** What a child depends on: every sibling before it (OTP), or the ids named. */
export type DependsOn = 'all_before' | readonly string[]

/** A regular expression. */
export type Pattern = { readonly pattern: string; readonly flags: string }

/** A probe that asks somebody. `foreign`: whoever answers may be no process of the child. */
export type AskedProbe =
  | { readonly kind: 'tcp'; readonly host: string | null; readonly port: number; readonly foreign: boolean }
  | {
      readonly kind: 'http'
      readonly url: string
      /** Null: 2xx and 3xx. */
      readonly status: readonly number[] | null
      /** Names are in lower case. */
      readonly header: readonly { readonly name: string; readonly pattern: Pattern }[]
      readonly body: Pattern | null
      readonly insecure: boolean
      readonly foreign: boolean
    }
  /** `file` is absolute. */
  | { readonly kind: 'socket'; readonly file: string; readonly foreign: boolean }
  /** Program and arguments; exit code 0 is a yes. */
  | { readonly kind: 'exec'; readonly command: readonly [string, ...string[]]; readonly timeoutMs: number }

/** When a start counts as done. */
export type Ready =
  | AskedProbe
  | { readonly kind: 'spawned' }
  /** A line of its output (colour sequences taken out) matches. */
  | ({ readonly kind: 'log' } & Pattern)
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'notify'; readonly by: NotifyBy }
  | { readonly kind: 'exit' }

/** How a child is checked once it is ready. `watchdog`: it says itself that it is well, within each `everyMs`. */
export type Health = {
  readonly probe: AskedProbe | { readonly kind: 'watchdog' }
  readonly everyMs: number
  readonly timeoutMs: number
  /** So many in a row, and it is unhealthy. */
  readonly failures: number
}

/** What its whole process group may use; null: no limit. */
export type Limits = {
  readonly memoryBytes: number | null
  /** 100 is one core. */
  readonly cpuPercent: number | null
  /** For so long it may be more. */
  readonly forMs: number
}

/**
 * How a child says itself that it is ready: `ipc`, by `process.send('ready')`; `fd`, by a newline on the descriptor that
 * its environment names; `systemd`, by `READY=1` at the socket that `NOTIFY_SOCKET` names.
 */
export type NotifyBy = 'ipc' | 'fd' | 'systemd'

/** How long a child may take to stop: `brutal_kill` is SIGKILL at once. */
export type ShutdownMs = number | 'infinity' | 'brutal_kill'

/** Where a stream of a leaf goes. `file` is absolute. */
export type Sink =
  | { readonly kind: 'console' }
  | { readonly kind: 'file'; readonly file: string }
  /** Our own stream, as it is. */
  | { readonly kind: 'inherit' }
  | { readonly kind: 'null' }

/** The sinks of a leaf's streams; one that is `inherit` stands alone. */
export type Sinks = { readonly stdout: readonly Sink[]; readonly stderr: readonly Sink[] }

/** A program with its arguments, and both as people see them: `${VAR}` unexpanded. */
export type CommandLine = { readonly argv: readonly [string, ...string[]]; readonly display: readonly string[] }

/** What the launcher needs to run a leaf. */
export type Program = {
  readonly command: string
  readonly args: readonly string[]
  /** Program and arguments as events and people see them: as they are written, `${VAR}` unexpanded. */
  readonly display: readonly string[]
  /** Absolute. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** Absolute; read at each start. A later one says more than an earlier, `env` more than all. */
  readonly envFiles: readonly string[]
  readonly inheritEnv: boolean | readonly string[]
  readonly preferLocal: boolean
  readonly shell: boolean
  readonly ready: Ready
  /** Null: it is not checked. */
  readonly health: Health | null
  readonly stopSignal: string
  readonly stopScope: 'group' | 'leader'
  /** Asks instead of the stop signal; null: the signal does. */
  readonly stopCommand: CommandLine | null
  readonly sinks: Sinks
  /** Null: nothing is to be set. */
  readonly attributes: ProcessAttributes | null
}

/** What is set in the process before its program runs. Null: as it is in ours. */
export type ProcessAttributes = {
  readonly user: string | number | null
  readonly group: string | number | null
  readonly umask: number | null
  readonly nice: number | null
  readonly oomScoreAdj: number | null
  readonly nofile: number | null
}

/** How long the restarts of a child that fails again and again wait; the first in a row never waits. */
export type Backoff = {
  readonly initialMs: number
  readonly factor: number
  readonly maxMs: number
  /** Share by which a delay may be longer or shorter, from 0 to 1. */
  readonly jitter: number
  /** Being ready for so long ends the row. */
  readonly resetAfterMs: number
}

type ChildBase = {
  readonly id: string
  readonly restart: RestartType
  readonly significant: boolean
  readonly shutdownMs: ShutdownMs
  readonly dependsOn: DependsOn
  /** Its own, or its supervisor's default; null: it is restarted at once, as in OTP. */
  readonly backoff: Backoff | null
}

/** A leaf: an OS process. */
export type LeafSpec = ChildBase & {
  readonly type: 'worker'
  readonly program: Program
  readonly startTimeoutMs: number | 'infinity'
  /** Null: none. */
  readonly limits: Limits | null
  /** At boot: fail it, or go on and try again. */
  readonly onStartFailure: 'fail' | 'retry'
  readonly successCodes: readonly number[]
  readonly shutdownCodes: readonly number[]
  /** What `getChildSpec` answers: the user's spec with defaults. */
  readonly source: WorkerSpec
}

/** OTP: the supervisor flags. */
export type SupervisorFlags = {
  readonly strategy: Strategy
  /** `infinity` never gives up. */
  readonly intensity: number | 'infinity'
  readonly periodMs: number
  readonly autoShutdown: AutoShutdown
}

/** A supervisor, as a child of its parent and with its own children. */
export type SupervisorChildSpec = ChildBase & {
  readonly type: 'supervisor'
  readonly flags: SupervisorFlags
  /** The back-off of children that have none of their own. */
  readonly childBackoff: Backoff | null
  readonly children: readonly ChildSpec[]
  /** What `simple_one_for_one` makes its children of; null under the other strategies. */
  readonly template: ChildSpec | null
  /** The most children that `simple_one_for_one` has; null: no limit. */
  readonly maxChildren: number | null
  /** Of the root: how often its workers are measured. */
  readonly monitorIntervalMs: number
  readonly source: SupervisorSpec
}

/** A checked spec. */
export type ChildSpec = LeafSpec | SupervisorChildSpec
