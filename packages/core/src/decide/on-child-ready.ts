import { setStatus } from './evolve.ts'
import type { FactOf } from './fact.ts'
import { continueLaunch } from './launch.ts'
import type { Attempt, Child, StartPurpose, SupervisorState } from './state.ts'
import { answer, emitOf, type Turn } from './turn.ts'

/** The child that a fact is about, unless the fact belongs to another start of it. */
export function childOf(state: SupervisorState, fact: { readonly id: string; readonly epoch: number }): Child | null {
  const child = state.byId.get(fact.id)
  if (child === undefined || !('attempt' in child.status)) return null
  return child.status.attempt.epoch === fact.epoch ? child : null
}

/** A child that was being started is up. */
export function onChildReady(turn: Turn, fact: FactOf<'child.ready'>): void {
  const child = childOf(turn.state, fact)
  if (child === null || child.status.kind !== 'starting') return
  const { attempt, purpose } = child.status
  announceStarted(turn, child, attempt)
  setStatus(turn.state, child, { kind: 'running', attempt, died: null })
  settleStart(turn, child, { attempt, purpose })
}

/** A leaf's start is over and went well; a nested supervisor says so itself. */
export function announceStarted(turn: Turn, child: Child, attempt: Attempt): void {
  const { epoch, incarnation, pid, startedAtMs, began } = attempt
  if (child.spec.type === 'supervisor') return
  turn.commands.push({ type: 'disarmTimer', epoch })
  const readyMs = turn.state.nowMs - startedAtMs
  emitOf(turn, child, { type: 'child.started', incarnation, pid: pid ?? 0, readyMs }, began)
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
      return
    case 'restart':
      turn.signal = 'settled'
      return
    case 'call': {
      const pid = child.status.kind === 'running' ? attempt.pid : null
      const value = { path: child.path, pid, incarnation: attempt.incarnation }
      answer(turn, purpose.call, { ok: true, value })
      turn.signal = 'settled'
    }
  }
}
