// Starts: of one child, and of a boot's or a round's children as soon as what they depend on is ready.
import { dependsOnAny, lastNamed, nextToStart, type StartProgress } from '@otp-sup/strategies'
import { isDelayed, isGroup } from './delayed.ts'
import { joinLaunch, newMark, setStatus } from './evolve.ts'
import type { Mark } from './mark.ts'
import type { Attempt, Child, Launch, StartPurpose, StatusOf, SupervisorState } from './state.ts'
import { answer, type Turn } from './turn.ts'

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
  turn.commands.push({ type: 'startChild', child, attempt, cause })
  // After the start: who is ready at the very end of the time is ready in time.
  if (limit !== 'infinity') turn.commands.push({ type: 'armTimer', id: child.id, epoch: attempt.epoch, ms: limit })
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
  if (state.launching > 0 || state.halt !== null) return
  endLaunch(turn, launch, purpose)
  endReload(turn)
}

/** Nothing is left to be started: so is a reload at its end. */
const endReload = (turn: Turn): void => {
  const { reload } = turn.state
  if (reload === null) return
  turn.state.reload = null
  answer(turn, reload.call, { ok: true, value: reload.failure })
}

/** Nobody more is started by a reload: they are down, because of `failed`. */
export function holdBackPending(state: SupervisorState, started: Iterable<Child>, failed: Child): void {
  for (const child of started) {
    if (child.status.kind === 'pending') setStatus(state, child, { kind: 'down', heldBackBy: failed })
  }
}

/** In a boot that is held: those whom nothing holds back any more. */
export function startWhoWaits(turn: Turn): void {
  const { state } = turn
  const { launch, counts } = state
  if (launch === null || counts.pending === 0) return
  if (!isGroup(state)) {
    startWhoIsFree(turn, launch, 'boot')
    return
  }
  // A group mostly starts them by the round of the retry: only if that was called off, nobody else does.
  if (state.launching > 0 || turn.signal !== null) return
  startWhoIsFree(turn, launch, 'round')
  if (state.launching > 0) turn.signal = 'launchBegan'
}

const startWhoIsFree = (turn: Turn, launch: Launch, purpose: 'boot' | 'round'): void => {
  const progressOf = (child: Child): StartProgress => startProgress(turn.state, child)
  const { members } = launch
  if (turn.state.boot === 'held') {
    startAll(turn, whoWaitsForNobody(members, progressOf), purpose)
    return
  }
  while (launch.from < members.length && progressOf(members[launch.from] as Child) === 'met') launch.from += 1
  startAll(turn, nextToStart(launch, progressOf), purpose)
}

const startAll = (turn: Turn, children: readonly Child[], purpose: 'boot' | 'round'): void => {
  for (const child of children) {
    const { cause } = child.status as StatusOf<'pending'>
    startChild(turn, child, { kind: purpose }, cause)
  }
}

// Calls are served meanwhile and may start or stop who stands in between: what waits is what depends on it, directly or not.
const whoWaitsForNobody = (members: readonly Child[], progressOf: (child: Child) => StartProgress): Child[] => {
  const unmet = new Set<number>()
  const free: Child[] = []
  for (const child of members) {
    const progress = progressOf(child)
    const isHeldBack = dependsOnAny(child, unmet)
    if (progress !== 'met' || isHeldBack) unmet.add(child.position)
    if (progress === 'waiting' && !isHeldBack) free.push(child)
  }
  return free
}

// Who waits for a back-off stays, and who waits for them. The others are held back by a start that failed: its retry
// covers them again, until then they are down. Those that a boot has never started wait on: a retry may be called off.
const endLaunch = (turn: Turn, launch: Launch, purpose: 'boot' | 'round'): void => {
  const { state } = turn
  turn.signal = purpose === 'boot' ? 'allStarted' : 'roundOver'
  if (state.boot !== 'over') return
  const { kept, dropped } = partitionPending(launch.members)
  for (const { child, heldBackBy } of dropped) setStatus(state, child, { kind: 'down', heldBackBy })
  state.launch = kept.length === 0 ? null : { members: kept, lastNamed: lastNamed(kept), from: 0 }
}

type HeldBack = { readonly child: Child; readonly heldBackBy: Child }

const partitionPending = (members: readonly Child[]): { readonly kept: Child[]; readonly dropped: HeldBack[] } => {
  /** Those whose start has failed, each for itself and for whom it holds back, by position. */
  const failed = new Map<number, Child>()
  const kept: Child[] = []
  const dropped: HeldBack[] = []
  for (const child of members) {
    if (child.status.kind === 'restarting') failed.set(child.position, child)
    if (child.status.kind !== 'pending') continue
    const heldBackBy = holderOf(child, failed)
    if (heldBackBy === undefined) {
      kept.push(child)
    } else {
      failed.set(child.position, heldBackBy)
      dropped.push({ child, heldBackBy })
    }
  }
  return { kept, dropped }
}

const holderOf = (child: Child, failed: ReadonlyMap<number, Child>): Child | undefined =>
  [...failed].find(([position]) => dependsOnAny(child, new Set([position])))?.[1]

const startProgress = (state: SupervisorState, child: Child): StartProgress => {
  switch (child.status.kind) {
    case 'pending':
      return isDelayed(state, child) ? 'unmet' : 'waiting'
    case 'starting':
    case 'stopping':
      return 'unmet'
    case 'restarting':
      // Where children are restarted for themselves, nobody waits for its retry, but in a boot.
      return isGroup(state) || state.boot !== 'over' ? 'unmet' : 'met'
    case 'running':
    case 'died':
    case 'down':
      return 'met'
  }
}
