// A scenario, checked against the tree it is for: every problem with its step, before anything runs.
import type { CallRequest } from '../decide/call.ts'
import type { ProcessEnd } from '../exit-reason.ts'

/** What a scenario does at one point. Times are virtual milliseconds since the run began. */
export type Step = {
  /** Null: as soon as the effects of the step before have settled. */
  readonly atMs: number | null
} & (
  | { readonly kind: 'exit'; readonly paths: readonly string[]; readonly end: ProcessEnd }
  | { readonly kind: 'failStart'; readonly path: string; readonly times: number }
  | { readonly kind: 'ignoreStop'; readonly path: string }
  | { readonly kind: 'startTakes'; readonly path: string; readonly durationMs: number }
  | { readonly kind: 'call'; readonly path: string; readonly supervisor: string; readonly request: CallRequest }
  | { readonly kind: 'stop' }
)

/** A checked scenario. */
export type Scenario = {
  readonly untilMs: number | null
  readonly seed: number
  readonly steps: readonly Step[]
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
