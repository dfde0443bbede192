// OTP's restart/2: count, give up or begin. A retry of a failed restart comes through here again, counted again.
import {
  isIntensityExceeded,
  isStartedByRound,
  restartDelayMs,
  restartSet,
  restartsWithin,
  stopOrder,
} from '@otp-sup/strategies'
import { beginDelay } from './delay.ts'
import { isGroup } from './delayed.ts'
import { beginEnding, noteRestart, setStatus } from './evolve.ts'
import { haltMembers, isAlive } from './halt.ts'
import { startChild } from './launch.ts'
import type { Mark } from './mark.ts'
import type { Child, Round, SupervisorState } from './state.ts'
import { emit, type Turn } from './turn.ts'

/** Restarts `failed` and whom the strategy takes along; or gives up. `cause`: its exit, or its failed start. */
export function restart(turn: Turn, failed: Child, cause: Mark): void {
  const { state } = turn
  const { intensity, periodMs } = state.flags
  const before = restartsWithin(state.restartsMs, state.nowMs, periodMs)
  noteRestart(state, before)
  const isRetry = failed.status.kind === 'restarting'
  setStatus(state, failed, { kind: 'down' })
  if (isIntensityExceeded(before + 1, intensity)) {
    giveUp(turn, { failed, restarts: before + 1 }, cause)
    return
  }
  failed.restartsInARow += 1
  const delayMs = restartDelayMs(failed.spec.backoff, failed.restartsInARow, state.chance)
  const concerned = restartSet(state.flags.strategy, state.children, failed)
  const members = isRetry && isGroup(state) ? withHeldBack(state, concerned, failed) : concerned
  const announced = announceRound(turn, { failed, delayMs, members, restarts: before + 1 }, cause)
  if (!isGroup(state)) {
    restartAlone(turn, { failed, delayMs }, announced)
    return
  }
  haltMembers(turn, members, { cause: announced, round: { failed, delayMs } })
  turn.signal = 'roundBegan'
}

/** A retry covers whom the failed start held back: an edge between them may be gone since, with a deleted child. */
const withHeldBack = (state: SupervisorState, concerned: readonly Child[], failed: Child): readonly Child[] => {
  const members = new Set(concerned)
  const isHeldBack = ({ status }: Child): boolean => status.kind === 'down' && status.heldBackBy === failed
  return state.children.filter((child) => members.has(child) || isHeldBack(child))
}

const restartAlone = (turn: Turn, { failed, delayMs }: Round, cause: Mark): void => {
  if (delayMs === 0) {
    startChild(turn, failed, { kind: 'restart' }, cause)
    return
  }
  setStatus(turn.state, failed, { kind: 'pending', cause })
  beginDelay(turn, { failed, cause, members: [failed] }, delayMs)
}

type AnnouncedRound = Round & { readonly members: readonly Child[]; readonly restarts: number }

const announceRound = (turn: Turn, round: AnnouncedRound, cause: Mark): Mark => {
  const { strategy, intensity, periodMs } = turn.state.flags
  const { failed, delayMs, members, restarts } = round
  return emit(
    turn,
    {
      type: 'supervisor.restarting',
      strategy,
      failed: failed.id,
      terminate: stopOrder(members, (child) => !isAlive(child)).map(({ id }) => id),
      start: members.filter(({ spec }) => isStartedByRound(spec.restart)).map(({ id }) => id),
      restarts,
      intensity,
      periodMs,
      delayMs,
    },
    cause,
  )
}

const giveUp = (turn: Turn, of: { readonly failed: Child; readonly restarts: number }, cause: Mark): void => {
  const { state } = turn
  const { intensity, periodMs } = state.flags
  const gaveUp = emit(turn, { type: 'supervisor.gave_up', restarts: of.restarts, intensity, periodMs }, cause)
  // Before it is up, that is a failed boot.
  if (state.boot === 'over') beginEnding(state, 'gave_up', gaveUp)
  else beginEnding(state, 'start_failed', gaveUp, { path: of.failed.path, mark: cause })
  turn.signal = 'gaveUp'
}
