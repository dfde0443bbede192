// What the packages export is their API: a change here is a change for users.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as core from '@otp-sup/core'
import * as client from '@otp-sup/core/client'
import * as testing from '@otp-sup/core/testing'
import * as strategies from '@otp-sup/strategies'
import * as cli from 'otp-sup'
import { expect, it } from 'vitest'

/** Names of exported types, from the built declarations of an entry point. */
const typesOf = (name: string, declarations: string): readonly string[] => {
  const folder = dirname(fileURLToPath(import.meta.resolve(`${name}/package.json`)))
  const text = readFileSync(join(folder, 'dist', declarations), 'utf8')
  const names = (pattern: RegExp, within: string) => Array.from(within.matchAll(pattern), ([, found = '']) => found)
  const all = names(/^export type \{([^}]*)\}/gm, text).flatMap((list) => list.split(','))
  const single = names(/^export \{([^}]*)\}/gm, text).flatMap((list) => names(/\btype (\w+)/g, list))
  return [...all.map((each) => each.trim()).filter((each) => each !== ''), ...single].toSorted()
}

it('@otp-sup/strategies', () => {
  expect(Object.keys(strategies).toSorted()).toMatchInlineSnapshot(`
    [
      "badSignificance",
      "classifyExit",
      "dependsOnAny",
      "isAutoShutdownDue",
      "isIntensityExceeded",
      "isRestarted",
      "isStartedByRound",
      "lastNamed",
      "nextToStart",
      "nextToStop",
      "restartDelayMs",
      "restartSet",
      "restartsWithin",
      "stopOrder",
    ]
  `)
  expect(typesOf('@otp-sup/strategies', 'index.d.ts')).toMatchInlineSnapshot(`
    [
      "AutoShutdown",
      "BadSignificance",
      "Dependencies",
      "ExitClass",
      "ExitRules",
      "Placed",
      "ProcessExit",
      "RestartBackoff",
      "RestartType",
      "SignificantChild",
      "StartProgress",
      "Strategy",
    ]
  `)
})

it('@otp-sup/core', () => {
  expect(Object.keys(core).toSorted()).toMatchInlineSnapshot(`
    [
      "MisuseError",
      "NameTakenError",
      "OtpSupError",
      "RunDirectoryError",
      "SpecError",
      "StartError",
      "VERSION",
      "checkSpec",
      "consoleOutput",
      "describer",
      "durationWords",
      "lintTree",
      "nodeClock",
      "nodeProbe",
      "processLauncher",
      "readEnvFiles",
      "searchPath",
      "start",
      "startTime",
      "stopTime",
      "supervisor",
      "systemUsage",
      "winstonLogger",
      "worker",
    ]
  `)
  expect(typesOf('@otp-sup/core', 'index.d.ts')).toMatchInlineSnapshot(`
    [
      "AnyChild",
      "AutoShutdown",
      "BackoffOptions",
      "CallError",
      "CallName",
      "CallResult",
      "Chain",
      "CheckedSpec",
      "ChildCounts",
      "ChildInfo",
      "ChildSpec",
      "ChildState",
      "ChildStatus",
      "Clock",
      "ClosableLogger",
      "ConsoleOutputOptions",
      "ControlOptions",
      "Duration",
      "ErrorCode",
      "EventBody",
      "EventHeader",
      "EventOf",
      "ExitClass",
      "ExitKind",
      "ExitReason",
      "FileEnv",
      "Flow",
      "GroupUsage",
      "HealthOptions",
      "Ids",
      "KillReason",
      "LastWords",
      "LaunchOrder",
      "LaunchReport",
      "LaunchedProcess",
      "Launcher",
      "LeafSpec",
      "LeafUsage",
      "LimitOptions",
      "Lint",
      "LintName",
      "LogLine",
      "LogOptions",
      "Logger",
      "Output",
      "OutputHistory",
      "OutputLine",
      "OutputSink",
      "PatternOptions",
      "Percent",
      "PlacedProblem",
      "Ports",
      "Probe",
      "Problem",
      "ProcessEnd",
      "ProcessLauncherOptions",
      "Random",
      "ReadyOptions",
      "ReloadOptions",
      "ReloadOrder",
      "ReloadResult",
      "RestartType",
      "RestartWindow",
      "SignalName",
      "SinkOptions",
      "SinkStream",
      "Size",
      "SpecChange",
      "StartOptions",
      "StartedChild",
      "Strategy",
      "StreamName",
      "StreamOrigin",
      "SupervisionEvent",
      "SupervisorChildSpec",
      "SupervisorOptions",
      "SupervisorSpec",
      "TemplateStart",
      "Tree",
      "TreeEnd",
      "Usage",
      "UsageSample",
      "WinstonLoggerOptions",
      "WordsHeard",
      "WorkerOptions",
      "WorkerSpec",
    ]
  `)
})

it('@otp-sup/core/client', () => {
  expect(Object.keys(client).toSorted()).toMatchInlineSnapshot(`
    [
      "ControlError",
      "connect",
      "connectTo",
      "describeExit",
      "describer",
      "durationText",
      "knownTrees",
      "parseDuration",
      "runBase",
      "runningTrees",
      "sizeText",
      "whyUnsafe",
    ]
  `)
  expect(typesOf('@otp-sup/core', 'client.d.ts')).toMatchInlineSnapshot(`
    [
      "CallName",
      "CallResult",
      "ChildState",
      "ChildStatus",
      "ControlClient",
      "ControlErrorCode",
      "ExitReason",
      "LinesOptions",
      "OutputLine",
      "ReloadResult",
      "RestartWindow",
      "SpecChange",
      "StartedChild",
      "StreamOptions",
      "SupervisionEvent",
    ]
  `)
})

it('@otp-sup/core/testing', () => {
  expect(Object.keys(testing).toSorted()).toMatchInlineSnapshot(`
    [
      "ScenarioError",
      "UnsettledError",
      "checkFailure",
      "checkScenario",
      "explain",
      "explainChecked",
      "explore",
      "exploreChecked",
      "follow",
      "runBatch",
      "seededRandom",
      "shorten",
      "simulate",
      "simulateChecked",
      "virtualClock",
      "virtualLauncher",
      "virtualTree",
      "wander",
    ]
  `)
  expect(typesOf('@otp-sup/core', 'testing/index.d.ts')).toMatchInlineSnapshot(`
    [
      "Absence",
      "BatchOptions",
      "Blocker",
      "Broken",
      "CheckedFailure",
      "CheckedScenario",
      "CheckedStep",
      "Effect",
      "Explanation",
      "Exploration",
      "ExploreOptions",
      "Failure",
      "FailureEffects",
      "FailureProblem",
      "LeafEnd",
      "LeafPlan",
      "Move",
      "Outage",
      "Outcome",
      "RestartBudget",
      "Scenario",
      "ScenarioProblem",
      "Simulation",
      "SimulationEnd",
      "Step",
      "VirtualClock",
      "VirtualLauncher",
      "VirtualTree",
      "VirtualTreeOptions",
      "Walk",
      "WanderOptions",
    ]
  `)
})

it('otp-sup exports what @otp-sup/core does', () => {
  expect(Object.keys(cli).toSorted()).toEqual(Object.keys(core).toSorted())
})

it.each(['@otp-sup/strategies', '@otp-sup/core', 'otp-sup'])('%s has the version that the program tells', (name) => {
  const manifest: unknown = JSON.parse(readFileSync(fileURLToPath(import.meta.resolve(`${name}/package.json`)), 'utf8'))
  expect(manifest).toMatchObject({ name, version: core.VERSION, license: 'MIT', sideEffects: false })
})
