import { onDelayOver } from './delay.ts'
import { setStatus } from './evolve.ts'
import type { FactOf } from './fact.ts'
import { type Alive, killChild, requestExit } from './halt.ts'
import { ownStopTimedOut } from './on-child-failing.ts'
import { childOf } from './on-child-ready.ts'
import type { Child, StatusOf } from './state.ts'
import { emitOf, type Turn } from './turn.ts'

/** A back-off is over; or a child was not ready in time, or did not stop in time. */
export function onTimerFired(turn: Turn, fact: FactOf<'timer.fired'>): void {
  onDelayOver(turn, fact)
  const found = childOf(turn.state, fact)
  if (found?.status.kind === 'starting') startTimedOut(turn, found.child, found.status)
  if (found?.status.kind === 'running' && found.status.failing !== null) {
    ownStopTimedOut(turn, found.child, found.status, found.status.failing)
  }
  if (found?.status.kind === 'stopping') stopTimedOut(turn, found.child, found.status)
}

const stopTimedOut = (turn: Turn, child: Child, status: StatusOf<'stopping'>): void => {
  const why = child.spec.type === 'supervisor' ? 'subtree_timeout' : 'shutdown_timeout'
  killChild(turn, child as Alive, { why, by: status.by }, status.asked)
}

// Stopped by its own stop protocol; when it is down the start has failed.
const startTimedOut = (turn: Turn, child: Child, status: StatusOf<'starting'>): void => {
  const { attempt, purpose } = status
  const by = { kind: 'failed_start', because: 'start_timeout', start: purpose } as const
  const killed = child.spec.shutdownMs === 'brutal_kill'
  const asked = emitOf(
    turn,
    child,
    { type: 'child.killing', incarnation: attempt.incarnation, why: 'start_timeout' },
    attempt.began,
  )
  setStatus(turn.state, child, { kind: 'stopping', attempt, by, asked, killed })
  if (killed) turn.commands.push({ type: 'killChild', epoch: attempt.epoch, why: 'start_timeout', cause: asked })
  else requestExit(turn, child, attempt, asked)
}
