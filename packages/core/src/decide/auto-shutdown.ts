import { isAutoShutdownDue } from '@otp-sup/strategies'
import { isBackingOff, isDelayed } from './delayed.ts'
import { beginEnding } from './evolve.ts'
import type { Mark } from './mark.ts'
import type { Child, SupervisorState } from './state.ts'
import type { Turn } from './turn.ts'

// While its round waits for a back-off, OTP would call a child down that has not failed itself.
const isUp = (state: SupervisorState, child: Child): boolean => {
  if (child.status.kind === 'pending') return isBackingOff(state, child) || !isDelayed(state, child)
  return child.status.kind !== 'down'
}

/** A child has ended by itself and is not restarted: the supervisor may have to end as well. */
export function shutDownIfDue(turn: Turn, ended: Child, cause: Mark): void {
  const { state } = turn
  if (state.boot === 'held') {
    // OTP: it is judged when all is up.
    if (ended.spec.significant) postpone(state, ended, cause)
    return
  }
  const children = state.children.map((child) => ({
    significant: child.spec.significant,
    isUp: isUp(state, child),
  }))
  if (isAutoShutdownDue(state.flags.autoShutdown, ended.spec, children)) {
    beginEnding(state, 'auto_shutdown', cause)
    turn.signal = 'autoShutdown'
  } else if (ended.spec.significant && state.children.some(isUnderCall)) {
    postpone(state, ended, cause)
  }
}

const postpone = (state: SupervisorState, ended: Child, cause: Mark): void => {
  state.undecided = [...state.undecided, { ended, cause }]
}

/** A call is over. In OTP an end that came meanwhile is judged now: of several the last, for only that leaves none up. */
export function judgeAgain(turn: Turn): void {
  const { state } = turn
  if (state.boot === 'held') return
  const last = state.undecided.at(-1)
  state.undecided = []
  if (last !== undefined) shutDownIfDue(turn, last.ended, last.cause)
}

const isUnderCall = ({ spec, status }: Child): boolean => {
  if (!spec.significant) return false
  if (status.kind === 'starting') return status.purpose.kind === 'call'
  return status.kind === 'stopping' && status.by.kind === 'call'
}
