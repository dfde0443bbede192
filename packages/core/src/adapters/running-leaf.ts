// The life of a process that came to be: when it is ready, how it is asked to stop, when it is down.
import type { ChildProcess } from 'node:child_process'
import type { LaunchedProcess, LaunchOrder, LaunchReport, ProcessEnd } from '../ports/launcher.ts'
import type { Begun } from './beginning.ts'
import type { OurEnds } from './captured-streams.ts'
import { type LeafOutput, leafOutput, type OutputMeans } from './leaf-output.ts'
import { awaitLog } from './log-readiness.ts'
import { askGroup, askLeader, endGroup, type GroupTold, processGroup } from './process-group.ts'
import { awaitTcp, type ReadinessMeans } from './readiness.ts'

/** What following a process needs. */
export type RunningMeans = ReadinessMeans & OutputMeans

/** A process that has just been spawned. */
export type Spawned = {
  readonly child: ChildProcess
  readonly pid: number
  readonly order: LaunchOrder
  readonly streams: OurEnds
  readonly begun: Begun
}

/** Must be called in the tick of the spawn, or an exit could be missed. */
export function runningLeaf(spawned: Spawned, report: LaunchReport, means: RunningMeans): LaunchedProcess {
  const { child, pid, order, begun } = spawned
  const { stopSignal, stopScope, ready } = order.spec.program
  const group = processGroup(pid)
  const output = leafOutput(order.path, order.spec.program.sinks, spawned.streams, means)
  const giveUpReady = watchReadiness({ ...spawned, output }, report, means)
  let told: GroupTold = 'nothing'
  /** Set once the leader has exited: SIGKILL for what it left behind. */
  let killRest: (() => void) | null = null
  // `exit` decides, never `close`: an orphan may hold the streams open.
  child.once('exit', (code, signal) => {
    // That its program ran may be heard after its exit: it was ready, then.
    if (ready.kind !== 'spawned') giveUpReady()
    if (told === 'nothing') askGroup(group, stopSignal)
    const end: ProcessEnd = signal === null ? { kind: 'exit', code: code ?? 0 } : { kind: 'signal', signal }
    killRest = endGroup(group, told, means, () =>
      output.finish(() => begun.judge(end, (judged) => report.ended(judged))),
    )
  })
  const stop = (): void => {
    if (killRest || told === 'killed') return
    giveUpReady()
    if (stopScope === 'leader') return askLeader(group, stopSignal)
    told = 'to stop'
    askGroup(group, stopSignal)
  }
  const kill = (): void => {
    if (killRest) return killRest()
    giveUpReady()
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
