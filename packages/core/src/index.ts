export type { AutoShutdown, ExitClass, RestartType, Strategy } from '@otp-sup/strategies'
export { type ProcessLauncherOptions, processLauncher } from './adapters/cross-spawn-launcher.ts'
export { type FileEnv, readEnvFiles } from './adapters/env-files.ts'
export { nodeClock } from './adapters/node-clock.ts'
export { nodeProbe } from './adapters/node-probe.ts'
export { searchPath } from './adapters/search-path.ts'
export { systemUsage } from './adapters/system-usage.ts'
export { type ClosableLogger, type WinstonLoggerOptions, winstonLogger } from './adapters/winston-logger.ts'
export type { ReloadOrder } from './control/api.ts'
export type { CallError, CallResult, ChildCounts, ChildInfo, StartedChild } from './decide/call.ts'
export {
  type ErrorCode,
  MisuseError,
  NameTakenError,
  OtpSupError,
  RunDirectoryError,
  SpecError,
  StartError,
} from './errors.ts'
export type { CallName, EventBody, EventHeader, EventOf, KillReason, SupervisionEvent } from './events.ts'
export type { ExitKind, ExitReason, ProcessEnd } from './exit-reason.ts'
export type { Chain } from './lint/chain.ts'
export type { Lint, LintName } from './lint/lint.ts'
export { lintTree } from './lint/lint-tree.ts'
export { startTime } from './lint/start-time.ts'
export { stopTime } from './lint/stop-time.ts'
export { describer } from './log/describe-event.ts'
export { type ConsoleOutputOptions, consoleOutput } from './output/console-output.ts'
export type { Clock } from './ports/clock.ts'
export type { Ids } from './ports/ids.ts'
export type { LaunchedProcess, Launcher, LaunchOrder, LaunchReport } from './ports/launcher.ts'
export type { Logger, LogLine } from './ports/logger.ts'
export type {
  Flow,
  LastWords,
  Output,
  OutputHistory,
  OutputLine,
  OutputSink,
  SinkStream,
  StreamName,
  StreamOrigin,
  WordsHeard,
} from './ports/output.ts'
export type { Ports } from './ports/ports.ts'
export type { Probe } from './ports/probe.ts'
export type { Random } from './ports/random.ts'
export type { GroupUsage, Usage } from './ports/usage.ts'
export type { LeafUsage, UsageSample } from './runtime/monitor.ts'
export type { CheckedSpec, ReloadOptions, ReloadResult } from './runtime/reload.ts'
export { supervisor, worker } from './spec/builders.ts'
export { checkSpec } from './spec/check-spec.ts'
export type { ChildSpec, LeafSpec, SupervisorChildSpec } from './spec/child-spec.ts'
export type { SpecChange } from './spec/diff-specs.ts'
export { durationWords } from './spec/duration-words.ts'
export type { BackoffOptions, LimitOptions, LogOptions, SinkOptions } from './spec/leaf-options.ts'
export type { HealthOptions, PatternOptions, ReadyOptions } from './spec/probe-options.ts'
export type { PlacedProblem, Problem } from './spec/problem.ts'
export type { SignalName } from './spec/signals.ts'
export type {
  AnyChild,
  SupervisorOptions,
  SupervisorSpec,
  TemplateStart,
  WorkerOptions,
  WorkerSpec,
} from './spec/spec.ts'
export type { Duration, Percent, Size } from './spec/written.ts'
export { type StartOptions, start } from './start.ts'
export type { ControlOptions } from './start-control.ts'
export type { ChildState, ChildStatus, RestartWindow } from './status.ts'
export type { Tree, TreeEnd } from './tree.ts'
export { VERSION } from './version.ts'
