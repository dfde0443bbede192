// The life of a process that came to be: when it is ready, how it is asked to stop, when it is down.
import type { ChildProcess } from 'node:child_process'
import type { LaunchedProcess, LaunchOrder, LaunchReport, ProcessEnd } from '../ports/launcher.ts'
import type { Begun } from './beginning.ts'
import type { OurEnds } from './captured-streams.ts'
import { type KillWatchMeans, watchKilled } from './kill-watch.ts'
import { type LeafOutput, leafOutput, type OutputMeans } from './leaf-output.ts'
import { awaitLog } from './log-readiness.ts'
import { askGroup, askOthers, endGroup, type GroupTold, processGroup } from './process-group.ts'
import { awaitTcp, type ReadinessMeans } from './readiness.ts'
import { type StopperMeans, stopperOf } from './stopper.ts'

/** What following a process needs. */
export type RunningMeans = ReadinessMeans & OutputMeans & StopperMeans & KillWatchMeans

/** A process that has just been spawned. */
export type Spawned = {
  readonly child: ChildProcess
  readonly pid: number
  readonly order: LaunchOrder
  readonly env: Readonly<Record<string, string>>
  readonly streams: OurEnds
  readonly begun: Begun
}

/** Must be called in the tick of the spawn, or an exit could be missed. */
export function runningLeaf(spawned: Spawned, report: LaunchReport, means: RunningMeans): LaunchedProcess {
  const { child, pid, order, begun } = spawned
  const { path } = order
  const { stopSignal, ready } = order.spec.program
  const group = processGroup(pid)
  means.sessions.begin(pid)
  const output = leafOutput(path, order.spec.program.sinks, spawned.streams, means)
  const giveUpReady = watchReadiness({ ...spawned, output }, report, means)
  const stopper = stopperOf(spawned, group, means)
  let told: GroupTold = 'nothing'
  /** Set once the leader has exited: SIGKILL for what it left behind. */
  let killRest: (() => void) | null = null
  let endWatch = (): void => {}
  const killed = (): void => {
    endWatch = watchKilled({ path, pid }, means)
  }
  const down = (end: ProcessEnd): void => {
    endWatch()
    means.sessions.end(pid)
    output.finish(() => begun.judge(end, (judged) => report.ended(judged)))
  }
  // `exit` decides, never `close`: an orphan may hold the streams open.
  child.once('exit', (code, signal) => {
    // That its program ran may be heard after its exit: it was ready, then.
    if (ready.kind !== 'spawned') giveUpReady()
    if (told === 'nothing') askGroup(group, stopSignal)
    if (told !== 'killed') askOthers(group, stopSignal, means.sessions)
    const end: ProcessEnd = signal === null ? { kind: 'exit', code: code ?? 0 } : { kind: 'signal', signal }
    killRest = endGroup(group, told, means, { killed, empty: () => stopper.end(() => down(end)) })
  })
  const stop = (): void => {
    if (killRest || told === 'killed') return
    giveUpReady()
    if (stopper.ask() === 'group') told = 'to stop'
  }
  const kill = (): void => {
    stopper.kill()
    if (killRest) return killRest()
    giveUpReady()
    if (told !== 'killed') killed()
    told = 'killed'
    group.signal('SIGKILL')
  }
  return { pid, stop, kill }
}

type Watched = Spawned & { readonly output: LeafOutput }

/** The answer gives the wait up. */
function watchReadiness({ begun, pid, order, output }: Watched, report: LaunchReport, means: ReadinessMeans) {
  const { ready } = order.spec.program
  const isReady = (): void => report.ready()
  switch (ready.kind) {
    case 'spawned':
      return begun.whenRunning(isReady)
    case 'tcp':
      return awaitTcp(ready, pid, means, isReady)
    case 'log':
      return awaitLog(ready, output.listen, means.clock, isReady)
    case 'delay':
      return means.clock.startTimer(ready.ms, isReady)
    case 'exit':
      return () => {}
  }
}
