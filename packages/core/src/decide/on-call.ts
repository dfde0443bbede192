// The calls, served one after the other by the supervisor itself, as in OTP. None of them touches the restart window.
import { checkChildSpec, checkChildSpecs } from '../spec/check-spec.ts'
import type { Call, CallRequest } from './call.ts'
import { addChild, removeChild } from './evolve.ts'
import type { FactOf } from './fact.ts'
import { askToStop, isAlive, settleDead } from './halt.ts'
import { startChild } from './launch.ts'
import type { Child } from './state.ts'
import { answer, emitOf, post, type Turn } from './turn.ts'
import { countChildren, whichChildren } from './views.ts'

/** A call has come: it waits in the mailbox like everything else. */
export function onCallReceived(turn: Turn, { call }: FactOf<'call.received'>): void {
  turn.state.calls.add(call)
  post(turn, { kind: 'call', call })
}

/** A call has come to a supervisor that is going down. */
export function refuseCall(turn: Turn, { call }: FactOf<'call.received'>): void {
  turn.state.calls.add(call)
  answer(turn, call, { ok: false, error: 'supervisor_down' })
}

/** Every call without an answer gets it now: the supervisor goes down. */
export function refuseCalls(turn: Turn): void {
  for (const call of turn.state.calls) answer(turn, call, { ok: false, error: 'supervisor_down' })
}

/** A call's turn has come. */
export function serveCall(turn: Turn, call: Call): void {
  const { request } = call
  switch (request.name) {
    case 'whichChildren':
      answer(turn, call, { ok: true, value: whichChildren(turn.state) })
      return
    case 'countChildren':
      answer(turn, call, { ok: true, value: countChildren(turn.state) })
      return
    case 'checkChildSpecs':
      serveCheck(turn, call, request.specs)
      return
    case 'startChild':
      serveStart(turn, call, request.spec)
      return
    case 'terminateChild':
    case 'restartChild':
    case 'deleteChild':
    case 'getChildSpec':
      serveNamed(turn, call, request)
  }
}

type NamedRequest = Extract<CallRequest, { readonly id: string }>

const serveNamed = (turn: Turn, call: Call, request: NamedRequest): void => {
  const child = turn.state.byId.get(request.id)
  if (child === undefined) {
    answer(turn, call, { ok: false, error: 'not_found' })
    return
  }
  switch (request.name) {
    case 'terminateChild':
      serveTerminate(turn, call, child)
      return
    case 'restartChild':
      if (refuseUnlessDown(turn, call, child)) return
      begin(turn, () => startChild(turn, child, { kind: 'call', call }, call.received))
      return
    case 'deleteChild':
      if (refuseUnlessDown(turn, call, child)) return
      removeChild(turn.state, child)
      emitOf(turn, child, { type: 'child.removed' }, call.received)
      answer(turn, call, { ok: true, value: null })
      return
    case 'getChildSpec':
      answer(turn, call, { ok: true, value: child.spec.source })
  }
}

/** Under a group strategy nothing else is taken until the call is over; elsewhere only what names that child waits. */
const begin = (turn: Turn, act: () => void): void => {
  act()
  if (turn.state.flags.strategy !== 'one_for_one') turn.signal = 'callBegan'
}

const refuseUnlessDown = (turn: Turn, call: Call, child: Child): boolean => {
  const { kind } = child.status
  if (kind === 'down') return false
  answer(turn, call, { ok: false, error: kind === 'restarting' ? 'restarting' : 'running' })
  return true
}

const serveTerminate = (turn: Turn, call: Call, child: Child): void => {
  if (isAlive(child)) {
    begin(turn, () => askToStop(turn, child, { kind: 'call', call }, call.received))
    return
  }
  // Found dead, or its restart is called off.
  settleDead(turn, child)
  answer(turn, call, { ok: true, value: null })
}

const serveStart = (turn: Turn, call: Call, value: unknown): void => {
  const checked = checkAsChild(turn, value)
  if (!checked.ok) {
    answer(turn, call, { ok: false, error: 'invalid_spec', problems: checked.problems })
    return
  }
  const known = turn.state.byId.get(checked.spec.id)
  if (known === undefined) {
    const child = addChild(turn.state, checked.spec)
    begin(turn, () => startChild(turn, child, { kind: 'call', call }, call.received))
    return
  }
  const { status } = known
  if (status.kind === 'running' || status.kind === 'died') {
    answer(turn, call, { ok: false, error: 'already_started', pid: status.attempt.pid })
  } else {
    answer(turn, call, { ok: false, error: 'already_present' })
  }
}

const checkAsChild = (turn: Turn, value: unknown): ReturnType<typeof checkChildSpec> => {
  const { state } = turn
  return checkChildSpec(value, {
    cwd: state.cwd,
    autoShutdown: state.flags.autoShutdown,
    siblings: state.children.map(({ id }) => id),
    parentPath: state.path,
  })
}

const serveCheck = (turn: Turn, call: Call, specs: unknown): void => {
  const { flags, cwd } = turn.state
  const checked = checkChildSpecs(specs, flags.autoShutdown, { cwd })
  if (checked.ok) answer(turn, call, { ok: true, value: null })
  else answer(turn, call, { ok: false, error: 'invalid_spec', problems: checked.problems })
}
