// A leaf that is unhealthy or over a limit is stopped by its own protocol, and that is its own affair: to its siblings and
// to calls it is running until it is down. Its end is a failure then, like any other. A stop, a round or a call that comes
// meanwhile takes it over (halt.ts). If it was still starting, its start fails.

import type { EventBody } from '../events.ts'
import type { Failing } from '../exit-reason.ts'
import { setStatus } from './evolve.ts'
import type { FactOf } from './fact.ts'
import { announceKill, announceStop, isHalting, requestExit } from './halt.ts'
import type { Mark } from './mark.ts'
import { childOf } from './on-child-ready.ts'
import type { Attempt, Child, OwnStop, StatusOf } from './state.ts'
import { emitOf, type Turn } from './turn.ts'

/** A check has gone well, for the first time. */
export function onChildHealthy(turn: Turn, fact: FactOf<'child.healthy'>): void {
  const found = childOf(turn.state, fact)
  if (found?.status.kind !== 'running') return
  emitOf(turn, found.child, { type: 'child.healthy', incarnation: found.status.attempt.incarnation }, null)
}

/** Its health checks or a limit say that a leaf must end. */
export function onChildFailing(turn: Turn, fact: FactOf<'child.failing'>): void {
  const found = childOf(turn.state, fact)
  // Whoever is about to be stopped is stopped in its turn.
  if (found === null || isHalting(turn, found.child)) return
  const { child, status } = found
  if (status.kind === 'running' && status.failing === null) {
    const failing = beginStop(turn, child, status.attempt, fact.failing)
    setStatus(turn.state, child, { ...status, failing })
  }
  if (status.kind === 'starting') failStart(turn, child, status, fact.failing)
}

const failStart = (turn: Turn, child: Child, status: StatusOf<'starting'>, failing: Failing): void => {
  const { attempt, purpose: start } = status
  const { because, asked, killed } = beginStop(turn, child, attempt, failing)
  const by = { kind: 'failed_start', because, start } as const
  setStatus(turn.state, child, { kind: 'stopping', attempt, by, asked, killed: killed !== null })
}

const beginStop = (turn: Turn, child: Child, attempt: Attempt, failing: Failing): OwnStop => {
  const cause = emitOf(turn, child, eventOf(failing, attempt.incarnation), null)
  const { shutdownMs } = child.spec
  const because = failing.kind
  if (shutdownMs === 'brutal_kill') {
    const asked = kill(turn, child, attempt, { why: 'brutal_kill', cause })
    return { because, asked, killAtMs: null, killed: 'brutal_kill' }
  }
  const timeoutMs = shutdownMs === 'infinity' ? null : shutdownMs
  const asked = announceStop(turn, child, attempt, { timeoutMs, cause })
  requestExit(turn, child, attempt, asked)
  return { because, asked, killAtMs: timeoutMs === null ? null : turn.state.nowMs + timeoutMs, killed: null }
}

/** It did not stop in time. */
export function ownStopTimedOut(turn: Turn, child: Child, status: StatusOf<'running'>, failing: OwnStop): void {
  const asked = kill(turn, child, status.attempt, { why: 'shutdown_timeout', cause: failing.asked })
  setStatus(turn.state, child, { ...status, failing: { ...failing, asked, killed: 'shutdown_timeout' } })
}

type Kill = { readonly why: NonNullable<OwnStop['killed']>; readonly cause: Mark }

const kill = (turn: Turn, child: Child, attempt: Attempt, { why, cause }: Kill): Mark => {
  const asked = announceKill(turn, child, attempt, { why, cause })
  turn.commands.push({ type: 'disarmTimer', epoch: attempt.epoch })
  turn.commands.push({ type: 'killChild', epoch: attempt.epoch, why, cause: asked })
  return asked
}

const eventOf = (failing: Failing, incarnation: number): EventBody => {
  if (failing.kind === 'unhealthy') {
    const { failures, message } = failing
    return { type: 'child.unhealthy', incarnation, failures, message }
  }
  const { kind, measured, allowed, forMs } = failing
  const limit = kind === 'memory_limit' ? 'memory' : 'cpu'
  return { type: 'child.over_limit', incarnation, limit, measured, allowed, forMs }
}
