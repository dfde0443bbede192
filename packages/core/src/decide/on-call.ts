// The calls, served one after the other by the supervisor itself, as in OTP. None of them touches the restart window.
import { checkChildSpecs } from '../spec/check-spec.ts'
import type { Call, CallRequest } from './call.ts'
import { serveStart, startByCall } from './call-to-start.ts'
import { takeOut } from './delay.ts'
import { isBackingOff, isGroup } from './delayed.ts'
import { removeChild } from './evolve.ts'
import type { FactOf } from './fact.ts'
import { askToStop, isAlive, isHalting, killChild, settleDead, settleDown } from './halt.ts'
import { serveReload } from './reload.ts'
import type { Child } from './state.ts'
import { answer, emitOf, post, type Turn } from './turn.ts'
import { countChildren, whichChildren } from './views.ts'

/** A call has come: it waits in the mailbox like everything else. */
export function onCallReceived(turn: Turn, { call }: FactOf<'call.received'>): void {
  turn.state.calls.add(call)
  cutShort(turn, call)
  post(turn, { kind: 'call', call })
}

/** A call has come to a supervisor that is going down. */
export function refuseCall(turn: Turn, { call }: FactOf<'call.received'>): void {
  turn.state.calls.add(call)
  cutShort(turn, call)
  answer(turn, call, { ok: false, error: 'supervisor_down' })
}

/** A child that is to be stopped now does not wait for the turn of the call when its stop is under way, or coming. */
const cutShort = (turn: Turn, call: Call): void => {
  const { request, received } = call
  if (request.name !== 'terminateChild' || !isUrgent(call)) return
  const child = turn.state.byId.get(request.id)
  if (child === undefined || !isAlive(child)) return
  if (child.status.kind === 'stopping' || isHalting(turn, child))
    killChild(turn, child, { why: 'forced', by: { kind: 'halt' } }, received)
}

const isUrgent = ({ request }: Call): boolean => request.name === 'terminateChild' && request.now === true

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
    case 'reload':
      serveReload(turn, call, request)
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
  const isSimple = turn.state.template !== null
  if (isSimple && (request.name === 'restartChild' || request.name === 'deleteChild')) {
    answer(turn, call, { ok: false, error: 'simple_one_for_one' })
    return
  }
  const child = turn.state.byId.get(request.id)
  if (child === undefined) answer(turn, call, { ok: false, error: 'not_found' })
  else SERVE_NAMED[request.name](turn, call, child)
}

const serveRestart = (turn: Turn, call: Call, child: Child): void => {
  if (refuseUnlessDown(turn, call, child)) return
  takeOut(turn, child)
  startByCall(turn, child, call)
}

const serveDelete = (turn: Turn, call: Call, child: Child): void => {
  if (refuseUnlessDown(turn, call, child)) return
  takeOut(turn, child)
  removeChild(turn.state, child)
  emitOf(turn, child, { type: 'child.removed' }, call.received)
  answer(turn, call, { ok: true, value: null })
}

// A child that waits for its round's back-off is down, but for the one whose failure it is.
const refuseUnlessDown = (turn: Turn, call: Call, child: Child): boolean => {
  const { kind } = child.status
  const isRestarting = kind === 'restarting' || isBackingOff(turn.state, child)
  if (!isRestarting && (kind === 'down' || kind === 'pending')) return false
  answer(turn, call, { ok: false, error: isRestarting ? 'restarting' : 'running' })
  return true
}

const serveTerminate = (turn: Turn, call: Call, child: Child): void => {
  if (isAlive(child)) {
    const by = { kind: 'call', call } as const
    if (isUrgent(call)) killChild(turn, child, { why: 'forced', by }, call.received)
    else askToStop(turn, child, by, call.received)
    if (isGroup(turn.state)) turn.signal = 'callBegan'
    return
  }
  // Found dead, or its restart is called off.
  settleDead(turn, child)
  // A temporary one has waited for its start, in a boot that is held.
  if (turn.state.template !== null || child.spec.restart === 'temporary') settleDown(turn, child, call.received)
  answer(turn, call, { ok: true, value: null })
  takeOut(turn, child)
}

const serveSpec = (turn: Turn, call: Call, child: Child): void => {
  answer(turn, call, { ok: true, value: child.spec.source })
}

const SERVE_NAMED = {
  terminateChild: serveTerminate,
  restartChild: serveRestart,
  deleteChild: serveDelete,
  getChildSpec: serveSpec,
} as const

const serveCheck = (turn: Turn, call: Call, specs: unknown): void => {
  const { flags, cwd, childBackoff: backoff } = turn.state
  const { autoShutdown, intensity } = flags
  const checked = checkChildSpecs(specs, autoShutdown, { cwd, intensity, backoff })
  if (checked.ok) answer(turn, call, { ok: true, value: null })
  else answer(turn, call, { ok: false, error: 'invalid_spec', problems: checked.problems })
}
