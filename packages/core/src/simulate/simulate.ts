// A scenario in, a virtual run out.
import { ScenarioError } from '../errors.ts'
import type { SupervisionEvent } from '../events.ts'
import { checkedTree } from '../spec/checked-tree.ts'
import type { SupervisorChildSpec } from '../spec/child-spec.ts'
import type { SupervisorSpec } from '../spec/spec.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { checkScenario } from './check-scenario.ts'
import type { CheckedScenario, CheckedStep, Scenario } from './scenario.ts'
import {
  advanceTo,
  isSettled,
  type Outcome,
  openRun,
  runningPaths,
  settle,
  throwBugs,
  type VirtualRun,
} from './virtual-run.ts'

/** How a simulation ended. */
export type SimulationEnd = {
  readonly type: 'simulation.ended'
  /** Virtual milliseconds since the run began. */
  readonly at: number
  /** Paths of everything that is up, a supervisor before its children. */
  readonly running: readonly string[]
  readonly outcome: Outcome
}

/** A life of a tree in virtual time. */
export type Simulation = { readonly events: readonly SupervisionEvent[]; readonly end: SimulationEnd }

/**
 * Runs a tree through a scenario in virtual time; nothing is started. The same input gives the same events, to the byte.
 *
 * @throws {@link SpecError} when the tree is wrong.
 * @throws {@link ScenarioError} when the scenario is.
 * @throws {@link UnsettledError} when there is no end to it and the scenario gives none (`until`).
 * @example
 * ```ts
 * const { events, end } = simulate(shop, { steps: [{ exit: 'shop/db', signal: 'SIGKILL' }, { at: '9s', call: 'stop' }] })
 * ```
 */
export function simulate(spec: SupervisorSpec, scenario: Scenario = {}): Simulation {
  const tree = checkedTree(spec)
  const checked = checkScenario(scenario, tree)
  if (!checked.ok) throw new ScenarioError(checked.problems)
  return simulateChecked(tree, checked.scenario)
}

/**
 * {@link simulate} for many scenarios of a tree: takes what `checkSpec` and {@link checkScenario} have checked once.
 * @throws {@link UnsettledError} when there is no end to it and the scenario gives none (`until`).
 */
export function simulateChecked(spec: SupervisorChildSpec, scenario: CheckedScenario): Simulation {
  const run = openRun(spec, seededRandom(scenario.seed))
  runSteps(run, scenario)
  throwBugs(run)
  const { clock, events, outcome } = run
  return { events, end: { type: 'simulation.ended', at: clock.nowMs(), running: runningPaths(run), outcome } }
}

const runSteps = (run: VirtualRun, { steps, untilMs }: CheckedScenario): void => {
  const limitMs = untilMs ?? Number.POSITIVE_INFINITY
  const firstLater = steps.findIndex(({ atMs }) => atMs !== 0)
  const begun = firstLater === -1 ? steps.length : firstLater
  run.tree.start(() => applySteps(run, steps, { from: 0, to: begun }))
  for (let from = begun; from < steps.length; ) {
    const { atMs } = steps[from] as CheckedStep
    if (!waitFor(run, atMs, limitMs)) break
    const to = atMs === null ? from + 1 : endOfInstant(steps, from)
    const begin = from
    run.tree.act(() => applySteps(run, steps, { from: begin, to }))
    from = to
  }
  if (untilMs === null) settle(run, limitMs)
  else advanceTo(run, untilMs)
}

/** Waits for a step's time, or until the one before has settled; false when the time given ran out first. */
const waitFor = (run: VirtualRun, atMs: number | null, limitMs: number): boolean => {
  if (atMs !== null) {
    if (atMs <= limitMs) advanceTo(run, atMs)
    return atMs <= limitMs
  }
  settle(run, limitMs)
  const nextMs = run.clock.nextMs()
  return isSettled(run) || nextMs === null || nextMs <= limitMs
}

/** Steps with the same time are simultaneous. */
const endOfInstant = (steps: readonly CheckedStep[], from: number): number => {
  let end = from + 1
  while (end < steps.length && steps[end]?.atMs === steps[from]?.atMs) end += 1
  return end
}

const applySteps = (
  run: VirtualRun,
  steps: readonly CheckedStep[],
  { from, to }: { readonly from: number; readonly to: number },
): void => {
  for (const [index, step] of steps.slice(from, to).entries()) applyStep(run, step, from + index)
}

const applyStep = (run: VirtualRun, step: CheckedStep, index: number): void => {
  const { tree, events, launcher } = run
  const isApplied = !tree.isOver && (!('paths' in step) || step.paths.some((path) => launcher.isRunning(path)))
  const { seq } = tree.journal.write(tree.rootPath, { type: 'scenario.step', step: index, applied: isApplied }, null)
  const refuse = (): void => {
    const event = events[seq - 1]
    if (event?.type === 'scenario.step') events[seq - 1] = { ...event, applied: false }
  }
  if (!tree.isOver) tree.journal.from(seq, () => doStep(run, step, refuse))
}

const doStep = ({ tree, launcher }: VirtualRun, step: CheckedStep, refuse: () => void): void => {
  switch (step.kind) {
    case 'exit':
      for (const path of step.paths) launcher.exit(path, step.end)
      return
    case 'unhealthy':
      for (const path of step.paths) launcher.unhealthy(path)
      return
    case 'plan':
      launcher.plan(step.path, step.plan)
      return
    case 'call': {
      const { path, request } = step
      const reply = (result: { readonly ok: boolean; readonly error?: string }): void => {
        if (!result.ok && result.error === 'supervisor_down') refuse()
      }
      tree.call(step.supervisor, { path, request, reply })
      return
    }
    case 'reload':
      tree.reload(step.wanted, (result) => {
        if (!result.ok && result.error === 'supervisor_down') refuse()
      })
      return
    case 'stop':
      tree.stop()
  }
}
