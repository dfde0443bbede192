// The end of a child means different things while it is starting, while it runs, and after it was asked to stop.
import type { Failing, ProcessEnd } from '../exit-reason.ts'
import type { LeafSpec } from '../spec/child-spec.ts'
import { judgeAgain } from './auto-shutdown.ts'
import { beginEnding, removeChild, setStatus } from './evolve.ts'
import { failureExit, leafExit } from './exits.ts'
import type { ChildEnd, FactOf } from './fact.ts'
import { continueHalt, isHalting, settleDown } from './halt.ts'
import { isRetriedAtBoot } from './held-boot.ts'
import { continueLaunch, holdBackPending } from './launch.ts'
import type { Mark } from './mark.ts'
import { announceStarted, childOf, settleStart } from './on-child-ready.ts'
import type { Attempt, Child, Death, Reload, StartFailure, StartPurpose, StatusOf } from './state.ts'
import { answer, emitOf, post, type Turn } from './turn.ts'

/** A child has ended: a leaf's process group is gone, or a nested supervisor has stopped. */
export function onChildExited(turn: Turn, fact: FactOf<'child.exited'>): void {
  const found = childOf(turn.state, fact)
  if (found === null) return
  const { child, status } = found
  turn.commands.push({ type: 'disarmTimer', epoch: fact.epoch })
  switch (status.kind) {
    case 'starting':
      exitedBeforeReady(turn, child, status, fact.end)
      return
    case 'running':
      exitedByItself(turn, child, status, fact.end)
      return
    case 'stopping':
      exitedWhenAsked(turn, child, status, fact.end)
      return
    // Nobody dies twice.
    case 'died':
  }
}

// One that was stopped for a reason of its own has ended by itself, too.
const exitedByItself = (turn: Turn, child: Child, { attempt, failing }: StatusOf<'running'>, end: ChildEnd): void => {
  const told = { end, requested: false, killed: false, because: failing?.because ?? null }
  const death = announceExit(turn, child, attempt, { ...told, cause: failing?.asked ?? null })
  if (isHalting(turn, child)) {
    settleDown(turn, child, death.mark)
    continueHalt(turn)
    return
  }
  setStatus(turn.state, child, { kind: 'died', attempt, death })
  post(turn, { kind: 'exit', child, epoch: attempt.epoch })
}

const exitedWhenAsked = (turn: Turn, child: Child, status: StatusOf<'stopping'>, end: ChildEnd): void => {
  const { attempt, by, asked, killed } = status
  if (by.kind === 'failed_start' && end.of === 'worker') {
    const exit = failureExit(by.because, end.end)
    startFailed(
      turn,
      child,
      { attempt, purpose: by.start },
      announceFailure(turn, child, exit, { attempt, cause: asked, end: end.end }),
    )
    return
  }
  const death = announceExit(turn, child, attempt, { end, requested: true, killed, because: null, cause: asked })
  settleDown(turn, child, death.mark)
  if (by.kind === 'call') {
    answer(turn, by.call, { ok: true, value: null })
    turn.signal = 'settled'
    judgeAgain(turn)
  }
  if (isHalting(turn, child)) continueHalt(turn)
}

type Announcement = {
  readonly end: ChildEnd
  readonly requested: boolean
  readonly killed: boolean
  /** Its health or a limit, where that is why it ended. */
  readonly because: Failing['kind'] | null
  readonly cause: Mark | null
}

// A nested supervisor has announced its own end already.
const announceExit = (turn: Turn, child: Child, attempt: Attempt, told: Announcement): Death => {
  const { end, requested, killed, because, cause } = told
  if (end.of === 'supervisor') {
    child.lastExit = end.exit
    return { exit: end.exit, mark: end.mark }
  }
  const exit =
    because === null ? leafExit(leafSpec(child), end.end, { asked: requested, killed }) : failureExit(because, end.end)
  child.lastExit = exit
  const { incarnation, pid, startedAtMs } = attempt
  const uptimeMs = Math.round(turn.state.nowMs - startedAtMs)
  const memory = isOutOfMemory(end.end) ? { outOfMemory: true as const } : {}
  const body = { type: 'child.exited', incarnation, pid, exit, uptimeMs, requested, ...memory } as const
  const mark = emitOf(turn, child, body, cause)
  return { exit, mark }
}

// The runtime tells the end of a process only of a worker.
const leafSpec = (child: Child): LeafSpec => child.spec as LeafSpec

const exitedBeforeReady = (turn: Turn, child: Child, status: StatusOf<'starting'>, end: ChildEnd): void => {
  if (end.of === 'supervisor') {
    startFailed(turn, child, status, { ...end, failure: end.failure ?? { path: child.path, mark: end.mark } })
    return
  }
  const spec = leafSpec(child)
  const exit = leafExit(spec, end.end, { asked: false, killed: false })
  if (spec.program.ready.kind === 'exit' && exit.class === 'normal') {
    oneShotDone(turn, child, status, end)
    return
  }
  const { attempt } = status
  startFailed(turn, child, status, announceFailure(turn, child, exit, { attempt, cause: attempt.began, end: end.end }))
}

// Ready by exiting: from now on it is down like a finished transient child; a temporary one is gone.
const oneShotDone = (turn: Turn, child: Child, status: StatusOf<'starting'>, end: ChildEnd): void => {
  announceStarted(turn, child, status.attempt)
  const told = { end, requested: false, killed: false, because: null, cause: null }
  const { mark } = announceExit(turn, child, status.attempt, told)
  settleDown(turn, child, mark)
  if (isHalting(turn, child)) {
    continueHalt(turn)
    return
  }
  if (child.spec.significant) {
    setStatus(turn.state, child, { kind: 'down', done: mark })
    post(turn, { kind: 'done', child, mark })
  }
  settleStart(turn, child, status)
}

type Failed = Death & { readonly failure: StartFailure }

const announceFailure = (
  turn: Turn,
  child: Child,
  exit: Death['exit'],
  of: { readonly attempt: Attempt; readonly cause: Mark; readonly end: ProcessEnd },
): Failed => {
  const { incarnation } = of.attempt
  const message = messageOf(exit, of.end)
  const said = message === undefined ? {} : { message }
  const mark = emitOf(turn, child, { type: 'child.start_failed', incarnation, exit, ...said }, of.cause)
  return { exit, mark, failure: { path: child.path, mark } }
}

const isOutOfMemory = (end: ProcessEnd): boolean => end.kind === 'signal' && end.outOfMemory === true

// What was waited for explains a start that took too long; one that died has another reason.
const messageOf = (exit: Death['exit'], end: ProcessEnd): string | undefined => {
  if (end.kind === 'spawn_error') return end.message
  if (isOutOfMemory(end)) return 'the kernel killed it for want of memory'
  return exit.kind === 'start_timeout' ? end.unready : undefined
}

/** A start went wrong. In a boot that is the end of it; in a restart it is tried again, through the mailbox. */
const startFailed = (
  turn: Turn,
  child: Child,
  start: { readonly attempt: Attempt; readonly purpose: StartPurpose },
  failed: Failed,
): void => {
  child.lastExit = failed.exit
  if (isHalting(turn, child)) {
    settleDown(turn, child, failed.mark)
    continueHalt(turn)
    return
  }
  switch (start.purpose.kind) {
    case 'boot':
      if (!isRetriedAtBoot(child)) {
        bootFailed(turn, child, failed.failure)
        return
      }
      retryLater(turn, child, failed.mark)
      continueLaunch(turn, 'boot')
      return
    case 'round':
      roundStartFailed(turn, child, failed)
      return
    case 'restart':
      retryLater(turn, child, failed.mark)
      turn.signal = 'settled'
      return
    case 'call':
      setStatus(turn.state, child, { kind: 'down' })
      if (start.purpose.call.request.name === 'startChild') removeChild(turn.state, child)
      answer(turn, start.purpose.call, { ok: false, error: 'start_failed', exit: failed.exit })
      turn.signal = 'settled'
      judgeAgain(turn)
  }
}

const roundStartFailed = (turn: Turn, child: Child, failed: Failed): void => {
  const { reload } = turn.state
  if (reload !== null && reload.started !== null && reload.started.has(child)) {
    reloadStartFailed(turn, child, { reload, started: reload.started, failed })
  } else if (child.spec.restart === 'temporary') {
    // No round starts it again: it has waited for its start since the boot.
    bootFailed(turn, child, failed.failure)
    return
  } else {
    retryLater(turn, child, failed.mark)
  }
  continueLaunch(turn, 'round')
}

// Of a reload that is to be undone as a whole, nothing more is started, and nothing is tried again.
const reloadStartFailed = (
  turn: Turn,
  child: Child,
  { reload, started, failed }: { readonly reload: Reload; readonly started: Iterable<Child>; readonly failed: Failed },
): void => {
  reload.failure ??= { path: failed.failure.path, exit: failed.exit }
  if (reload.mode === 'try') {
    setStatus(turn.state, child, { kind: 'restarting', failure: failed.mark })
    holdBackPending(turn.state, started, child)
  } else if (child.spec.restart === 'temporary') {
    settleDown(turn, child, failed.mark)
  } else {
    retryLater(turn, child, failed.mark)
  }
}

const bootFailed = (turn: Turn, child: Child, failure: StartFailure): void => {
  setStatus(turn.state, child, { kind: 'down' })
  beginEnding(turn.state, 'start_failed', failure.mark, failure)
  turn.signal = 'startFailed'
}

const retryLater = (turn: Turn, child: Child, failure: Mark): void => {
  setStatus(turn.state, child, { kind: 'restarting', failure })
  post(turn, { kind: 'retry', child })
}
