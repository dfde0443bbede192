// A spec as the inside of the house sees it: checked, with every default filled in, durations in milliseconds.
import type { AutoShutdown, RestartType, Strategy } from '@otp-sup/strategies'
import type { SupervisorSpec, WorkerSpec } from './spec.ts'

/** What a child depends on: every sibling before it (OTP), or the ids named. */
export type DependsOn = 'all_before' | readonly string[]

/** When a start counts as done. */
export type Ready =
  | { readonly kind: 'spawned' }
  | { readonly kind: 'tcp'; readonly host: string | null; readonly port: number; readonly foreign: boolean }
  | { readonly kind: 'exit' }

/** How long a child may take to stop: `brutal_kill` is SIGKILL at once. */
export type ShutdownMs = number | 'infinity' | 'brutal_kill'

/** What the launcher needs to run a leaf. */
export type Program = {
  readonly command: string
  readonly args: readonly string[]
  /** Absolute. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly inheritEnv: boolean | readonly string[]
  readonly shell: boolean
  readonly ready: Ready
  readonly stopSignal: string
  readonly stopScope: 'group' | 'leader'
}

type ChildBase = {
  readonly id: string
  readonly restart: RestartType
  readonly significant: boolean
  readonly shutdownMs: ShutdownMs
  readonly dependsOn: DependsOn
}

/** A leaf: an OS process. */
export type LeafSpec = ChildBase & {
  readonly type: 'worker'
  readonly program: Program
  readonly startTimeoutMs: number | 'infinity'
  readonly successCodes: readonly number[]
  readonly shutdownCodes: readonly number[]
  /** What `getChildSpec` answers: the user's spec with defaults. */
  readonly source: WorkerSpec
}

/** OTP: the supervisor flags. */
export type SupervisorFlags = {
  readonly strategy: Strategy
  readonly intensity: number
  readonly periodMs: number
  readonly autoShutdown: AutoShutdown
}

/** A supervisor, as a child of its parent and with its own children. */
export type SupervisorChildSpec = ChildBase & {
  readonly type: 'supervisor'
  readonly flags: SupervisorFlags
  readonly children: readonly ChildSpec[]
  readonly source: SupervisorSpec
}

/** A checked spec. */
export type ChildSpec = LeafSpec | SupervisorChildSpec
