export { ScenarioError, UnsettledError } from '../errors.ts'
export { checkFailure, type FailureProblem } from '../explain/check-failure.ts'
export { explain, explainChecked } from '../explain/explain.ts'
export type {
  Absence,
  Blocker,
  CheckedFailure,
  Effect,
  Explanation,
  Failure,
  FailureEffects,
  Outage,
  RestartBudget,
} from '../explain/explanation.ts'
export { type Exploration, type ExploreOptions, explore, exploreChecked } from '../explore/explore.ts'
export type { Move } from '../explore/moves.ts'
export { follow, shorten, type Walk, type WanderOptions, wander } from '../explore/wander.ts'
export type { Broken } from '../explore/world.ts'
export { type BatchOptions, runBatch } from '../simulate/batch.ts'
export { checkScenario } from '../simulate/check-scenario.ts'
export type { CheckedScenario, CheckedStep, LeafEnd, Scenario, ScenarioProblem, Step } from '../simulate/scenario.ts'
export { type Simulation, type SimulationEnd, simulate, simulateChecked } from '../simulate/simulate.ts'
export type { Outcome } from '../simulate/virtual-run.ts'
export { type VirtualTree, type VirtualTreeOptions, virtualTree } from '../simulate/virtual-tree.ts'
export { seededRandom } from './seeded-random.ts'
export { type VirtualClock, virtualClock } from './virtual-clock.ts'
export { type LeafPlan, type VirtualLauncher, virtualLauncher } from './virtual-launcher.ts'
