// OTP's restart/2: count, give up or begin. A retry of a failed restart comes through here again, counted again.
import { isIntensityExceeded, restartSet, restartsWithin, stopOrder } from '@otp-sup/strategies'
import { newMark, noteRestart, setStatus } from './evolve.ts'
import { supervisorExit } from './exits.ts'
import { haltMembers, isAlive } from './halt.ts'
import { startChild } from './launch.ts'
import type { Mark } from './mark.ts'
import type { Child } from './state.ts'
import { emit, type Turn } from './turn.ts'

/** Restarts `failed` and whom the strategy takes along; or gives up. `cause`: its exit, or its failed start. */
export function restart(turn: Turn, failed: Child, cause: Mark): void {
  const { state } = turn
  const { intensity, periodMs } = state.flags
  const before = restartsWithin(state.restartsMs, state.nowMs, periodMs)
  noteRestart(state, before)
  setStatus(state, failed, { kind: 'down' })
  if (isIntensityExceeded(before + 1, intensity)) {
    giveUp(turn, before + 1, cause)
    return
  }
  const members = restartSet(state.flags.strategy, state.children, failed)
  const announced = announceRound(turn, { failed, members, restarts: before + 1 }, cause)
  if (state.flags.strategy === 'one_for_one') {
    startChild(turn, failed, { kind: 'restart' }, announced)
    return
  }
  haltMembers(turn, members, announced)
  turn.signal = 'roundBegan'
}

type Round = { readonly failed: Child; readonly members: readonly Child[]; readonly restarts: number }

const announceRound = (turn: Turn, round: Round, cause: Mark): Mark => {
  const { strategy, intensity, periodMs } = turn.state.flags
  const { failed, members, restarts } = round
  return emit(
    turn,
    {
      type: 'supervisor.restarting',
      strategy,
      failed: failed.id,
      terminate: stopOrder(members)
        .filter(isAlive)
        .map(({ id }) => id),
      start: members.filter(isStartedAgain).map(({ id }) => id),
      restarts,
      intensity,
      periodMs,
      delayMs: 0,
    },
    cause,
  )
}

/** Whether a round that covers this child starts it: all of them but temporary ones. */
export function isStartedAgain(child: Child): boolean {
  return child.spec.restart !== 'temporary'
}

const giveUp = (turn: Turn, restarts: number, cause: Mark): void => {
  const { intensity, periodMs } = turn.state.flags
  const gaveUp = emit(turn, { type: 'supervisor.gave_up', restarts, intensity, periodMs }, cause)
  turn.state.ending = { exit: supervisorExit('gave_up'), cause: gaveUp, announced: newMark(), failure: null }
  turn.signal = 'gaveUp'
}
