// Leaves as real processes: how one comes to be, or does not. What it does then is `running-leaf`.
import type { ChildProcess } from 'node:child_process'
import type { Clock } from '../ports/clock.ts'
import type { LaunchedProcess, Launcher, LaunchOrder, LaunchReport } from '../ports/launcher.ts'
import type { Output } from '../ports/output.ts'
import type { Probe } from '../ports/probe.ts'
import type { Program } from '../spec/child-spec.ts'
import { plainBeginning, type Wanted } from './beginning.ts'
import { type ChildStreams, NO_STREAMS, type NotifyPlan, type StreamPlan, streamMaker } from './captured-streams.ts'
import { childEnv, ownAccountNames } from './child-env.ts'
import { envFileEnd, readEnvFiles } from './env-files.ts'
import { sharedTurns } from './fair-reading.ts'
import { fileSinks } from './file-sinks.ts'
import { healthRounds } from './health-rounds.ts'
import { inheritedDescriptors, shadowed } from './inherited-descriptors.ts'
import { showsColors, streamPlan } from './leaf-output.ts'
import { takeFifo } from './nameless-fifos.ts'
import { nodeClock } from './node-clock.ts'
import { notifyEnv, notifyPlan, watchdogEnv } from './notify-readiness.ts'
import { eachNotice, type NotifySocket, openNotifySocket } from './notify-socket.ts'
import { oomKills } from './oom-kills.ts'
import type { StdioEnd } from './pipe-end.ts'
import { listenerTables } from './port-owner.ts'
import { processTable } from './process-table.ts'
import { type RunningMeans, runningLeaf } from './running-leaf.ts'
import { searchPath } from './search-path.ts'
import { sessionTable } from './session-table.ts'
import { whyNotHere } from './setup-system.ts'
import { reportsInSlices } from './slices.ts'
import { beginningOf, spawnBeginning, spawnOrError } from './spawn-beginning.ts'

/** What real processes need. */
export type ProcessLauncherOptions = {
  readonly probe: Probe
  /** The console of children, and who remembers their last words; null: the sink `console` is `/dev/null`. */
  readonly output: Output | null
  /**
   * Hears, in sentences for people, of log files that fail or work again, of stop commands that fail, and of who is
   * still there long after SIGKILL. @defaultValue the one of `output` */
  readonly onTrouble?: (message: string) => void
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock
}

type Means = RunningMeans & {
  readonly makeStreams: (plan: StreamPlan, notify: NotifyPlan) => ChildStreams
}
const NO_PROCESS: LaunchedProcess = { pid: null, stop: () => {}, kill: () => {}, signal: () => false }

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
    listeners: listenerTables(clock),
    sessions: sessionTable(() => clock.nowMs()),
    onTrouble,
    output,
    fileSink: fileSinks({ clock, onTrouble }),
    rounds: healthRounds(clock),
    oomKills: oomKills(() => clock.nowMs()),
    turns: sharedTurns(clock),
    takeFifo,
    makeStreams: streamMaker(takeFifo),
    shadows: shadowed(inheritedDescriptors()),
  }
  const sliced = reportsInSlices(clock)
  return { launch: (order, report) => launch(order, sliced(report), means) }
}

function launch(order: LaunchOrder, report: LaunchReport, means: Means): LaunchedProcess {
  const { attributes, envFiles } = order.spec.program
  const files = readEnvFiles(envFiles)
  const refusal = files.ok ? attributes && whyNotHere(attributes) : envFileEnd(files)
  if (files.ok && refusal === null) return launchWanted(order, wantedOf(order, files.env, means), report, means)
  if (refusal !== null) queueMicrotask(() => report.ended(refusal))
  return NO_PROCESS
}

function wantedOf(order: LaunchOrder, fileEnv: Readonly<Record<string, string>>, { output }: Means): Wanted {
  const { program } = order.spec
  const [file, args] = argv(program)
  const { cwd, sinks, attributes } = program
  const env = childEnv(order, { ownEnv: process.env, fileEnv, showsColors: showsColors(sinks, output) })
  const path = searchPath(env['PATH'], { cwd, preferLocal: false })
  const attempt = { file, cwd, searchPath: path, user: attributes?.user ?? null }
  return { program, file, args, env, ownNames: ownAccountNames(program, fileEnv), attempt }
}

function launchWanted(order: LaunchOrder, wanted: Wanted, report: LaunchReport, means: Means): LaunchedProcess {
  const { ready, health, attributes } = wanted.program
  const notifyBy = ready.kind === 'notify' ? ready.by : null
  let beginning = plainBeginning(wanted)
  let streams = NO_STREAMS
  let socket: NotifySocket | null = null
  const failed = (error: NodeJS.ErrnoException): void => {
    streams.discard()
    socket?.close()
    beginning.discard()
    report.ended(beginning.failure(error))
  }
  const child = spawnOrError(() => {
    streams = means.makeStreams(streamPlan(wanted.program, means.output), notifyPlan(notifyBy))
    if (notifyBy === 'systemd' || health?.probe.kind === 'watchdog')
      socket = openNotifySocket(attributes !== null && attributes.user !== null)
    const stdio = stdioAfterStdin(streams, means)
    // Its program alone is told of it: not its probes, not its stop command.
    const env = { ...wanted.env, ...notifyEnv(notifyBy, socket), ...watchdogEnv(health) }
    beginning = beginningOf({ ...wanted, env }, stdio, means.takeFifo)
    return spawnBeginning(beginning, stdio)
  })
  if (child instanceof Error) {
    queueMicrotask(() => failed(child))
    return NO_PROCESS
  }
  const { pid } = child
  // With a pid, an error is about a signal or a message, never about its life.
  child.on('error', (error) => pid === undefined && failed(error))
  if (pid === undefined) return NO_PROCESS
  const notices = heardAt(socket, child, order, means)
  const ends = streams.open(child)
  const notify = notifyBy === 'systemd' ? notices : ends.notify
  const opened = { streams: { ...ends, notify }, notices, begun: beginning.open(child) }
  return runningLeaf({ child, pid, order, wanted, ...opened }, report, means)
}

/** What takes the place of a descriptor that we inherited keeps it from the child as well as `/dev/null` does. */
function stdioAfterStdin({ childEnds }: ChildStreams, { shadows }: Means): readonly StdioEnd[] {
  return [...childEnds, ...shadows.slice(childEnds.length - STDOUT_AND_STDERR)]
}

const STDOUT_AND_STDERR = 2

/** Hears a child at its socket as long as it lives. */
function heardAt(socket: NotifySocket | null, child: ChildProcess, { path }: LaunchOrder, { onTrouble }: Means) {
  if (socket === null) return null
  child.once('exit', () => socket.close())
  eachNotice(socket.messages, (name, value) => {
    if (name !== 'MAINPID') return
    onTrouble(
      `${path} says that its main process is ${value}: that is not taken, for a worker is the process that was started.`,
    )
  })
  return socket.messages
}

/** A shell line is run by the shell that every Unix has, whatever the child's PATH. */
function argv({ shell, command, args }: Program): [string, readonly string[]] {
  return shell ? ['/bin/sh', ['-c', [command, ...args].join(' ')]] : [command, args]
}
