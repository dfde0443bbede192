// The tree at work: its root, its supervisors by path, whose turn it is to take a message, and what the run comes to.
import type { Call, CallRequest, CallResult, CallValues } from '../decide/call.ts'
import { newMark } from '../decide/evolve.ts'
import type { Mark } from '../decide/mark.ts'
import type { Death, StartFailure } from '../decide/state.ts'
import type { CallName, EventBody, KillReason, SupervisionEvent } from '../events.ts'
import type { ExitReason } from '../exit-reason.ts'
import type { TreePorts } from '../ports/ports.ts'
import type { SupervisorChildSpec } from '../spec/child-spec.ts'
import { specOf } from './children.ts'
import { type Journal, openJournal } from './journal.ts'
import { type LeafUsage, type Measured, type Monitor, monitor } from './monitor.ts'
import {
  type CheckedSpec,
  type ReloadedTree,
  type Reloader,
  type ReloadResult,
  reloader,
  type Wanted,
} from './reload.ts'
import { withoutSecrets } from './secrets.ts'
import { SupervisorActor } from './supervisor-actor.ts'
import type { Supervisor, Surroundings } from './surroundings.ts'

/** What a run came to. `failure`: the leaf that kept the tree from booting. */
export type RunEnd = {
  readonly exit: ExitReason
  readonly failure: StartFailure | null
  /** How that leaf ended. */
  readonly leafExit: ExitReason | null
  /** What led to the end, oldest first. */
  readonly why: readonly SupervisionEvent[]
}

/** What the outside is told about a run, beside its events. */
export type RunReport = {
  readonly started: () => void
  readonly ended: (end: RunEnd) => void
  /** Something threw that must not: our own code, or a listener of the events. The tree goes on. */
  readonly bug: (message: string) => void
}

export type RunOptions = {
  readonly spec: SupervisorChildSpec
  readonly ports: TreePorts
  readonly cwd: string
  readonly version: string
  /** What the tree is called. @defaultValue the id of its root */
  readonly name?: string
}

export class RunningTree implements Surroundings, ReloadedTree {
  readonly ports: TreePorts
  readonly cwd: string
  readonly journal: Journal
  readonly spec: SupervisorChildSpec
  readonly #root: SupervisorActor
  readonly #monitor: Monitor
  readonly #name: string
  readonly #report: RunReport
  readonly #version: string
  readonly #incarnations = new Map<string, number>()
  readonly #copies = new Map<string, { next: number }>()
  readonly #supervisors = new Map<string, Supervisor>()
  readonly #starting: Mark = newMark()
  readonly #reloader: Reloader
  #turns: Supervisor[] = []
  readonly #afterwards: (() => void)[] = []
  #depth = 0
  #isOver = false
  #stopping: Mark = newMark()

  constructor({ spec, ports, cwd, version, name = spec.id }: RunOptions, report: RunReport) {
    this.spec = spec
    this.ports = ports
    this.cwd = cwd
    this.#name = name
    this.#report = report
    this.#version = version
    this.journal = openJournal(ports.clock, ports.ids.runId(), (error) => this.reportBug(spec.id, error))
    this.#monitor = monitor({ ...ports, intervalMs: () => this.#root.state.loaded.monitorIntervalMs })
    this.#reloader = reloader(this, spec)
    this.#root = new SupervisorActor(this, {
      spec,
      path: spec.id,
      incarnation: this.nextIncarnation(spec.id),
      began: newMark(),
      cause: this.#starting,
      parent: null,
      ready: () => this.#rootUp(),
      ended: (end, failure) => this.#rootEnded(end, failure),
    })
  }

  get run(): string {
    return this.journal.run
  }

  get rootPath(): string {
    return this.#root.path
  }

  get name(): string {
    return this.#name
  }

  get root(): Supervisor {
    return this.#root
  }

  get isOver(): boolean {
    return this.#isOver
  }

  get nowMs(): number {
    return this.ports.clock.nowMs()
  }

  /** Begins the run: `tree.starting`, then what `beforeBoot` does, then the root boots. */
  start(beforeBoot: () => void = () => {}): void {
    this.act(() => {
      const body = { type: 'tree.starting', name: this.#name, version: this.#version } as const
      this.#starting.seq = this.journal.write(this.rootPath, body, null).seq
      beforeBoot()
      this.enlist(this.#root)
      this.#root.start()
    })
  }

  act(act: () => void): void {
    this.#depth += 1
    try {
      act()
      if (this.#depth === 1) this.#settle()
    } finally {
      this.#depth -= 1
    }
  }

  afterwards(act: () => void): void {
    this.#afterwards.push(act)
  }

  // The queue of turns grows while it is walked: what one message leads to comes behind those that were there before.
  #settle(): void {
    this.#finishWork()
    for (const supervisor of this.#turns) {
      supervisor.turns -= 1
      supervisor.takeMail()
      this.#finishWork()
    }
    this.#turns = []
  }

  #finishWork(): void {
    for (let act = this.#afterwards.shift(); act !== undefined; act = this.#afterwards.shift()) act()
  }

  drainMailbox(supervisor: Supervisor): void {
    for (let left = supervisor.state.mailbox.length; left > 0; left--) {
      supervisor.takeMail()
      this.#finishWork()
    }
  }

  queueTurns(supervisor: Supervisor): void {
    const wanted = supervisor.state.mailbox.length
    for (; supervisor.turns < wanted; supervisor.turns++) this.#turns.push(supervisor)
  }

  nextIncarnation(path: string): number {
    const incarnation = (this.#incarnations.get(path) ?? 0) + 1
    this.#incarnations.set(path, incarnation)
    return incarnation
  }

  /** How often a path was started in this run. */
  incarnationOf(path: string): number {
    return this.#incarnations.get(path) ?? 0
  }

  copiesOf(path: string): { next: number } {
    const copies = this.#copies.get(path) ?? { next: 1 }
    this.#copies.set(path, copies)
    return copies
  }

  // The end of the root is the end of the tree, and is announced as that first.
  announce(path: string, body: EventBody, cause: Mark | null): SupervisionEvent {
    const because = cause?.seq ?? null
    if (body.type !== 'supervisor.stopping' || path !== this.rootPath) return this.journal.write(path, body, because)
    this.#stopping.seq = this.journal.write(path, { type: 'tree.stopping', exit: body.exit }, because).seq
    return this.journal.write(path, body, body.exit.kind === 'requested' ? this.#stopping.seq : because)
  }

  enlist(supervisor: Supervisor): void {
    this.#supervisors.set(supervisor.path, supervisor)
  }

  measure(leaf: Measured): () => void {
    return this.#monitor.watch(leaf)
  }

  /** What a worker has used since its last start; null: it was not measured, or does not run. */
  usageOf(path: string): LeafUsage | null {
    return this.#monitor.usageOf(path)
  }

  dismiss(supervisor: Supervisor): void {
    this.#supervisors.delete(supervisor.path)
  }

  /** Whether any restart waits for its back-off. */
  get isBackingOff(): boolean {
    return [...this.#supervisors.values()].some(({ state }) => state.delays.size > 0)
  }

  /** The supervisor at a path, while it has not ended. */
  supervisorAt(path: string): Supervisor | undefined {
    return this.#supervisors.get(path)
  }

  /** Brings a call to the supervisor at `supervisorPath`. `path`: as called. */
  call(
    supervisorPath: string,
    { path, request, reply }: { readonly path: string; readonly request: CallRequest; readonly reply: Call['reply'] },
  ): void {
    this.act(() => {
      const received = { seq: this.journal.write(path, { type: 'call.received', call: request.name }, null).seq }
      const call: Call = { request, path, received, reply }
      const supervisor = this.#supervisors.get(supervisorPath)
      if (supervisor === undefined) this.answer(call, { ok: false, error: 'supervisor_down' })
      else supervisor.send({ type: 'call.received', call })
    })
  }

  answer(call: Call, result: CallResult<CallValues[CallName]>): void {
    const { path, request, received, reply } = call
    const shown = request.name === 'getChildSpec' && result.ok ? { ...result, value: specOf(this, path) } : result
    // Of a reload the whole is answered, not each part.
    if (request.name !== 'reload')
      this.journal.write(path, { type: 'call.answered', call: request.name, ...withoutSecrets(shown) }, received.seq)
    reply(result)
  }

  /** Puts another spec into force, once the reloads before it have come to their end. */
  reload(wanted: Wanted, reply: (result: ReloadResult) => void): void {
    this.#reloader.reload(wanted, reply)
  }

  /** What a reload would change now. */
  planReload(wanted: CheckedSpec): ReloadResult {
    return this.#reloader.plan(wanted)
  }

  write(body: EventBody, cause: Mark | null): Mark {
    return { seq: this.journal.write(this.rootPath, body, cause?.seq ?? null).seq }
  }

  /** Asks the root to stop, in order. */
  stop(): void {
    if (!this.#isOver) this.#root.send({ type: 'stop.requested', cause: { seq: this.journal.outside() } })
  }

  /** SIGKILL to everything. */
  kill(why: KillReason): void {
    if (!this.#isOver) this.#root.send({ type: 'kill.requested', why, cause: { seq: this.journal.outside() } })
  }

  reportBug(path: string, error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    this.#report.bug(`${path}: internal error: ${text}`)
  }

  #rootUp(): void {
    this.journal.write(this.rootPath, { type: 'tree.started' }, this.#starting.seq)
    this.#report.started()
  }

  #rootEnded({ exit, mark }: Death, failure: StartFailure | null): void {
    this.#isOver = true
    const cause = failure === null ? this.#stopping : this.#starting
    this.journal.write(this.rootPath, { type: 'tree.stopped', exit }, cause.seq)
    const why = this.journal.chain(failure === null ? mark.seq : failure.mark.seq)
    const leafExit = failure === null ? null : startFailureIn(why)
    this.#report.ended({ exit, failure, leafExit, why })
  }
}

const startFailureIn = (why: readonly SupervisionEvent[]): ExitReason | null => {
  const last = why.at(-1)
  return last?.type === 'child.start_failed' ? last.exit : null
}
