import { setStatus } from './evolve.ts'
import type { FactOf } from './fact.ts'
import { continueLaunch } from './launch.ts'
import type { Attempt, Attempted, Child, StartPurpose, SupervisorState } from './state.ts'
import { answer, callForMail, emitOf, type Turn } from './turn.ts'

/** The child that a fact is about, with its status, unless the fact belongs to another start of it. */
export function childOf(
  state: SupervisorState,
  fact: { readonly id: string; readonly epoch: number },
): { readonly child: Child; readonly status: Attempted } | null {
  const child = state.byId.get(fact.id)
  if (child === undefined || !('attempt' in child.status)) return null
  const { status } = child
  return status.attempt.epoch === fact.epoch ? { child, status } : null
}

/** A child that was being started is up. */
export function onChildReady(turn: Turn, fact: FactOf<'child.ready'>): void {
  const found = childOf(turn.state, fact)
  if (found?.status.kind !== 'starting') return
  const { child } = found
  const { attempt, purpose } = found.status
  announceStarted(turn, child, attempt)
  setStatus(turn.state, child, { kind: 'running', attempt, readyAtMs: turn.state.nowMs, failing: null })
  settleStart(turn, child, { attempt, purpose })
}

/** A leaf's start is over and went well; a nested supervisor says so itself. */
export function announceStarted(turn: Turn, child: Child, attempt: Attempt): void {
  const { epoch, incarnation, pid, startedAtMs, began } = attempt
  if (child.spec.type === 'supervisor') return
  turn.commands.push({ type: 'disarmTimer', epoch })
  const readyMs = Math.round(turn.state.nowMs - startedAtMs)
  // What is ready has a process.
  emitOf(turn, child, { type: 'child.started', incarnation, pid: pid as number, readyMs }, began)
}

/** Goes on with what waited for this start. */
export function settleStart(
  turn: Turn,
  child: Child,
  start: { readonly attempt: Attempt; readonly purpose: StartPurpose },
): void {
  const { attempt, purpose } = start
  switch (purpose.kind) {
    case 'boot':
    case 'round':
      continueLaunch(turn, purpose.kind)
      // A boot that is held does not keep messages waiting, but for those about a child that is being started.
      if (turn.state.boot === 'held') callForMail(turn)
      return
    case 'restart':
      callForMail(turn)
      return
    case 'call': {
      const pid = child.status.kind === 'running' ? attempt.pid : null
      const value = { path: child.path, pid, incarnation: attempt.incarnation }
      answer(turn, purpose.call, { ok: true, value })
      turn.signal = 'settled'
    }
  }
}
