// One supervisor at work: brings facts to its machine, and carries out what is decided, through the ports. It owns the
// handles of its children and its timers, so that a machine that fails leaves nothing behind.
import { type ActorRefFrom, createActor } from 'xstate'
import type { Command } from '../decide/command.ts'
import { newMark } from '../decide/evolve.ts'
import { brokenExit, leafExit } from '../decide/exits.ts'
import type { ChildEnd, Fact } from '../decide/fact.ts'
import { newSupervisor } from '../decide/life.ts'
import type { Mark } from '../decide/mark.ts'
import type { Attempt, Child, Death, StartFailure, SupervisorState } from '../decide/state.ts'
import type { KillReason } from '../events.ts'
import { supervisorMachine } from '../machines/supervisor-machine.ts'
import type { LaunchedProcess } from '../ports/launcher.ts'
import type { LeafSpec, SupervisorChildSpec } from '../spec/child-spec.ts'
import type { SignalName } from '../spec/signals.ts'
import { LeafRun } from './leaf-run.ts'
import { statePath } from './state-path.ts'
import type { News, Supervisor, Surroundings } from './surroundings.ts'

type Actor = ActorRefFrom<typeof supervisorMachine>

/** What a supervisor needs to begin. */
export type SupervisorOrder = {
  readonly spec: SupervisorChildSpec
  readonly path: string
  readonly incarnation: number
  readonly began: Mark
  readonly cause: Mark
  readonly parent: Actor | null
  /** Called when it is up. */
  readonly ready: () => void
  /** Called when it has ended, exactly once; with a failure when it did not boot. */
  readonly ended: (end: Death, failure: StartFailure | null) => void
}

/** Something that was started and has not ended. */
type Running = {
  readonly child: Child
  readonly attempt: Attempt
  readonly stop: (cause: Mark) => void
  /** Of a leaf; a reload comes to a nested supervisor as a call. */
  readonly change?: (spec: LeafSpec) => void
  readonly kill: (why: KillReason, cause: Mark) => void
  /** Of a leaf. */
  readonly signal?: LaunchedProcess['signal']
}

/** A timer that is armed. */
type Timer = { readonly dueMs: number; readonly cancel: () => void }

type Carry = { readonly [T in Command['type']]: (command: Extract<Command, { readonly type: T }>) => void }

export class SupervisorActor implements Supervisor {
  readonly state: SupervisorState
  turns = 0
  readonly #tree: Surroundings
  readonly #order: SupervisorOrder
  readonly #actor: Actor
  readonly #running = new Map<number, Running>()
  readonly #timers = new Map<number, Timer>()
  /** After a failure of the machine: what announced it, and each child's end. */
  readonly #failing = newMark()
  readonly #reaped = new Map<number, Mark>()
  #life: 'alive' | 'failed' | 'over' = 'alive'

  constructor(tree: Surroundings, order: SupervisorOrder) {
    const { spec, path, incarnation, began, cause, parent } = order
    this.#tree = tree
    this.#order = order
    this.state = newSupervisor(spec, { path, incarnation, began, cause, cwd: tree.cwd, copies: tree.copiesOf(path) })
    const carryOut = (commands: readonly Command[]): void => {
      for (const command of commands) this.#carryOut(command)
    }
    // Every actor has the same id: the machine remembers each event type it met, ids are part of some.
    const options = { id: 'supervisor', input: { state: this.state, carryOut } }
    this.#actor = createActor(supervisorMachine, parent === null ? options : { ...options, parent })
    this.#actor.subscribe({ error: (error) => this.#fail(error) })
  }

  get path(): string {
    return this.state.path
  }

  /** Begins to boot; what takes no time has happened when this returns. */
  start(): void {
    this.#actor.start()
    this.send({ type: 'boot.requested' })
  }

  isUp(): boolean {
    const snapshot = this.#actor.getSnapshot()
    if (this.#life !== 'alive') return false
    return snapshot.matches('running') || snapshot.matches('serving') || snapshot.matches('restarting')
  }

  phase(): string {
    return this.#life === 'failed' ? 'failed' : statePath(this.#actor.getSnapshot().value)
  }

  timersDueMs(): ReadonlyMap<number, number> {
    return new Map([...this.#timers].map(([epoch, { dueMs }]) => [epoch, dueMs]))
  }

  signal(id: string, name: SignalName, to: 'leader' | 'group'): boolean {
    const status = this.state.byId.get(id)?.status
    if (status === undefined || !('attempt' in status)) return false
    return this.#running.get(status.attempt.epoch)?.signal?.(name, to) ?? false
  }

  send(news: News): void {
    if (news.type === 'child.exited') this.#running.delete(news.epoch)
    this.#tree.act(() => this.#deliver(news))
  }

  takeMail(): void {
    this.#deliver({ type: 'mail.due', chance: this.#tree.ports.random.next() })
  }

  #deliver(news: News): void {
    if (this.#life === 'alive') this.#actor.send(this.#stamp(news))
    if (this.#life === 'failed') this.#deliverToFailed(news)
  }

  #stamp(news: News): Fact {
    return { ...news, atMs: this.#tree.ports.clock.nowMs() }
  }

  #carryOut(command: Command): void {
    const carry = this.#carry[command.type] as (command: Command) => void
    carry(command)
  }

  readonly #carry: Carry = {
    emitEvent: ({ path, body, cause, mark }) => {
      const event = this.#tree.announce(path, body, cause)
      if (mark !== null) mark.seq = event.seq
    },
    startChild: ({ child, attempt, cause }) => this.#startChild(child, attempt, cause),
    changeChild: ({ epoch, spec }) => this.#running.get(epoch)?.change?.(spec),
    stopChild: ({ epoch, cause }) => this.#running.get(epoch)?.stop(cause),
    killChild: ({ epoch, why, cause }) => this.#running.get(epoch)?.kill(why, cause),
    armTimer: ({ id, epoch, ms }) => {
      this.#timers.get(epoch)?.cancel()
      const fire = (): void => {
        this.#timers.delete(epoch)
        this.send({ type: 'timer.fired', id, epoch })
      }
      const { clock } = this.#tree.ports
      this.#timers.set(epoch, { dueMs: clock.nowMs() + ms, cancel: clock.startTimer(ms, fire) })
    },
    disarmTimer: ({ epoch }) => {
      this.#timers.get(epoch)?.cancel()
      this.#timers.delete(epoch)
    },
    answerCall: ({ call, result }) => this.#tree.answer(call, result),
    callForMail: () => this.#tree.queueTurns(this),
    reportReady: () => this.#order.ready(),
    reportEnded: ({ end, failure }) => this.#end(end, failure),
  }

  #startChild(child: Child, attempt: Attempt, cause: Mark): void {
    const { spec } = child
    attempt.incarnation = this.#tree.nextIncarnation(child.path)
    if (spec.type === 'supervisor') this.#startSupervisor({ child, spec, attempt, cause })
    else this.#startLeaf({ child, spec, attempt, cause })
  }

  #startLeaf({ child, spec, attempt, cause }: Start<'worker'>): void {
    const command = spec.program.display
    const starting = { type: 'child.starting', incarnation: attempt.incarnation, command } as const
    attempt.began.seq = this.#tree.announce(child.path, starting, cause).seq
    const leaf = new LeafRun(this.#tree, this, child, attempt)
    this.#running.set(attempt.epoch, leaf)
    leaf.launch(spec)
  }

  #startSupervisor({ child, spec, attempt, cause }: Start<'supervisor'>): void {
    const of = { id: child.id, epoch: attempt.epoch }
    const nested = new SupervisorActor(this.#tree, {
      spec,
      path: child.path,
      incarnation: attempt.incarnation,
      began: attempt.began,
      cause,
      parent: this.#actor,
      ready: () => this.send({ type: 'child.ready', ...of }),
      ended: (end, failure) => this.send({ type: 'child.exited', ...of, end: { of: 'supervisor', failure, ...end } }),
    })
    this.#running.set(attempt.epoch, {
      child,
      attempt,
      stop: (because) => {
        nested.send({ type: 'stop.requested', cause: because })
        // As in OTP: what it got before is handled first, and its parent does nothing else meanwhile.
        this.#tree.drainMailbox(nested)
      },
      kill: (why, because) => nested.send({ type: 'kill.requested', why, cause: because }),
    })
    this.#tree.enlist(nested)
    nested.start()
  }

  #end(end: Death, failure: StartFailure | null): void {
    this.#life = 'over'
    this.#tree.dismiss(this)
    // Not before the actor itself has ended: xstate tells the parent's actor, which may be about to end as well.
    this.#tree.afterwards(() => this.#order.ended(end, failure))
  }

  // The machine threw: a bug of ours. Nobody decides here any more, so everything below is killed and waited for.
  #fail(error: unknown): void {
    this.#life = 'failed'
    this.#tree.reportBug(this.path, error)
    for (const { cancel } of this.#timers.values()) cancel()
    this.#timers.clear()
    const stopping = this.#announceFailing()
    for (const call of this.state.calls) this.#tree.answer(call, { ok: false, error: 'supervisor_down' })
    this.state.calls.clear()
    for (const running of this.#running.values()) this.#reap(running, stopping)
    this.#buryIfEmpty()
  }

  #announceFailing(): Mark {
    const { incarnation, began, ending } = this.state
    const mark = ending?.announced ?? this.#failing
    const stopping = { type: 'supervisor.stopping', incarnation, exit: brokenExit('internal_error') } as const
    mark.seq ??= this.#tree.announce(this.path, stopping, began).seq
    this.#failing.seq = mark.seq
    return mark
  }

  #reap(running: Running, stopping: Mark): void {
    const { child, attempt } = running
    const killing = newMark()
    if (child.spec.type === 'worker') {
      const { incarnation } = attempt
      killing.seq = this.#tree.announce(child.path, { type: 'child.killing', incarnation, why: 'forced' }, stopping).seq
    }
    this.#reaped.set(attempt.epoch, killing)
    running.kill('forced', stopping)
  }

  #deliverToFailed(news: News): void {
    if (news.type === 'call.received') this.#tree.answer(news.call, { ok: false, error: 'supervisor_down' })
    if (news.type !== 'child.exited') return
    const child = this.state.byId.get(news.id)
    if (child !== undefined && news.end.of === 'worker') this.#announceReaped(child, news.epoch, news.end)
    this.#buryIfEmpty()
  }

  #announceReaped(child: Child, epoch: number, { end }: Extract<ChildEnd, { readonly of: 'worker' }>): void {
    if (child.spec.type !== 'worker' || !('attempt' in child.status)) return
    const { incarnation, pid, startedAtMs } = child.status.attempt
    const uptimeMs = Math.round(this.#tree.ports.clock.nowMs() - startedAtMs)
    const exit = leafExit(child.spec, end, { asked: true, killed: true })
    const killing = this.#reaped.get(epoch) ?? this.#failing
    this.#tree.announce(
      child.path,
      { type: 'child.exited', incarnation, pid, exit, uptimeMs, requested: true },
      killing,
    )
  }

  #buryIfEmpty(): void {
    if (this.#life !== 'failed' || this.#running.size > 0) return
    const exit = brokenExit('internal_error')
    const stopped = { type: 'supervisor.stopped', incarnation: this.state.incarnation, exit } as const
    const mark = newMark()
    mark.seq = this.#tree.announce(this.path, stopped, this.#failing).seq
    this.#end({ exit, mark }, null)
  }
}

type Start<Type> = {
  readonly child: Child
  readonly spec: Extract<Child['spec'], { readonly type: Type }>
  readonly attempt: Attempt
  readonly cause: Mark
}
