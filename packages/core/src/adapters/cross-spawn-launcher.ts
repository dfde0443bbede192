// Leaves as real processes: how one comes to be, or does not. What it does then is `running-leaf`.
import type { ChildProcess, StdioOptions } from 'node:child_process'
import spawn from 'cross-spawn'
import type { Clock } from '../ports/clock.ts'
import type { LaunchedProcess, Launcher, LaunchOrder, LaunchReport } from '../ports/launcher.ts'
import type { Output } from '../ports/output.ts'
import type { Probe } from '../ports/probe.ts'
import type { Program } from '../spec/child-spec.ts'
import { type ChildStreams, NO_STREAMS, type StreamPlan, streamMaker } from './captured-streams.ts'
import { childEnv } from './child-env.ts'
import { sharedTurns } from './fair-reading.ts'
import { fileSinks } from './file-sinks.ts'
import { inheritedDescriptors, shadowed } from './inherited-descriptors.ts'
import { showsColors, streamPlan } from './leaf-output.ts'
import { nodeClock } from './node-clock.ts'
import { processTable } from './process-table.ts'
import { type RunningMeans, runningLeaf } from './running-leaf.ts'
import { searchPath } from './search-path.ts'
import { reportsInSlices } from './slices.ts'
import { spawnError } from './spawn-error.ts'

/** What real processes need. */
export type ProcessLauncherOptions = {
  readonly probe: Probe
  /** The console of children, and who remembers their last words; null: the sink `console` is `/dev/null`. */
  readonly output: Output | null
  /** Hears, in sentences for people, of log files that fail or work again. @defaultValue the one of `output` */
  readonly onTrouble?: (message: string) => void
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock
}

type Means = RunningMeans & {
  readonly makeStreams: (plan: StreamPlan) => ChildStreams
  /** `stdio` from descriptor 3 on. */
  readonly shadows: readonly ('ignore' | number)[]
}
const NO_PROCESS: LaunchedProcess = { pid: null, stop: () => {}, kill: () => {} }

/** Starts leaves as processes, each in a session and group of its own. */
export function processLauncher({
  probe,
  output,
  onTrouble = (message) => output?.onTrouble(message),
  clock = nodeClock(),
}: ProcessLauncherOptions): Launcher {
  const means: Means = {
    clock,
    probe,
    table: processTable(clock),
    output,
    fileSink: fileSinks({ clock, onTrouble }),
    turns: sharedTurns(clock),
    makeStreams: streamMaker(),
    shadows: shadowed(inheritedDescriptors()),
  }
  const sliced = reportsInSlices(clock)
  return { launch: (order, report) => launch(order, sliced(report), means) }
}

function launch(order: LaunchOrder, report: LaunchReport, means: Means): LaunchedProcess {
  const { program } = order.spec
  const [file, args] = argv(program)
  const env = childEnv(order, process.env, showsColors(program.sinks, means.output))
  let streams = NO_STREAMS
  const failed = (error: NodeJS.ErrnoException): void => {
    streams.discard()
    const attempt = { file, cwd: program.cwd, searchPath: searchPath(env['PATH'], { ...program, preferLocal: false }) }
    report.ended(spawnError(attempt, error))
  }
  const child = spawnOrError(() => {
    streams = means.makeStreams(streamPlan(program, means.output))
    const stdio: StdioOptions = ['ignore', ...streams.childEnds, ...means.shadows]
    return spawn(file, args, { cwd: program.cwd, env, detached: true, stdio })
  })
  if (child instanceof Error) {
    queueMicrotask(() => failed(child))
    return NO_PROCESS
  }
  const { pid } = child
  // With a pid, an error is about a signal or a message, never about its life.
  child.on('error', (error) => pid === undefined && failed(error))
  return pid === undefined
    ? NO_PROCESS
    : runningLeaf({ child, pid, order, streams: streams.open(child) }, report, means)
}

/** Some errors are thrown (E2BIG), some come as an event (ENOENT). */
function spawnOrError(spawnChild: () => ChildProcess): ChildProcess | NodeJS.ErrnoException {
  try {
    return spawnChild()
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** A shell line is run by the shell that every Unix has, whatever the child's PATH. */
function argv({ shell, command, args }: Program): [string, readonly string[]] {
  return shell ? ['/bin/sh', ['-c', [command, ...args].join(' ')]] : [command, args]
}
