// A checked tree in virtual time: the same machines on a virtual clock and a virtual launcher. Scenarios, trees that are
// driven by hand and explanations all stand on this.
import { UnsettledError } from '../errors.ts'
import type { SupervisionEvent } from '../events.ts'
import type { Random } from '../ports/random.ts'
import { RunningTree } from '../runtime/running-tree.ts'
import type { SupervisorChildSpec } from '../spec/child-spec.ts'
import { type VirtualClock, virtualClock } from '../testing/virtual-clock.ts'
import { type VirtualLauncher, virtualLauncher } from '../testing/virtual-launcher.ts'
import { VERSION } from '../version.ts'

/** What became of a tree so far; `running` also while it is coming up or going down. */
export type Outcome = 'running' | 'stopped' | 'gave_up' | 'auto_shutdown' | 'start_failed'

/** A tree in virtual time. */
export type VirtualRun = {
  readonly spec: SupervisorChildSpec
  readonly tree: RunningTree
  readonly clock: VirtualClock
  readonly launcher: VirtualLauncher
  /** All that happened so far. */
  readonly events: SupervisionEvent[]
  outcome: Outcome
  /** What led to its end, oldest first; empty while it runs. */
  why: readonly SupervisionEvent[]
  /** What our own code threw. */
  readonly bugs: string[]
}

/** A tree that is not at rest after so many instants never will be. */
export const MOST_INSTANTS = 20_000

const OUTCOMES = ['gave_up', 'auto_shutdown', 'start_failed'] as const

/** Makes a run that has not begun. */
export function openRun(spec: SupervisorChildSpec, random: Random): VirtualRun {
  const clock = virtualClock()
  const launcher = virtualLauncher(clock)
  const ports = { launcher, clock, ids: { runId: () => 'simulation' }, random, usage: null }
  const tree = new RunningTree(
    { spec, ports, cwd: '/', version: VERSION },
    {
      started: () => {},
      bug: (message) => run.bugs.push(message),
      ended: ({ exit, why }) => {
        run.outcome = OUTCOMES.find((kind) => kind === exit.kind) ?? 'stopped'
        run.why = why
      },
    },
  )
  const run: VirtualRun = { spec, tree, clock, launcher, events: [], outcome: 'running', why: [], bugs: [] }
  tree.journal.listen((event) => run.events.push(event))
  return run
}

/** Throws what our own code threw, if it did. */
export function throwBugs({ bugs }: VirtualRun): void {
  if (bugs.length > 0) throw new Error(bugs.join('\n'))
}

/**
 * Lets time pass until the tree is at rest. Messages are taken as they come and never wait for time.
 * @throws {@link UnsettledError} when there is no limit and it never is.
 */
export function settle(run: VirtualRun, limitMs: number): void {
  passUntil(run, limitMs, () => isSettled(run))
}

/**
 * Lets time pass until `isSo`, until `limitMs`, or until nothing is left to happen.
 * @throws {@link UnsettledError} when there is no limit and no end to it.
 */
export function passUntil(run: VirtualRun, limitMs: number, isSo: () => boolean): void {
  for (let instants = 0; !isSo() && passInstant(run, limitMs); instants++) {
    if (instants < MOST_INSTANTS || limitMs < Number.POSITIVE_INFINITY) continue
    throw new UnsettledError(run.launcher.underWay())
  }
}

/** No start and no stop is under way, and no restart waits for its back-off. Timers that only watch do not count. */
export function isSettled({ tree, launcher }: VirtualRun): boolean {
  return !tree.isBackingOff && launcher.underWay().length === 0
}

/** Lets all happen that is due up to `atMs`, and sets the clock to it. */
export function advanceTo(run: VirtualRun, atMs: number): void {
  while (passInstant(run, atMs));
  run.clock.advanceTo(atMs)
}

/** Moves to the next instant up to `limitMs`. Its timers are simultaneous: all fire before a message is taken. */
const passInstant = ({ tree, clock }: VirtualRun, limitMs: number): boolean => {
  const nextMs = clock.nextMs()
  if (nextMs === null || nextMs > limitMs) return false
  tree.act(() => {
    while (clock.nextMs() === nextMs) clock.fireNext()
  })
  return true
}

/** Paths of everything that is up, a supervisor before its children. */
export function runningPaths({ tree }: VirtualRun): readonly string[] {
  return pathsBelow(tree, tree.rootPath)
}

/** A supervisor and all below it, as far as they are up. */
const pathsBelow = (tree: RunningTree, path: string): readonly string[] => {
  const supervisor = tree.supervisorAt(path)
  if (supervisor === undefined) return []
  const below = supervisor.state.children.flatMap((child) => {
    if (child.spec.type === 'supervisor') return pathsBelow(tree, child.path)
    return child.status.kind === 'running' ? [child.path] : []
  })
  return supervisor.isUp() ? [path, ...below] : below
}
