// Starts: of one child, and of a boot's or a round's children as soon as what they depend on is ready.
import { nextToStart, type StartProgress } from '@otp-sup/strategies'
import { joinLaunch, newMark, setStatus } from './evolve.ts'
import type { Mark } from './mark.ts'
import type { Attempt, Child, Launch, StartPurpose, Status } from './state.ts'
import type { Turn } from './turn.ts'

/** Starts one child now. */
export function startChild(turn: Turn, child: Child, purpose: StartPurpose, cause: Mark): void {
  const { state } = turn
  const attempt: Attempt = {
    epoch: state.nextEpoch++,
    startedAtMs: state.nowMs,
    began: newMark(),
    incarnation: 0,
    pid: null,
  }
  setStatus(state, child, { kind: 'starting', attempt, purpose })
  const limit = child.spec.type === 'worker' ? child.spec.startTimeoutMs : 'infinity'
  if (limit !== 'infinity') turn.commands.push({ type: 'armTimer', id: child.id, epoch: attempt.epoch, ms: limit })
  turn.commands.push({ type: 'startChild', child, attempt, cause })
}

/** Lets `members` (list order) be started by the boot or round under way. */
export function launchMembers(turn: Turn, members: readonly Child[], purpose: 'boot' | 'round', cause: Mark): void {
  for (const child of members) setStatus(turn.state, child, { kind: 'pending', cause })
  joinLaunch(turn.state, members)
  continueLaunch(turn, purpose)
}

/** Starts whatever became free to start, and says when nothing is left to wait for. */
export function continueLaunch(turn: Turn, purpose: 'boot' | 'round'): void {
  const { state } = turn
  const { launch } = state
  if (launch === null) return
  if (state.counts.pending > 0) startWhoIsFree(turn, launch, purpose)
  if (state.launching === 0 && state.halt === null) endLaunch(turn, launch, purpose)
}

const startWhoIsFree = (turn: Turn, launch: Launch, purpose: 'boot' | 'round'): void => {
  while (launch.from < launch.members.length && isMet(launch.members[launch.from] as Child)) launch.from += 1
  for (const child of nextToStart(launch, startProgress)) {
    const { cause } = child.status as Extract<Status, { readonly kind: 'pending' }>
    startChild(turn, child, { kind: purpose }, cause)
  }
}

const endLaunch = (turn: Turn, launch: Launch, purpose: 'boot' | 'round'): void => {
  const { state } = turn
  // Held back by a start that failed: the retry covers them again, until then they are down.
  for (const child of launch.members) {
    if (child.status.kind === 'pending') setStatus(state, child, { kind: 'down' })
  }
  state.launch = null
  turn.signal = purpose === 'boot' ? 'allStarted' : 'roundOver'
}

const isMet = (child: Child): boolean => startProgress(child) === 'met'

const startProgress = (child: Child): StartProgress => {
  switch (child.status.kind) {
    case 'pending':
      return 'waiting'
    case 'starting':
    case 'stopping':
    case 'restarting':
      return 'unmet'
    case 'running':
    case 'died':
    case 'down':
      return 'met'
  }
}
