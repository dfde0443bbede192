// Stops: of one child by its protocol, and of a set of children in the reverse of the order in which they start.
import { nextToStop } from '@otp-sup/strategies'
import type { KillReason } from '../events.ts'
import { isListed, removeChild, setStatus } from './evolve.ts'
import type { Mark } from './mark.ts'
import type {
  Attempt,
  Attempted,
  Child,
  Halt,
  OwnStop,
  Round,
  StatusOf,
  StopPurpose,
  SupervisorState,
} from './state.ts'
import { emitOf, type Turn } from './turn.ts'

/** A child with something that has not ended. */
export type Alive = Child & { status: Exclude<Attempted, { readonly kind: 'died' }> }

/** Whether there is a process (or a supervisor) that has not ended. One whose exit waits in the mailbox has. */
export function isAlive(child: Child): child is Alive {
  const { kind } = child.status
  return kind === 'running' || kind === 'starting' || kind === 'stopping'
}

/** Begins to stop a list of children (in list order). What is dead already is found dead: its own exit counts for nothing more. */
export function haltMembers(
  turn: Turn,
  list: readonly Child[],
  { cause, round }: { readonly cause: Mark; readonly round: Round | null },
): void {
  // A list of its own: a temporary child found dead leaves the supervisor's.
  const members = [...list]
  for (const child of members) {
    if (!isAlive(child)) settleDead(turn, child)
  }
  turn.state.halt = { members, cause, round, until: members.length }
}

/** Nothing waits any longer for a child that is not alive: neither its exit in the mailbox nor its retry. */
export function settleDead(turn: Turn, child: Child): void {
  if (child.status.kind === 'died') settleDown(turn, child, child.status.death.mark)
  else setStatus(turn.state, child, { kind: 'down' })
}

/** The halt under way: the machine is in a phase that has one. */
export function haltOf(state: SupervisorState): Halt {
  return state.halt as Halt
}

/** Asks whoever may be asked by now, and says when all are down. */
export function continueHalt(turn: Turn): void {
  const halt = haltOf(turn.state)
  while (halt.until > 0 && isDown(halt.members[halt.until - 1] as Child)) halt.until -= 1
  if (halt.until === 0) {
    turn.signal = 'allDown'
    return
  }
  // Only to spare a walk over the list: nobody is left to be asked.
  const { counts } = turn.state
  if (counts.starting + counts.running === 0) return
  for (const child of nextToStop(halt, isDown)) {
    if (isAlive(child) && child.status.kind !== 'stopping') askToStop(turn, child, { kind: 'halt' }, halt.cause)
  }
}

const isDown = (child: Child): boolean => !isAlive(child)

/** A child is no more. A temporary one leaves the list with its spec, and so does every child of a template. */
export function settleDown(turn: Turn, child: Child, ended: Mark): void {
  const isForgotten =
    (child.spec.restart === 'temporary' || turn.state.template !== null) && !isRestartedByReload(turn.state, child)
  if (isForgotten && turn.state.byId.get(child.id) === child) {
    removeChild(turn.state, child)
    emitOf(turn, child, { type: 'child.removed' }, ended)
  } else {
    setStatus(turn.state, child, { kind: 'down' })
  }
}

/** A reload stops this child to start it again: whatever its restart type, it stays in the list. */
const isRestartedByReload = ({ reload }: SupervisorState, child: Child): boolean =>
  reload?.started === null && reload.restarted.has(child)

/** Whether the halt under way covers this child. */
export function isHalting(turn: Turn, child: Child): boolean {
  return turn.state.halt !== null && isListed(turn.state.halt.members, child)
}

/** Tells one child to stop, by its protocol. */
export function askToStop(turn: Turn, child: Alive, by: StopPurpose, cause: Mark): void {
  const { shutdownMs } = child.spec
  if (child.status.kind === 'running' && child.status.failing !== null) {
    takeOver(turn, child, child.status, { failing: child.status.failing, by, cause })
    return
  }
  if (shutdownMs === 'brutal_kill') {
    killChild(turn, child, { why: 'brutal_kill', by }, cause)
    return
  }
  const { attempt } = child.status
  const asked = announceStop(turn, child, attempt, { timeoutMs: shutdownMs === 'infinity' ? null : shutdownMs, cause })
  setStatus(turn.state, child, { kind: 'stopping', attempt, by, asked, killed: false })
  requestExit(turn, child, attempt, asked)
}

type TakeOver = { readonly failing: OwnStop; readonly by: StopPurpose; readonly cause: Mark }

// It has been told to stop already, for a reason of its own: it is told nothing more, and its time runs on.
const takeOver = (turn: Turn, child: Child, { attempt }: StatusOf<'running'>, over: TakeOver): void => {
  const { failing, by, cause } = over
  const { killAtMs, killed } = failing
  const timeoutMs = killAtMs === null ? null : Math.round(killAtMs - turn.state.nowMs)
  const asked =
    killed === null
      ? announceStop(turn, child, attempt, { timeoutMs, cause })
      : announceKill(turn, child, attempt, { why: killed, cause })
  setStatus(turn.state, child, { kind: 'stopping', attempt, by, asked, killed: killed !== null })
}

/** Asks by the stop signal or the stop command, and arms the time-out. */
export function requestExit(turn: Turn, child: Child, attempt: Attempt, cause: Mark): void {
  const { epoch } = attempt
  const ms = child.spec.shutdownMs
  turn.commands.push({ type: 'disarmTimer', epoch })
  turn.commands.push({ type: 'stopChild', epoch, cause })
  if (typeof ms === 'number') turn.commands.push({ type: 'armTimer', id: child.id, epoch, ms })
}

/** SIGKILL to a child, unless that is under way. What it was asked before, and by whom, stays. */
export function killChild(
  turn: Turn,
  child: Alive,
  kill: { readonly why: KillReason; readonly by: StopPurpose },
  cause: Mark,
): void {
  const { status } = child
  if (status.kind === 'stopping' && status.killed) return
  const by = status.kind === 'stopping' ? status.by : kill.by
  const asked = announceKill(turn, child, status.attempt, { why: kill.why, cause })
  setStatus(turn.state, child, { kind: 'stopping', attempt: status.attempt, by, asked, killed: true })
  turn.commands.push({ type: 'disarmTimer', epoch: status.attempt.epoch })
  turn.commands.push({ type: 'killChild', epoch: status.attempt.epoch, why: kill.why, cause: asked })
}

/** Announces that a leaf is asked to stop. A nested supervisor announces its own stop: the cause is handed down. */
export function announceStop(
  turn: Turn,
  child: Child,
  { incarnation }: Attempt,
  { timeoutMs, cause }: { readonly timeoutMs: number | null; readonly cause: Mark },
): Mark {
  if (child.spec.type === 'supervisor') return cause
  const { stopSignal, stopCommand } = child.spec.program
  const by = stopCommand === null ? { signal: stopSignal } : { command: stopCommand.display }
  return emitOf(turn, child, { type: 'child.stopping', incarnation, ...by, timeoutMs }, cause)
}

/** Announces that a leaf gets SIGKILL. The leaves of a nested supervisor are announced one by one. */
export function announceKill(
  turn: Turn,
  child: Child,
  { incarnation }: Attempt,
  { why, cause }: { readonly why: KillReason; readonly cause: Mark },
): Mark {
  if (child.spec.type === 'supervisor') return cause
  return emitOf(turn, child, { type: 'child.killing', incarnation, why }, cause)
}
