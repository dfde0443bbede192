// Back-off: what a round starts waits until its delays are over. Calls are served meanwhile, as between attempts in OTP.

import { isGroup } from './delayed.ts'
import { setStatus } from './evolve.ts'
import type { FactOf } from './fact.ts'
import { continueLaunch, startChild } from './launch.ts'
import type { Child, Delay, Status, SupervisorState } from './state.ts'
import { post, type Turn } from './turn.ts'

/** Lets `members`, which are pending, wait. */
export function beginDelay(turn: Turn, delay: Delay, delayMs: number): void {
  const epoch = turn.state.nextEpoch++
  turn.state.delays.set(epoch, delay)
  turn.commands.push({ type: 'armTimer', id: delay.failed.id, epoch, ms: delayMs })
}

/** A back-off's time is over: that is a message like others. */
export function onDelayOver(turn: Turn, { epoch }: FactOf<'timer.fired'>): void {
  if (turn.state.delays.has(epoch)) post(turn, { kind: 'delayOver', epoch })
}

/** The message that a back-off is over is taken: its members may start, but for those that wait for another as well. */
export function endDelay(turn: Turn, epoch: number): void {
  const { state } = turn
  const delay = state.delays.get(epoch)
  if (delay === undefined) return
  state.delays.delete(epoch)
  startPending(turn, delay.members)
}

/** A call stops, starts or deletes a child: whatever it waited for no longer concerns it. */
export function takeOut(turn: Turn, child: Child): void {
  for (const [epoch, delay] of turn.state.delays) {
    if (delay.failed === child) cancelDelay(turn, epoch, delay)
    else delay.members = delay.members.filter((member) => member !== child)
  }
}

// Without the child that failed there is no round any more: the others stay down, until another round covers them.
const cancelDelay = (turn: Turn, epoch: number, delay: Delay): void => {
  turn.state.delays.delete(epoch)
  turn.commands.push({ type: 'disarmTimer', epoch })
  for (const member of delay.members) {
    const isOfThisRound = member.status.kind === 'pending' && member.status.cause === delay.cause
    if (isOfThisRound) setStatus(turn.state, member, withoutRound(turn.state))
  }
  startPending(turn, delay.members)
}

// A boot that is held owes them a start, with or without the one that was called off.
const withoutRound = ({ boot, began }: SupervisorState): Status =>
  boot === 'held' ? { kind: 'pending', cause: began } : { kind: 'down' }

const startPending = (turn: Turn, members: readonly Child[]): void => {
  if (isGroup(turn.state)) {
    continueLaunch(turn, 'round')
    if (turn.state.launching > 0) turn.signal = 'launchBegan'
    return
  }
  for (const child of members) {
    if (child.status.kind === 'pending') startChild(turn, child, { kind: 'restart' }, child.status.cause)
  }
}

/** The supervisor ends: nothing waits any longer. */
export function dropDelays(turn: Turn): void {
  for (const epoch of turn.state.delays.keys()) turn.commands.push({ type: 'disarmTimer', epoch })
  turn.state.delays.clear()
}
