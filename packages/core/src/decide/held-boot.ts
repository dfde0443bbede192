// A boot that goes on although a start has failed, for `onStartFailure: 'retry'`. Its retries are restarts like others;
// until they have come to something, the supervisor is not up.

import { setStatus } from './evolve.ts'
import { startWhoWaits } from './launch.ts'
import type { Child, SupervisorState } from './state.ts'
import { callForMail, emit, post, type Turn } from './turn.ts'

/** Whether a failed start of this child is no reason for its supervisor to fail. */
export function isRetriedAtBoot({ spec }: Child): boolean {
  return spec.type === 'worker' && spec.onStartFailure === 'retry'
}

/** All that could be started is: so is the supervisor up, unless there are starts to be tried again. */
export function endBoot(turn: Turn): void {
  turn.state.boot = 'held'
  continueHeldBoot(turn)
}

/** To be looked at after everything that happens: whether somebody may start now, and whether all is settled. */
export function continueHeldBoot(turn: Turn): void {
  const { state } = turn
  if (state.boot !== 'held' || state.ending !== null || state.halt !== null) return
  startWhoWaits(turn)
  if (isUnderWay(state)) return
  state.boot = 'over'
  emit(turn, { type: 'supervisor.started', incarnation: state.incarnation }, state.began)
  turn.commands.push({ type: 'reportReady' })
  state.launch = null
  judgeLater(turn)
  callForMail(turn)
}

/** A round does not start temporary children; those that the boot has never started still wait for it. */
export function waitOn({ state }: Turn, stopped: readonly Child[]): void {
  if (state.boot !== 'held') return
  for (const child of stopped) {
    const isOwed = child.spec.restart === 'temporary' && state.byId.get(child.id) === child
    if (isOwed) setStatus(state, child, { kind: 'pending', cause: state.began })
  }
}

const isUnderWay = ({ counts, delays }: SupervisorState): boolean =>
  counts.restarting + counts.pending + counts.starting + counts.stopping > 0 || delays.size > 0

// A significant end that came meanwhile is a message now, as it is after any other boot.
const judgeLater = (turn: Turn): void => {
  const { state } = turn
  for (const { ended, cause } of state.undecided) {
    if (ended.status.kind !== 'down') continue
    setStatus(state, ended, { kind: 'down', done: cause })
    post(turn, { kind: 'done', child: ended, mark: cause })
  }
  state.undecided = []
}
