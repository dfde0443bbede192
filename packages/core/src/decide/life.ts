// A supervisor's own life: it boots, runs, and ends because it was asked to, gave up, shut down, or failed to boot.
import { isStartedByRound } from '@otp-sup/strategies'
import type { KillReason } from '../events.ts'
import type { SupervisorChildSpec } from '../spec/child-spec.ts'
import { beginDelay, dropDelays } from './delay.ts'
import { addChild, beginEnding } from './evolve.ts'
import { brokenExit } from './exits.ts'
import type { FactOf } from './fact.ts'
import { continueHalt, haltMembers, haltOf, isAlive, killChild } from './halt.ts'
import { waitOn } from './held-boot.ts'
import { launchMembers } from './launch.ts'
import type { Mark } from './mark.ts'
import { refuseCalls } from './on-call.ts'
import { launchReload } from './reload.ts'
import type { Ending, Reload, SupervisorState } from './state.ts'
import { emit, post, type Turn } from './turn.ts'

/** A supervisor that has not begun. */
export function newSupervisor(
  spec: SupervisorChildSpec,
  of: {
    readonly path: string
    readonly incarnation: number
    readonly began: Mark
    readonly cause: Mark
    readonly cwd: string
    readonly copies: { next: number }
  },
): SupervisorState {
  const state: SupervisorState = {
    ...of,
    loaded: spec,
    flags: spec.flags,
    template: spec.template,
    childBackoff: spec.childBackoff,
    maxChildren: spec.maxChildren,
    nowMs: 0,
    chance: 0,
    children: [],
    byId: new Map(),
    nextPosition: 0,
    nextEpoch: 1,
    restartsMs: [],
    mailbox: [],
    calls: new Set(),
    counts: { down: 0, pending: 0, starting: 0, running: 0, died: 0, stopping: 0, restarting: 0 },
    launching: 0,
    launch: null,
    boot: 'under way',
    delays: new Map(),
    undecided: [],
    halt: null,
    reload: null,
    ending: null,
    kill: null,
  }
  for (const child of spec.children) addChild(state, child)
  return state
}

/** First start: no retry, no restart is counted. OTP: `init_children`. */
export function beginBoot(turn: Turn, _fact: FactOf<'boot.requested'>): void {
  const { state } = turn
  const { incarnation, began, cause, path } = state
  const body = { type: 'supervisor.starting', incarnation } as const
  turn.commands.push({ type: 'emitEvent', path, body, cause, mark: began })
  launchMembers(turn, [...state.children], 'boot', began)
}

/** Starts what a round or a reload has stopped, now that all of it is down. */
export function beginLaunch(turn: Turn): void {
  const { state } = turn
  const { members: stopped, cause, round } = haltOf(state)
  state.halt = null
  if (round === null) {
    launchReload(turn, state.reload as Reload)
    return
  }
  const members = stopped.filter(({ spec }) => isStartedByRound(spec.restart))
  waitOn(turn, stopped)
  if (round.delayMs > 0) beginDelay(turn, { failed: round.failed, cause, members }, round.delayMs)
  launchMembers(turn, members, 'round', cause)
}

/** A request to stop waits for its turn among the messages; whatever then takes time is interrupted. */
export function onStopRequested(turn: Turn, { cause }: FactOf<'stop.requested'>): void {
  post(turn, { kind: 'stop', cause })
}

/** A request to end at once waits for nobody. */
export function beginKill(turn: Turn, { why, cause }: FactOf<'kill.requested'>): void {
  beginEnding(turn.state, 'requested', cause)
  turn.state.kill = why
}

/** Stops everything, in reverse order. What waited is dropped: whoever is dead is found dead. */
export function beginStop(turn: Turn): void {
  const { state } = turn
  const ending = endingOf(state)
  // It gave up before it was up: that is a boot that failed.
  if (ending.failure !== null) {
    beginRollback(turn)
    return
  }
  const { incarnation, path } = state
  const body = { type: 'supervisor.stopping', incarnation, exit: ending.exit } as const
  turn.commands.push({ type: 'emitEvent', path, body, cause: ending.cause, mark: ending.announced })
  closeDown(turn, ending.announced)
}

/** A boot that failed: those already up are stopped, in reverse order. */
export function beginRollback(turn: Turn): void {
  closeDown(turn, endingOf(turn.state).cause)
}

const closeDown = (turn: Turn, cause: Mark): void => {
  const { state } = turn
  refuseCalls(turn)
  state.mailbox = []
  state.launch = null
  state.reload = null
  dropDelays(turn)
  state.undecided = []
  haltMembers(turn, state.children, { cause, round: null })
  if (state.kill === null) continueHalt(turn)
  else killAll(turn, state.kill)
}

/** The time for an ordered end is over: SIGKILL to everything below. */
export function acceptKill(turn: Turn, fact: FactOf<'kill.requested'>): void {
  turn.state.kill = fact.why
  killAll(turn, fact.why)
}

const killAll = (turn: Turn, why: KillReason): void => {
  const { members, cause } = haltOf(turn.state)
  for (const child of members.toReversed()) {
    if (isAlive(child)) killChild(turn, child, { why, by: { kind: 'halt' } }, cause)
  }
  continueHalt(turn)
}

/** Everything is down: so is the supervisor. */
export function finish(turn: Turn): void {
  const { state } = turn
  const { incarnation } = state
  const ending = endingOf(state)
  if (ending.failure !== null) {
    const { path: failed } = ending.failure
    const mark = emit(turn, { type: 'child.start_failed', incarnation, exit: ending.exit, failed }, state.began)
    turn.commands.push({ type: 'reportEnded', end: { exit: ending.exit, mark }, failure: ending.failure })
    return
  }
  const exit = state.kill === null ? ending.exit : brokenExit('killed')
  const mark = emit(turn, { type: 'supervisor.stopped', incarnation, exit }, ending.announced)
  turn.commands.push({ type: 'reportEnded', end: { exit, mark }, failure: null })
}

// The machine enters the phases of the end only after a rule has said why.
const endingOf = (state: SupervisorState): Ending => state.ending as Ending
