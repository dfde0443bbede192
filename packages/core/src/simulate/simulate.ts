// A scenario in, a virtual run out: the same machines on a virtual clock and a virtual launcher.
import { UnsettledError } from '../errors.ts'
import type { SupervisionEvent } from '../events.ts'
import { RunningTree } from '../runtime/running-tree.ts'
import type { SupervisorChildSpec } from '../spec/child-spec.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { type VirtualClock, virtualClock } from '../testing/virtual-clock.ts'
import { type VirtualLauncher, virtualLauncher } from '../testing/virtual-launcher.ts'
import { VERSION } from '../version.ts'
import type { Scenario, Step } from './scenario.ts'

/** How a simulation ended. */
export type SimulationEnd = {
  readonly type: 'simulation.ended'
  /** Virtual milliseconds since the run began. */
  readonly at: number
  /** Paths of everything that is up, a supervisor before its children. */
  readonly running: readonly string[]
  readonly outcome: 'running' | 'stopped' | 'gave_up' | 'auto_shutdown' | 'start_failed'
}

type Simulation = {
  readonly tree: RunningTree
  readonly clock: VirtualClock
  readonly launcher: VirtualLauncher
  readonly events: SupervisionEvent[]
}

/** A tree that is not at rest after so many instants never will be. */
const MOST_INSTANTS = 20_000

const OUTCOMES = ['gave_up', 'auto_shutdown', 'start_failed'] as const

/**
 * Runs a checked tree through a checked scenario. The same input gives the same events, to the byte.
 * @throws {@link UnsettledError} when there is no end to it and the scenario gives none.
 */
export function simulate(
  spec: SupervisorChildSpec,
  scenario: Scenario,
): { readonly events: readonly SupervisionEvent[]; readonly end: SimulationEnd } {
  let outcome: SimulationEnd['outcome'] = 'running'
  const bugs: string[] = []
  const clock = virtualClock()
  const launcher = virtualLauncher(clock)
  const ports = {
    launcher,
    clock,
    ids: { runId: () => 'simulation' },
    random: seededRandom(scenario.seed),
  }
  const tree = new RunningTree(
    { spec, ports, cwd: '/', version: VERSION },
    {
      started: () => {},
      bug: (message) => bugs.push(message),
      ended: ({ exit }) => {
        outcome = OUTCOMES.find((kind) => kind === exit.kind) ?? 'stopped'
      },
    },
  )
  const events: SupervisionEvent[] = []
  tree.journal.listen((event) => events.push(event))
  runSteps({ tree, clock, launcher, events }, scenario)
  if (bugs.length > 0) throw new Error(bugs.join('\n'))
  return { events, end: { type: 'simulation.ended', at: clock.nowMs(), running: runningPaths(tree), outcome } }
}

const runSteps = (simulation: Simulation, { steps, untilMs }: Scenario): void => {
  const limitMs = untilMs ?? Number.POSITIVE_INFINITY
  const firstLater = steps.findIndex(({ atMs }) => atMs !== 0)
  const begun = firstLater === -1 ? steps.length : firstLater
  simulation.tree.start(() => applySteps(simulation, steps, { from: 0, to: begun }))
  for (let from = begun; from < steps.length; ) {
    const { atMs } = steps[from] as Step
    if (!waitFor(simulation, atMs, limitMs)) break
    const to = atMs === null ? from + 1 : endOfInstant(steps, from)
    const begin = from
    simulation.tree.act(() => applySteps(simulation, steps, { from: begin, to }))
    from = to
  }
  if (untilMs === null) settle(simulation, limitMs)
  else advanceTo(simulation, untilMs)
}

/** Waits for a step's time, or until the one before has settled; false when the time given ran out first. */
const waitFor = (simulation: Simulation, atMs: number | null, limitMs: number): boolean => {
  if (atMs !== null) {
    if (atMs <= limitMs) advanceTo(simulation, atMs)
    return atMs <= limitMs
  }
  settle(simulation, limitMs)
  const nextMs = simulation.clock.nextMs()
  return isSettled(simulation) || nextMs === null || nextMs <= limitMs
}

/** Lets time pass until the tree is at rest. Messages are taken as they come and never wait for time. */
const settle = (simulation: Simulation, limitMs: number): void => {
  for (let instants = 0; !isSettled(simulation) && passInstant(simulation, limitMs); instants++) {
    if (instants < MOST_INSTANTS || limitMs < Number.POSITIVE_INFINITY) continue
    throw new UnsettledError(simulation.launcher.underWay())
  }
}

/** No start and no stop is under way, and no restart waits for its back-off. Timers that only watch do not count. */
const isSettled = ({ tree, launcher }: Simulation): boolean => !tree.isBackingOff && launcher.underWay().length === 0

const advanceTo = (simulation: Simulation, atMs: number): void => {
  while (passInstant(simulation, atMs));
  simulation.clock.advanceTo(atMs)
}

/** Moves to the next instant up to `limitMs`. Its timers are simultaneous: all fire before a message is taken. */
const passInstant = ({ tree, clock }: Simulation, limitMs: number): boolean => {
  const nextMs = clock.nextMs()
  if (nextMs === null || nextMs > limitMs) return false
  tree.act(() => {
    while (clock.nextMs() === nextMs) clock.fireNext()
  })
  return true
}

/** Steps with the same time are simultaneous. */
const endOfInstant = (steps: readonly Step[], from: number): number => {
  let end = from + 1
  while (end < steps.length && steps[end]?.atMs === steps[from]?.atMs) end += 1
  return end
}

const applySteps = (
  simulation: Simulation,
  steps: readonly Step[],
  { from, to }: { readonly from: number; readonly to: number },
): void => {
  for (const [index, step] of steps.slice(from, to).entries()) applyStep(simulation, step, from + index)
}

const applyStep = (simulation: Simulation, step: Step, index: number): void => {
  const { tree, events, launcher } = simulation
  const isApplied = !tree.isOver && (step.kind !== 'exit' || step.paths.some((path) => launcher.isRunning(path)))
  const { seq } = tree.journal.write(tree.rootPath, { type: 'scenario.step', step: index, applied: isApplied }, null)
  const refuse = (): void => {
    const event = events[seq - 1]
    if (event?.type === 'scenario.step') events[seq - 1] = { ...event, applied: false }
  }
  if (!tree.isOver) tree.journal.from(seq, () => doStep(simulation, step, refuse))
}

const doStep = ({ tree, launcher }: Simulation, step: Step, refuse: () => void): void => {
  switch (step.kind) {
    case 'exit':
      for (const path of step.paths) launcher.exit(path, step.end)
      return
    case 'failStart':
      launcher.plan(step.path, { failStarts: step.times })
      return
    case 'ignoreStop':
      launcher.plan(step.path, { ignoresStop: true })
      return
    case 'startTakes':
      launcher.plan(step.path, { startTakesMs: step.durationMs })
      return
    case 'call': {
      const { path, request } = step
      const reply = (result: { readonly ok: boolean; readonly error?: string }): void => {
        if (!result.ok && result.error === 'supervisor_down') refuse()
      }
      tree.call(step.supervisor, { path, request, reply })
      return
    }
    case 'stop':
      tree.stop()
  }
}

const runningPaths = (tree: RunningTree): readonly string[] => pathsBelow(tree, tree.rootPath)

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
