// What an explanation says. It is JSON, as `otp-sup explain --json` prints it: fields are only ever added.
import type { ExitClass, RestartType, Strategy } from '@otp-sup/strategies'
import type { SupervisionEvent } from '../events.ts'
import type { ExitReason, ProcessEnd } from '../exit-reason.ts'
import type { LeafEnd } from '../simulate/scenario.ts'
import type { Outcome } from '../simulate/virtual-run.ts'
import type { Duration } from '../spec/written.ts'

/** A failure to be explained: a leaf that ends by itself when all is up, once or again and again. */
export type Failure = {
  /** The leaf. */
  readonly path: string
  /** How it ends. @defaultValue a crash with code 1 */
  readonly end?: LeafEnd
  /** How often. @defaultValue `1` */
  readonly times?: number
  /** How long from one failure to the next. @defaultValue each comes as soon as the one before has settled */
  readonly every?: Duration
}

/** A failure that was checked. */
export type CheckedFailure = {
  readonly path: string
  readonly end: ProcessEnd
  readonly times: number
  readonly everyMs: number | null
}

/** One thing that a failure leads to. Lists of paths are in the order in which it happens. */
export type Effect = {
  /** Virtual milliseconds since the run began. */
  readonly at: number
} & (
  | { readonly type: 'failed'; readonly path: string; readonly exit: ExitReason; readonly restart: RestartType }
  | {
      /** A supervisor restarts. */
      readonly type: 'round'
      readonly supervisor: string
      readonly strategy: Strategy
      readonly failed: string
      readonly stops: readonly string[]
      readonly starts: readonly string[]
      /** All that is stopped below the supervisor, however deep: leaves and supervisors. */
      readonly stopOrder: readonly string[]
      /** All that is started below it. */
      readonly startOrder: readonly string[]
      /** Restarts in the window, this one included. */
      readonly restarts: number
      readonly intensity: number | 'infinity'
      readonly periodMs: number
      /** How long the starts wait, once all is stopped. */
      readonly delayMs: number
    }
  | {
      readonly type: 'gave_up'
      readonly supervisor: string
      /** The one that was refused included. */
      readonly restarts: number
      readonly intensity: number | 'infinity'
      readonly periodMs: number
      readonly stops: readonly string[]
      readonly stopOrder: readonly string[]
    }
  | {
      readonly type: 'auto_shutdown'
      readonly supervisor: string
      /** The significant child whose end set it off. */
      readonly because: string
      readonly stops: readonly string[]
      readonly stopOrder: readonly string[]
    }
  | { readonly type: 'start_failed'; readonly path: string; readonly exit: ExitReason }
  | {
      /** It has ended, and its supervisor leaves it at that. */
      readonly type: 'stays_down'
      readonly path: string
      readonly restart: RestartType
      readonly class: ExitClass
    }
)

/** What one of the failures leads to, until all is at rest or the next one comes. */
export type FailureEffects = {
  /** Virtual milliseconds since the run began. */
  readonly at: number
  /** False: the leaf was not running then, and nothing happened. */
  readonly applied: boolean
  readonly effects: readonly Effect[]
  /**
   * What ran before and did not notice; a supervisor stands for all below it. A number: the same as in the failure with
   * that index, from 0.
   */
  readonly untouched: readonly string[] | number
}

/** What is left to a supervisor above the failed leaf when all failures are over. */
export type RestartBudget = {
  readonly supervisor: string
  /** Whether it still runs. */
  readonly isUp: boolean
  /** Restarts in its window at the last failure, that one included. */
  readonly restarts: number
  readonly intensity: number | 'infinity'
  readonly periodMs: number
  /** With so many more such failures, at the same pace, it gives up; null: not within `failuresAhead`. */
  readonly givesUpAfter: number | null
}

/** How long a leaf is not there. */
export type Absence =
  | { readonly kind: 'back'; readonly afterMs: number }
  | { readonly kind: 'stays_down' }
  | {
      readonly kind: 'no_limit'
      /** Who may take for ever; they may hold up a whole round, also those who have not been asked to stop yet. */
      readonly because: readonly Blocker[]
    }

/** Who may take for ever, and what allows it: its `shutdown` or its `startTimeout`. */
export type Blocker = {
  readonly path: string
  readonly option: 'shutdown' | 'startTimeout'
  /** Whether it is a one-shot: its start is its whole run, and has no limit unless it is given one. */
  readonly isOneShot: boolean
}

/** How long a leaf is at worst not there at a time: from its end, or from being asked to stop, until it is ready again. */
export type Outage = {
  readonly path: string
  /** Stops take no time, starts only their `ready.delay`, back-offs what they last on average. */
  readonly simulated: Absence
  /**
   * Every stop takes its whole `shutdown`, every start that has a `ready` its whole `startTimeout` (`ready.delay` just
   * that), back-offs are longest. Never shorter than `simulated`.
   */
  readonly worst: Absence
}

/** What happens if a leaf fails. */
export type Explanation = {
  readonly version: 1
  /** The root's id. */
  readonly tree: string
  readonly failure: CheckedFailure
  readonly failures: readonly FailureEffects[]
  /** Of every supervisor above the leaf, the nearest first. */
  readonly budgets: readonly RestartBudget[]
  /** How many more failures were looked at for the budgets; 0: nothing more can fail. */
  readonly failuresAhead: number
  /** Of every leaf that goes down, in the order in which they do. */
  readonly outages: readonly Outage[]
  readonly end: {
    readonly at: number
    /** Paths of everything that is up. */
    readonly running: readonly string[]
    readonly outcome: Outcome
    /** The supervisor that gave up and so ended the tree; null when none did. */
    readonly gaveUp: string | null
  }
  readonly events: readonly SupervisionEvent[]
}
