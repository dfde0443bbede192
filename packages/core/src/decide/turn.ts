// One decision in the making: rules change the state through evolve.ts and list what the runtime is to do.
import type { EventBody } from '../events.ts'
import type { Call, CallResult, CallValues } from './call.ts'
import type { Command, Signal } from './command.ts'
import { newMark, postMail } from './evolve.ts'
import type { Fact } from './fact.ts'
import type { Mark } from './mark.ts'
import type { Child, Mail, SupervisorState } from './state.ts'

export type Turn = { readonly state: SupervisorState; readonly commands: Command[]; signal: Signal | null }

/** What a decision comes to. */
export type Decision = { readonly commands: readonly Command[]; readonly signal: Signal | null }

/** Lets `rule` look at `fact`, or, on entering a phase, at the state alone. The state is changed in place. */
export function decide<F extends Fact | null>(
  state: SupervisorState,
  rule: (turn: Turn, fact: F) => void,
  fact: F,
): Decision {
  if (fact !== null) state.nowMs = fact.atMs
  const turn: Turn = { state, commands: [], signal: null }
  rule(turn, fact)
  return turn
}

/** Announces something about the supervisor itself; the answer is the mark of that event. */
export function emit(turn: Turn, body: EventBody, cause: Mark | null): Mark {
  return emitAt(turn, turn.state.path, body, cause)
}

/** Announces something about a child. */
export function emitOf(turn: Turn, child: Child, body: EventBody, cause: Mark | null): Mark {
  return emitAt(turn, child.path, body, cause)
}

const emitAt = (turn: Turn, path: string, body: EventBody, cause: Mark | null): Mark => {
  const mark = newMark()
  turn.commands.push({ type: 'emitEvent', path, body, cause, mark })
  return mark
}

/** Answers a call, unless that has been done. */
export function answer(turn: Turn, call: Call, result: CallResult<CallValues[keyof CallValues]>): void {
  if (!turn.state.calls.delete(call)) return
  turn.commands.push({ type: 'answerCall', call, result })
}

/** Leaves a message to be taken when its turn comes. */
export function post(turn: Turn, mail: Mail): void {
  postMail(turn.state, mail)
  turn.commands.push({ type: 'callForMail' })
}

/** Something is no longer under way: messages that waited for it may be taken. */
export function callForMail(turn: Turn): void {
  if (turn.state.mailbox.length > 0) turn.commands.push({ type: 'callForMail' })
}
