// A tree in virtual time that a test drives by hand. What takes no time has happened when a method returns.
import type { CallResult, CallValues, ChildCounts, ChildInfo, StartedChild } from '../decide/call.ts'
import { MisuseError, UnsettledError } from '../errors.ts'
import type { CallName, SupervisionEvent } from '../events.ts'
import { callOfChild, callOfSupervisor, type RoutedCall } from '../runtime/call-by-path.ts'
import type { ReloadOptions, ReloadResult, Wanted } from '../runtime/reload.ts'
import { checkSpec } from '../spec/check-spec.ts'
import { checkedTree } from '../spec/checked-tree.ts'
import type { SupervisorSpec, TemplateStart, WorkerSpec } from '../spec/spec.ts'
import type { Duration } from '../spec/written.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { addPathsOfStep } from './check-call-step.ts'
import { checkStep } from './check-step.ts'
import { noLeaf } from './leaf-meant.ts'
import { addPaths, type PossiblePaths, pathsOf } from './possible-paths.ts'
import { type LeafKey, readDuration } from './reading.ts'
import type { LeafEnd } from './scenario.ts'
import {
  advanceTo,
  type Outcome,
  openRun,
  passUntil,
  runningPaths,
  settle,
  throwBugs,
  type VirtualRun,
} from './virtual-run.ts'

/** How a {@link VirtualTree} begins. */
export type VirtualTreeOptions = {
  /** For the jitter of back-offs. @defaultValue `0` */
  readonly seed?: number
  /** Plans that hold from the first start on. The tree has not begun: nothing else may be done. */
  readonly beforeBoot?: (tree: Pick<VirtualTree, 'failStart' | 'startTakes' | 'ignoreStop'>) => void
}

/**
 * A tree in virtual time, driven by hand: no process, no waiting, no promise. Starts and stops take no time unless it was
 * said that they do, and time passes only in {@link VirtualTree.advance} and {@link VirtualTree.settle}, and in a call
 * that waits for its answer.
 */
export interface VirtualTree {
  /** All that happened, from the first event on; it grows. */
  readonly events: readonly SupervisionEvent[]
  /** What became of the tree; `running` also while it comes up or goes down. */
  readonly outcome: Outcome
  /** Virtual milliseconds since the run began. */
  readonly nowMs: number
  /** Paths of everything that is up, a supervisor before its children, siblings in the supervisor's own order. */
  running(): readonly string[]
  /**
   * Ends a leaf by itself, or several at the same instant: all are dead before the first death is handled. False when
   * none of them was running: then nothing has happened.
   *
   * @param end - how; a crash with code 1 unless it is given.
   * @throws {@link MisuseError} when no leaf can have that path.
   */
  exit(path: string | readonly string[], end?: LeafEnd): boolean
  /**
   * Lets a leaf fail its health checks: it is stopped for that. False when it was not running, or is being stopped.
   * @throws {@link MisuseError} when no leaf can have that path.
   */
  unhealthy(path: string): boolean
  /** From now on so many of its next starts fail, with exit code 1: one unless `times` is given. */
  failStart(path: string, times?: number): void
  /** From now on its starts take so long; a one-shot runs so long. */
  startTakes(path: string, duration: Duration): void
  /** From now on it does not stop when asked, and must be killed. */
  ignoreStop(path: string): void
  /** Lets time pass: all that is due meanwhile happens, each at its instant. */
  advance(duration: Duration): void
  /**
   * Lets time pass until no start, no stop and no back-off is under way.
   * @throws {@link UnsettledError} when there is no end to it.
   */
  settle(): void
  /** Asks the whole tree to stop. {@link VirtualTree.settle} waits for those that take time. */
  stop(): void
  /** As of a real tree, answered at once; time passes until then if it must. So do the other calls. */
  startChild(path: string, child?: WorkerSpec | SupervisorSpec | TemplateStart): CallResult<StartedChild>
  /** Stops a child by its shutdown rule; it stays down. */
  terminateChild(path: string): CallResult<null>
  /** Starts a child that is down: that one alone. */
  restartChild(path: string): CallResult<StartedChild>
  /** Drops the spec of a child that is down. */
  deleteChild(path: string): CallResult<null>
  /** Puts another spec of the whole tree into force, by the smallest change. */
  reload(spec: SupervisorSpec, options?: Pick<ReloadOptions, 'rollback'>): ReloadResult
  /** The children of the supervisor at `path`, in start order. */
  whichChildren(path: string): CallResult<readonly ChildInfo[]>
  /** Counts the children of the supervisor at `path`. */
  countChildren(path: string): CallResult<ChildCounts>
  /** The spec of a child, with every default filled in. */
  getChildSpec(path: string): CallResult<WorkerSpec | SupervisorSpec>
  /** Checks specs for the supervisor at `path`, and starts nothing. */
  checkChildSpecs(path: string, specs: readonly unknown[]): CallResult<null>
}

/**
 * Starts a tree in virtual time, to be driven by hand. Unless a start was said to take time or to fail, it is up when
 * this returns.
 *
 * @throws {@link SpecError} when the spec is wrong, as `start` does.
 * @example
 * ```ts
 * const tree = virtualTree(shop)
 * tree.exit('shop/db', { signal: 'SIGKILL' })
 * assert.deepEqual(tree.running(), ['shop', 'shop/db', 'shop/api'])
 * ```
 */
export function virtualTree(spec: SupervisorSpec, { seed = 0, beforeBoot }: VirtualTreeOptions = {}): VirtualTree {
  const checked = checkedTree(spec)
  const run = openRun(checked, seededRandom(seed))
  const paths = pathsOf(checked)
  const plans = plansOf(run, paths)
  run.tree.start(() => beforeBoot?.(plans))
  throwBugs(run)
  return {
    get events() {
      return run.events
    },
    get outcome() {
      return run.outcome
    },
    get nowMs() {
      return run.clock.nowMs()
    },
    running: () => runningPaths(run),
    ...plans,
    ...drive(run, paths),
    ...callsOf(run, paths),
    reload: (wanted, { rollback = true } = {}) => reload(run, paths, { ...checkSpec(wanted, { cwd: '/' }), rollback }),
  }
}

type Step = NonNullable<ReturnType<typeof checkStep>>

/** The words of a scenario mean the same by hand, and are checked by the same rules. */
const readStep = <Kind extends Step['kind']>(
  fields: Readonly<Record<string, unknown>>,
  { tree }: VirtualRun,
  paths: PossiblePaths,
): Extract<Step, { readonly kind: Kind }> =>
  checkStep(fields, { rootPath: tree.rootPath, paths, problem: misuse, noSuchLeaf: noLeafOf(paths) }) as Extract<
    Step,
    { readonly kind: Kind }
  >

const misuse = (_key: string | null, message: string, fix: string): never => {
  throw new MisuseError(`${message} ${fix}`)
}

const noLeafOf = (paths: PossiblePaths) => (path: unknown, key: LeafKey) => {
  const { message, fix } = noLeaf(path, paths)
  return misuse(key, message, fix)
}

const plansOf = (run: VirtualRun, paths: PossiblePaths) => {
  const plan = (fields: Readonly<Record<string, unknown>>): void => {
    const step = readStep<'plan'>(fields, run, paths)
    run.launcher.plan(step.path, step.plan)
  }
  return {
    failStart: (path, times = 1) => plan({ failStart: path, times }),
    startTakes: (path, duration) => plan({ startTakes: path, duration }),
    ignoreStop: (path) => plan({ ignoreStop: path }),
  } satisfies Partial<VirtualTree>
}

const drive = (run: VirtualRun, paths: PossiblePaths) =>
  ({
    exit(path, end = { code: 1 }) {
      const step = readStep<'exit'>({ exit: path, ...end }, run, paths)
      const isApplied = step.paths.some((each) => run.launcher.isRunning(each))
      run.tree.act(() => step.paths.forEach((each) => run.launcher.exit(each, step.end)))
      throwBugs(run)
      return isApplied
    },
    unhealthy(path) {
      const step = readStep<'unhealthy'>({ unhealthy: path }, run, paths)
      const isApplied = step.paths.some((each) => run.launcher.unhealthy(each))
      throwBugs(run)
      return isApplied
    },
    advance(duration) {
      advanceTo(run, run.clock.nowMs() + (readDuration(duration ?? null, 'duration', { problem: misuse }) ?? 0))
      throwBugs(run)
    },
    settle() {
      settle(run, Number.POSITIVE_INFINITY)
      throwBugs(run)
    },
    stop() {
      run.tree.stop()
      throwBugs(run)
    },
  }) satisfies Partial<VirtualTree>

const reload = (run: VirtualRun, paths: PossiblePaths, wanted: Wanted): ReloadResult => {
  if (wanted.ok) addPaths(paths, wanted.spec.id, wanted.spec)
  return answerOf(run, (reply) => run.tree.reload(wanted, reply))
}

/** Lets time pass until there is an answer. */
const answerOf = <Answer>(run: VirtualRun, ask: (reply: (answer: Answer) => void) => void): Answer => {
  const answers: Answer[] = []
  ask((answer) => answers.push(answer))
  passUntil(run, Number.POSITIVE_INFINITY, () => answers.length > 0)
  throwBugs(run)
  if (answers.length === 0) throw new UnsettledError(run.launcher.underWay())
  return answers[0] as Answer
}

const callsOf = (run: VirtualRun, paths: PossiblePaths) => {
  const { rootPath } = run.tree
  const call = <Name extends CallName>({ supervisor, path, request }: RoutedCall): CallResult<CallValues[Name]> => {
    // The request's name and the answer's value belong together: decide/on-call.ts keeps that.
    return answerOf<CallResult<CallValues[CallName]>>(run, (reply) =>
      run.tree.call(supervisor, { path, request, reply }),
    ) as CallResult<CallValues[Name]>
  }
  return {
    startChild(path, spec) {
      addPathsOfStep(paths, { call: 'startChild', path, spec })
      return call<'startChild'>(callOfSupervisor(path, { name: 'startChild', spec }))
    },
    terminateChild: (path) => call<'terminateChild'>(callOfChild('terminateChild', path, rootPath)),
    restartChild: (path) => call<'restartChild'>(callOfChild('restartChild', path, rootPath)),
    deleteChild: (path) => call<'deleteChild'>(callOfChild('deleteChild', path, rootPath)),
    getChildSpec: (path) => call<'getChildSpec'>(callOfChild('getChildSpec', path, rootPath)),
    whichChildren: (path) => call<'whichChildren'>(callOfSupervisor(path, { name: 'whichChildren' })),
    countChildren: (path) => call<'countChildren'>(callOfSupervisor(path, { name: 'countChildren' })),
    checkChildSpecs: (path, specs) =>
      call<'checkChildSpecs'>(callOfSupervisor(path, { name: 'checkChildSpecs', specs })),
  } satisfies Partial<VirtualTree>
}
