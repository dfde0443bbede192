// The handle that users hold: OTP's calls by path, the events, and the end.

import type { ControlledTree } from './controlled.ts'
import type { CallResult, CallValues, ChildCounts, ChildInfo, StartedChild } from './decide/call.ts'
import { eventStream } from './event-stream.ts'
import type { CallName, SupervisionEvent } from './events.ts'
import { callOfChild, callOfSupervisor, type RoutedCall } from './runtime/call-by-path.ts'
import { dependentsOf, specOf, waitsFor } from './runtime/children.ts'
import type { LeafUsage } from './runtime/monitor.ts'
import type { CheckedSpec, ReloadOptions, ReloadResult } from './runtime/reload.ts'
import type { RunningTree } from './runtime/running-tree.ts'
import { treeStatus } from './runtime/tree-status.ts'
import type { checkSpec } from './spec/check-spec.ts'
import type { SupervisorSpec, TemplateStart, WorkerSpec } from './spec/spec.ts'
import type { ChildStatus } from './status.ts'

/** How a tree ended, and what led to it. */
export type TreeEnd = {
  /** `stopped`: as asked. `gave_up`: too many restarts. `internal_error`: a bug of ours ended the root. */
  readonly outcome: 'stopped' | 'gave_up' | 'auto_shutdown' | 'internal_error'
  /** The chain of causes, oldest first. */
  readonly why: readonly SupervisionEvent[]
}

/**
 * A running tree. The calls are OTP's, with OTP's answers as values; a path joins ids with `/`, from the root.
 * @see https://www.erlang.org/doc/man/supervisor
 */
export interface Tree extends AsyncDisposable {
  /** Resolves when the tree is down, whatever the reason. Never rejects. */
  readonly done: Promise<TreeEnd>
  /** Stops everything in reverse order; resolves when the tree is down. Calling it again changes nothing. */
  stop(): Promise<void>
  /** The events from now on, until the tree is down. An iterator that is left behind keeps them in memory: read or end it. */
  events(): AsyncIterable<SupervisionEvent>
  /** What every child does at this moment: a supervisor before its children, siblings in start order. */
  status(): readonly ChildStatus[]
  /** Calls `listener` for each event from now on; the answer ends that. */
  on(type: 'event', listener: (event: SupervisionEvent) => void): () => void
  /**
   * Adds a child to the supervisor at `path`, as the last in its order, and starts it. Takes a spec; under
   * `simple_one_for_one` what the child has on top of the template, or nothing.
   */
  startChild(path: string, child?: WorkerSpec | SupervisorSpec | TemplateStart): Promise<CallResult<StartedChild>>
  /** Stops a child by its shutdown rule. Its spec stays (a temporary one's does not), and it stays down. */
  terminateChild(path: string): Promise<CallResult<null>>
  /** Starts a child that is down: that one alone, whatever the strategy. */
  restartChild(path: string): Promise<CallResult<StartedChild>>
  /** Drops the spec of a child that is down. */
  deleteChild(path: string): Promise<CallResult<null>>
  /** The children of the supervisor at `path`, in start order (OTP: newest first). */
  whichChildren(path: string): Promise<CallResult<readonly ChildInfo[]>>
  /** Counts the children of the supervisor at `path`. */
  countChildren(path: string): Promise<CallResult<ChildCounts>>
  /**
   * CPU and memory of the worker at `path`, of its whole process group, as they were measured since its last start; null
   * as long as it was not, and when it does not run.
   */
  usage(path: string): LeafUsage | null
  /** The spec of a child, with every default filled in. */
  getChildSpec(path: string): Promise<CallResult<WorkerSpec | SupervisorSpec>>
  /**
   * Puts another spec of the whole tree into force, by the smallest change: what is the same goes on with its pid. A call,
   * and no failure: no restart is counted. Reloads are taken one after the other.
   */
  reload(spec: SupervisorSpec, options?: ReloadOptions): Promise<ReloadResult>
  /**
   * The same for a spec that was checked elsewhere (`checkSpec`), perhaps in another process; or for one that was found
   * wrong, or could not even be read: that is a reload, too, and is refused.
   */
  reloadChecked(checked: CheckedSpec, options?: Pick<ReloadOptions, 'rollback'>): Promise<ReloadResult>
  /** What `reloadChecked` would change now, and why not; nothing is changed. */
  planReload(checked: CheckedSpec): ReloadResult
  /** Checks specs for the supervisor at `path`, and starts nothing. */
  checkChildSpecs(path: string, specs: readonly unknown[]): Promise<CallResult<null>>
}

/** OTP's calls, by path. */
export type TreeCalls = Pick<Tree, Exclude<CallName, 'reload'>>

/** Checks a spec as the one that the tree was started with. */
export type CheckTree = (spec: SupervisorSpec, textAt: ReloadOptions['textAt']) => ReturnType<typeof checkSpec>

/** Wraps a running tree for its users. */
export function treeHandle(running: RunningTree, done: Promise<TreeEnd>, check: CheckTree): Tree {
  const stop = async (): Promise<void> => {
    running.stop()
    await done
  }
  return {
    done,
    stop,
    [Symbol.asyncDispose]: stop,
    events: () => eventStream(running.journal, done),
    on: (_type, listener) => running.journal.listen(listener),
    reload: (spec, { rollback = true, textAt } = {}) =>
      new Promise((resolve) => running.reload({ ...check(spec, textAt), rollback }, resolve)),
    reloadChecked: (checked, { rollback = true } = {}) =>
      new Promise((resolve) => running.reload({ ...checked, rollback }, resolve)),
    planReload: (checked) => running.planReload(checked),
    usage: (path) => running.usageOf(path),
    status: () => treeStatus(running),
    ...treeCalls(running),
  }
}

const treeCalls = (running: RunningTree): TreeCalls => {
  const call = caller(running)
  const { rootPath } = running
  return {
    startChild: async (path, spec) => call<'startChild'>(callOfSupervisor(path, { name: 'startChild', spec })),
    terminateChild: async (path) => call<'terminateChild'>(callOfChild('terminateChild', path, rootPath)),
    restartChild: async (path) => call<'restartChild'>(callOfChild('restartChild', path, rootPath)),
    deleteChild: async (path) => call<'deleteChild'>(callOfChild('deleteChild', path, rootPath)),
    getChildSpec: async (path) => call<'getChildSpec'>(callOfChild('getChildSpec', path, rootPath)),
    whichChildren: async (path) => call<'whichChildren'>(callOfSupervisor(path, { name: 'whichChildren' })),
    countChildren: async (path) => call<'countChildren'>(callOfSupervisor(path, { name: 'countChildren' })),
    checkChildSpecs: async (path, specs) =>
      call<'checkChildSpecs'>(callOfSupervisor(path, { name: 'checkChildSpecs', specs })),
  }
}

const caller =
  (running: RunningTree) =>
  <Name extends CallName>({ supervisor, path, request }: RoutedCall) =>
    new Promise<CallResult<CallValues[Name]>>((resolve) => {
      // The request's name and the answer's value belong together: decide/on-call.ts keeps that.
      running.call(supervisor, { path, request, reply: (result) => resolve(result as CallResult<CallValues[Name]>) })
    })

/** What the control API is given of a running tree. */
export function controlledTree(running: RunningTree): ControlledTree {
  const { journal, rootPath, name } = running
  const call = caller(running)
  return {
    name,
    rootPath,
    run: running.run,
    calls: treeCalls(running),
    status: () => treeStatus(running),
    specOf: (path) => specOf(running, path),
    waitsFor: (path) => waitsFor(running, path),
    dependentsOf: (path) => dependentsOf(running, path),
    terminateNow: async (path) => {
      const routed = callOfChild('terminateChild', path, rootPath)
      const id = path.slice(routed.supervisor.length + 1)
      return call<'terminateChild'>({ ...routed, request: { name: 'terminateChild', id, now: true } })
    },
    signal: (path, signal, to) => {
      const slash = path.lastIndexOf('/')
      const supervisor = running.supervisorAt(path.slice(0, Math.max(slash, 0)))
      return supervisor?.signal(path.slice(slash + 1), signal, to) ?? false
    },
    stop: () => running.stop(),
    kill: () => running.kill('forced'),
    listen: (listener) => journal.listen(listener),
    eventsAfter: (seq) => journal.after(seq),
    chain: (seq, most) => journal.chain(seq, most),
  }
}
