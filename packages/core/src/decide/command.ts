import type { EventBody, KillReason } from '../events.ts'
import type { LeafSpec } from '../spec/child-spec.ts'
import type { Call, CallResult, CallValues } from './call.ts'
import type { Mark } from './mark.ts'
import type { Attempt, Child, Death, StartFailure } from './state.ts'

/** What the runtime is told to do. Commands of one decision are carried out in order. */
export type Command =
  | {
      readonly type: 'emitEvent'
      readonly path: string
      readonly body: EventBody
      readonly cause: Mark | null
      readonly mark: Mark | null
    }
  | { readonly type: 'startChild'; readonly child: Child; readonly attempt: Attempt; readonly cause: Mark }
  /** A worker that goes on with another spec: it is checked and stopped by that. */
  | { readonly type: 'changeChild'; readonly epoch: number; readonly spec: LeafSpec }
  | { readonly type: 'stopChild'; readonly epoch: number; readonly cause: Mark }
  | { readonly type: 'killChild'; readonly epoch: number; readonly why: KillReason; readonly cause: Mark }
  /** One timer an epoch: arming again replaces it. */
  | { readonly type: 'armTimer'; readonly id: string; readonly epoch: number; readonly ms: number }
  | { readonly type: 'disarmTimer'; readonly epoch: number }
  | { readonly type: 'answerCall'; readonly call: Call; readonly result: CallResult<CallValues[keyof CallValues]> }
  /** Messages in the mailbox may be taken now. */
  | { readonly type: 'callForMail' }
  | { readonly type: 'reportReady' }
  | { readonly type: 'reportEnded'; readonly end: Death; readonly failure: StartFailure | null }

/** What a decision tells the machine: at most one, and the machine says what follows from it. */
export type Signal =
  | 'allStarted'
  | 'startFailed'
  | 'roundBegan'
  | 'roundOver'
  | 'launchBegan'
  | 'allDown'
  | 'reloadBegan'
  | 'callBegan'
  | 'settled'
  | 'stopTaken'
  | 'gaveUp'
  | 'autoShutdown'
