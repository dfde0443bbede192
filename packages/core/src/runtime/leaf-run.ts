// One start of a leaf: launched through the port, measured, and from then on a handle. What the launcher tells of it goes
// to its supervisor as facts.
import type { Attempt, Child } from '../decide/state.ts'
import type { Failing, ProcessEnd } from '../exit-reason.ts'
import type { LaunchedProcess, LaunchReport } from '../ports/launcher.ts'
import type { LeafSpec, Limits } from '../spec/child-spec.ts'
import type { SignalName } from '../spec/signals.ts'
import type { News, Supervisor, Surroundings } from './surroundings.ts'

const NOTHING: LaunchedProcess = { pid: null, stop() {}, kill() {}, signal: () => false }
const nothing = (): void => {}

// A class, and one object for all of it: a tree has thousands.
export class LeafRun implements LaunchReport {
  readonly child: Child
  readonly attempt: Attempt
  readonly #tree: Surroundings
  readonly #supervisor: Supervisor
  #process = NOTHING
  #endMeasuring = nothing
  #hasEnded = false

  constructor(tree: Surroundings, supervisor: Supervisor, child: Child, attempt: Attempt) {
    this.#tree = tree
    this.#supervisor = supervisor
    this.child = child
    this.attempt = attempt
  }

  /** Starts it. Its facts may come before this returns, and it has ended exactly once whatever the launcher does. */
  launch(spec: LeafSpec): void {
    const { path } = this.child
    const { incarnation, began } = this.attempt
    this.#process = this.#launchSafely(spec)
    const { pid } = this.#process
    this.attempt.pid = pid
    if (pid === null) return
    this.#tree.announce(path, { type: 'child.spawned', incarnation, pid }, began)
    if (this.#hasEnded) return
    const over = (failing: Failing): void => this.#failing(failing)
    // As they are then: a reload may change them.
    const limits = (): Limits | null => (this.child.spec.type === 'worker' ? this.child.spec.limits : null)
    this.#endMeasuring = this.#tree.measure({ path, pid, limits, over })
  }

  // A launcher that throws has not started anything: that is an end like any other.
  #launchSafely(spec: LeafSpec): LaunchedProcess {
    const { path, lastExit } = this.child
    const order = { path, incarnation: this.attempt.incarnation, run: this.#tree.run, spec, lastExit }
    try {
      return this.#tree.ports.launcher.launch(order, this)
    } catch (error) {
      const errno = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
      this.ended({ kind: 'spawn_error', errno, message: error instanceof Error ? error.message : String(error) })
      return NOTHING
    }
  }

  stop(): void {
    this.#process.stop()
  }

  change(spec: LeafSpec): void {
    this.#process.change?.(spec)
  }

  kill(): void {
    this.#process.kill()
  }

  signal(name: SignalName, to: 'leader' | 'group'): boolean {
    return this.#process.signal(name, to)
  }

  ready(): void {
    this.#tell({ type: 'child.ready', ...this.#of() })
  }

  healthy(): void {
    this.#tell({ type: 'child.healthy', ...this.#of() })
  }

  unhealthy(found: { readonly failures: number; readonly message: string }): void {
    this.#failing({ kind: 'unhealthy', ...found })
  }

  ended(end: ProcessEnd): void {
    this.#hasEnded = true
    this.#endMeasuring()
    this.#tell({ type: 'child.exited', ...this.#of(), end: { of: 'worker', end } })
  }

  #failing(failing: Failing): void {
    this.#tell({ type: 'child.failing', ...this.#of(), failing })
  }

  #of() {
    return { id: this.child.id, epoch: this.attempt.epoch }
  }

  #tell(news: News): void {
    this.#supervisor.send(news)
  }
}
