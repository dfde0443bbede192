// The launcher is no public entry point: users name a command, not a launcher. Its own tests come in by this one door.
/* oxlint-disable no-restricted-imports -- see above */
export { processLauncher } from '../../packages/core/src/adapters/cross-spawn-launcher.ts'
export { nodeClock } from '../../packages/core/src/adapters/node-clock.ts'
export { nodeProbe } from '../../packages/core/src/adapters/node-probe.ts'
export { consoleOutput } from '../../packages/core/src/output/console-output.ts'
export type { Clock } from '../../packages/core/src/ports/clock.ts'
export type {
  LaunchedProcess,
  LaunchOrder,
  LaunchReport,
  ProcessEnd,
} from '../../packages/core/src/ports/launcher.ts'
export type { ProcessAttributes, Program } from '../../packages/core/src/spec/child-spec.ts'
