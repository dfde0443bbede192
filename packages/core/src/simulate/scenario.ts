// A scenario: as users write it, and as the simulation runs it, checked against the tree it is for.
import type { CallRequest } from '../decide/call.ts'
import type { ProcessEnd } from '../exit-reason.ts'
import type { Wanted } from '../runtime/reload.ts'
import type { SignalName } from '../spec/signals.ts'
import type { SupervisorSpec, TemplateStart, WorkerSpec } from '../spec/spec.ts'
import type { Duration } from '../spec/written.ts'
import type { LeafPlan } from '../testing/virtual-launcher.ts'

/** How a leaf ends by itself. Code 0 counts as normal, SIGTERM as a shutdown, unless its spec says otherwise. */
export type LeafEnd = { readonly code: number } | { readonly signal: SignalName }

/** What a scenario does at one point. */
export type Step = {
  /** Since the run began. @defaultValue as soon as the effects of the step before have settled */
  readonly at?: Duration
} & (
  | {
      /** Leaves that end by themselves, at one instant. */
      readonly exit: string | readonly string[]
      /** @defaultValue `1`, a crash */
      readonly code?: number
      /** Instead of a code. */
      readonly signal?: SignalName
    }
  | {
      /** Leaves that fail their health checks, at one instant: they are stopped for that. */
      readonly unhealthy: string | readonly string[]
    }
  | {
      /** Its next start fails. */
      readonly failStart: string
      /** How many of its next starts. @defaultValue `1` */
      readonly times?: number
    }
  | {
      /** From now on it must be killed. */
      readonly ignoreStop: string
    }
  | {
      /** Its next starts take so long; a one-shot runs so long. */
      readonly startTakes: string
      readonly duration: Duration
    }
  | {
      readonly call: 'startChild'
      /** The supervisor. */
      readonly path: string
      readonly spec?: WorkerSpec | SupervisorSpec | TemplateStart
    }
  | {
      readonly call: 'whichChildren' | 'countChildren'
      /** The supervisor. */
      readonly path: string
    }
  | {
      readonly call: 'checkChildSpecs'
      /** The supervisor. */
      readonly path: string
      readonly specs?: readonly unknown[]
    }
  | {
      readonly call: 'terminateChild' | 'restartChild' | 'deleteChild' | 'getChildSpec'
      /** The child. */
      readonly path: string
    }
  | {
      readonly call: 'reload'
      /** The whole tree, as it is to be. */
      readonly spec: SupervisorSpec
      /** Whether a child that does not come up undoes it all. @defaultValue `true` */
      readonly rollback?: boolean
    }
  | { readonly call: 'stop' }
)

/** What happens to a tree in virtual time, and when: the same shape in TypeScript, JSON and YAML. */
export type Scenario = {
  /** When the simulation ends. @defaultValue when nothing is left to happen */
  readonly until?: Duration
  /** For the jitter of back-offs. @defaultValue `0` */
  readonly seed?: number
  /** In the order of their times. */
  readonly steps?: readonly Step[]
}

/** A step that was checked. Times are virtual milliseconds since the run began. */
export type CheckedStep = {
  /** Null: as soon as the effects of the step before have settled. */
  readonly atMs: number | null
} & (
  | { readonly kind: 'exit'; readonly paths: readonly string[]; readonly end: ProcessEnd }
  | { readonly kind: 'unhealthy'; readonly paths: readonly string[] }
  | { readonly kind: 'plan'; readonly path: string; readonly plan: LeafPlan }
  | { readonly kind: 'call'; readonly path: string; readonly supervisor: string; readonly request: CallRequest }
  | { readonly kind: 'reload'; readonly wanted: Wanted }
  | { readonly kind: 'stop' }
)

/** A checked scenario. */
export type CheckedScenario = {
  readonly untilMs: number | null
  readonly seed: number
  readonly steps: readonly CheckedStep[]
}

/** One thing that is wrong with a scenario. */
export type ScenarioProblem = {
  /** Index of the step, from 0; null for the scenario itself. */
  readonly step: number | null
  /** Key path from the top of the document: `['steps', 3, 'at']`. */
  readonly at: readonly (string | number)[]
  readonly message: string
  readonly fix: string
}
