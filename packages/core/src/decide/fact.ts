import type { KillReason } from '../events.ts'
import type { Failing, ProcessEnd } from '../exit-reason.ts'
import type { Call } from './call.ts'
import type { Mark } from './mark.ts'
import type { Death, StartFailure } from './state.ts'

/** How a child ended: a leaf's raw end is judged here, a supervisor says itself how it ended. */
export type ChildEnd =
  | { readonly of: 'worker'; readonly end: ProcessEnd }
  | ({ readonly of: 'supervisor'; readonly failure: StartFailure | null } & Death)

/** What happened, with its time. Facts about children carry the epoch of the start they belong to. */
export type Fact = { readonly atMs: number } & (
  | { readonly type: 'boot.requested' }
  | { readonly type: 'child.ready'; readonly id: string; readonly epoch: number }
  | { readonly type: 'child.failing'; readonly id: string; readonly epoch: number; readonly failing: Failing }
  /** Its first check went well. */
  | { readonly type: 'child.healthy'; readonly id: string; readonly epoch: number }
  | { readonly type: 'child.exited'; readonly id: string; readonly epoch: number; readonly end: ChildEnd }
  | { readonly type: 'timer.fired'; readonly id: string; readonly epoch: number }
  | { readonly type: 'call.received'; readonly call: Call }
  /** The turn of the next message in the mailbox has come. */
  | { readonly type: 'mail.due'; readonly chance: number }
  | { readonly type: 'stop.requested'; readonly cause: Mark }
  | { readonly type: 'kill.requested'; readonly why: KillReason; readonly cause: Mark }
)

export type FactOf<Type extends Fact['type']> = Extract<Fact, { readonly type: Type }>
