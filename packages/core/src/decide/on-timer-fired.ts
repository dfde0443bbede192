import { newMark, setStatus } from './evolve.ts'
import type { FactOf } from './fact.ts'
import { isAlive, killChild, requestExit } from './halt.ts'
import { childOf } from './on-child-ready.ts'
import type { Child, Status } from './state.ts'
import { emitOf, type Turn } from './turn.ts'

/** A child's one timer: it was not ready in time, or it did not stop in time. */
export function onTimerFired(turn: Turn, fact: FactOf<'timer.fired'>): void {
  const child = childOf(turn.state, fact)
  if (child === null || !isAlive(child)) return
  const { status } = child
  if (status.kind === 'starting') startTimedOut(turn, child, status)
  if (status.kind === 'stopping') {
    const why = child.spec.type === 'supervisor' ? 'subtree_timeout' : 'shutdown_timeout'
    killChild(turn, child, { why, by: status.by }, status.asked)
  }
}

// Stopped by its own stop protocol; when it is down the start has failed.
const startTimedOut = (turn: Turn, child: Child, status: Extract<Status, { readonly kind: 'starting' }>): void => {
  const { attempt, purpose } = status
  const by = { kind: 'start_timeout', start: purpose } as const
  const killed = child.spec.shutdownMs === 'brutal_kill'
  const asked = emitOf(
    turn,
    child,
    { type: 'child.killing', incarnation: attempt.incarnation, why: 'start_timeout' },
    attempt.began,
  )
  setStatus(turn.state, child, { kind: 'stopping', attempt, by, asked, killed })
  if (killed) turn.commands.push({ type: 'killChild', epoch: attempt.epoch, why: 'start_timeout', cause: newMark() })
  else requestExit(turn, child, attempt, asked)
}
