// A supervisor, as a specification: in which situation what counts. What is decided is in decide/, by which rule in
// @otp-sup/strategies; leaves are rows of the state, never actors; timers are the runtime's and come back as facts.
import { enqueueActions, setup } from 'xstate'
import type { Command, Signal } from '../decide/command.ts'
import type { Fact, FactOf } from '../decide/fact.ts'
import { continueHalt } from '../decide/halt.ts'
import { continueHeldBoot, endBoot } from '../decide/held-boot.ts'
import * as life from '../decide/life.ts'
import { onCallReceived, refuseCall } from '../decide/on-call.ts'
import { onChildExited } from '../decide/on-child-exited.ts'
import { onChildFailing, onChildHealthy } from '../decide/on-child-failing.ts'
import { onChildReady } from '../decide/on-child-ready.ts'
import { takeAllButCalls, takeAnyMail, takeStop } from '../decide/on-mail-due.ts'
import { onTimerFired } from '../decide/on-timer-fired.ts'
import type { SupervisorState } from '../decide/state.ts'
import { callForMail, decide, type Turn } from '../decide/turn.ts'

type Context = {
  readonly state: SupervisorState
  /** The runtime: carries commands out, in order, before the next fact is looked at. */
  readonly carryOut: (commands: readonly Command[]) => void
}
type Events = Fact | { readonly type: Signal }

/** Whatever has happened may be what a boot that is held has waited for. */
const withHeldBoot =
  <F>(rule: (turn: Turn, fact: F) => void) =>
  (turn: Turn, fact: F): void => {
    rule(turn, fact)
    continueHeldBoot(turn)
  }

/** An action that decides by `rule`, has the commands carried out, and raises what the decision says to the machine. */
const decidedOn = <F extends Fact | null>(rule: (turn: Turn, fact: F) => void, factIn: (event: Events) => F) =>
  enqueueActions<Context, Events, undefined, Events, never, never, never, never, never>(
    ({ context, event, enqueue }) => {
      const decision = decide(context.state, withHeldBoot(rule), factIn(event))
      context.carryOut(decision.commands)
      if (decision.signal !== null) enqueue.raise({ type: decision.signal })
    },
  )

const decided = <Type extends Fact['type']>(rule: (turn: Turn, fact: FactOf<Type>) => void) =>
  decidedOn(rule, (event) => event as FactOf<Type>)

/** Entered by a signal, which is no fact: the rule looks at the state alone. */
const entered = (rule: (turn: Turn) => void) => decidedOn(rule, () => null)

export const supervisorMachine = setup({
  types: { context: {} as Context, events: {} as Events, input: {} as Context },
  actions: {
    beginBoot: decided(life.beginBoot),
    endBoot: entered(endBoot),
    openMailbox: entered(callForMail),
    continueHalt: entered(continueHalt),
    beginLaunch: entered(life.beginLaunch),
    beginStop: entered(life.beginStop),
    beginRollback: entered(life.beginRollback),
    finish: entered(life.finish),
    childReady: decided(onChildReady),
    childHealthy: decided(onChildHealthy),
    childFailing: decided(onChildFailing),
    childExited: decided(onChildExited),
    timerFired: decided(onTimerFired),
    callReceived: decided(onCallReceived),
    refuseCall: decided(refuseCall),
    takeAnyMail: decided(takeAnyMail),
    takeAllButCalls: decided(takeAllButCalls),
    takeStop: decided(takeStop),
    stopRequested: decided(life.onStopRequested),
    beginKill: decided(life.beginKill),
    acceptKill: decided(life.acceptKill),
  },
}).createMachine({
  id: 'supervisor',
  context: ({ input }) => input,
  initial: 'created',
  on: {
    'child.ready': { actions: 'childReady' },
    'child.healthy': { actions: 'childHealthy' },
    'child.failing': { actions: 'childFailing' },
    'child.exited': { actions: 'childExited' },
    'timer.fired': { actions: 'timerFired' },
    'call.received': { actions: 'callReceived' },
    'stop.requested': { actions: 'stopRequested' },
    'kill.requested': { target: '.ending', actions: 'beginKill' },
    // Where nothing else is taken, a stop is: it interrupts starts and stops alike.
    'mail.due': { actions: 'takeStop' },
    stopTaken: '.ending',
    // While it boots; where that is held, in other phases too.
    startFailed: '.ending.rollingBack',
    // A nested supervisor whose machine failed is reaped by the runtime and comes back as child.exited.
    'xstate.error.actor.*': {},
  },
  states: {
    // Nothing is done before the actor runs: xstate decides on entry while it makes the actor.
    created: {
      on: { 'boot.requested': 'booting' },
    },
    booting: {
      entry: 'beginBoot',
      on: {
        allStarted: { target: 'running', actions: 'endBoot' },
      },
    },
    running: {
      entry: 'openMailbox',
      on: {
        'mail.due': { actions: 'takeAnyMail' },
        settled: { actions: 'openMailbox' },
        callBegan: 'serving',
        roundBegan: 'restarting',
        // It stops and starts as a round does.
        reloadBegan: 'restarting',
        // A back-off is over.
        launchBegan: 'restarting.launching',
        gaveUp: 'ending',
        autoShutdown: 'ending',
      },
    },
    // A group strategy stops or starts one child for a call: nothing is taken until that is over.
    serving: {
      on: { settled: 'running' },
    },
    restarting: {
      initial: 'terminating',
      states: {
        terminating: {
          entry: 'continueHalt',
          on: { allDown: { target: 'launching', actions: 'beginLaunch' } },
        },
        launching: {
          entry: 'openMailbox',
          on: {
            'mail.due': { actions: 'takeAllButCalls' },
            roundBegan: 'terminating',
            roundOver: '#supervisor.running',
            gaveUp: '#supervisor.ending',
            autoShutdown: '#supervisor.ending',
          },
        },
      },
    },
    ending: {
      states: {
        // A boot that failed.
        rollingBack: { entry: 'beginRollback' },
        stopping: { entry: 'beginStop' },
      },
      initial: 'stopping',
      on: {
        'call.received': { actions: 'refuseCall' },
        'mail.due': {},
        'stop.requested': {},
        'kill.requested': { actions: 'acceptKill' },
        allDown: 'stopped',
      },
    },
    stopped: { type: 'final', entry: 'finish' },
  },
})
