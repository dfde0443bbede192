// The life of a process that came to be: when it is ready, how it is asked to stop, when it is down.
import type { ChildProcess } from 'node:child_process'
import { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import type { LaunchedProcess, LaunchOrder, LaunchReport, ProcessEnd } from '../ports/launcher.ts'
import type { Output } from '../ports/output.ts'
import { askGroup, askLeader, endGroup, type GroupTold, processGroup } from './process-group.ts'
import { awaitTcp, type ReadinessMeans } from './readiness.ts'

/** What following a process needs. */
export type RunningMeans = ReadinessMeans & { readonly output: Output | null }

/** A process that has just been spawned; `streams` is null when nobody reads its output. */
export type Spawned = {
  readonly child: ChildProcess
  readonly pid: number
  readonly order: LaunchOrder
  readonly streams: { readonly stdout: Readable; readonly stderr: Readable } | null
}

/** Must be called in the tick of the spawn, or an exit could be missed. */
export function runningLeaf(spawned: Spawned, report: LaunchReport, means: RunningMeans): LaunchedProcess {
  const { child, pid, order } = spawned
  const { stopSignal, stopScope } = order.spec.program
  const group = processGroup(pid)
  const finishReading = readOutput(spawned, means.output)
  const giveUpReady = watchReadiness(spawned, report, means)
  let told: GroupTold = 'nothing'
  /** Set once the leader has exited: SIGKILL for what it left behind. */
  let killRest: (() => void) | null = null
  // `exit` decides, never `close`: an orphan may hold the streams open.
  child.once('exit', (code, signal) => {
    giveUpReady()
    if (told === 'nothing') askGroup(group, stopSignal)
    const end: ProcessEnd = signal === null ? { kind: 'exit', code: code ?? 0 } : { kind: 'signal', signal }
    killRest = endGroup(group, told, means, () => finishReading(() => report.ended(end)))
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

function watchReadiness({ child, pid, order }: Spawned, report: LaunchReport, means: ReadinessMeans): () => void {
  const { ready } = order.spec.program
  const isReady = (): void => report.ready()
  switch (ready.kind) {
    case 'spawned':
      child.once('spawn', isReady)
      return () => child.off('spawn', isReady)
    case 'tcp':
      return awaitTcp(ready, pid, means, isReady)
    case 'exit':
      return () => {}
  }
}

/** Hands the streams over. The answer is for the child's end: it waits until what the child wrote before was read. */
function readOutput({ order, streams }: Spawned, output: Output | null): (done: () => void) => void {
  if (!output || !streams) return (done) => done()
  const { stdout, stderr } = streams
  // A stream that breaks is at its end; nothing else follows from it.
  for (const stream of [stdout, stderr]) stream.on('error', () => {})
  const attached = output.attach({ path: order.path, stdout, stderr })
  const finish = (done: () => void): void => {
    // An orphan's output is still read, but must not keep us alive. All streams of children are sockets to Node.
    for (const stream of [stdout, stderr]) if (stream instanceof Socket) stream.unref()
    attached.ended()
    done()
  }
  // Two turns of the event loop: between them every stream that has data, or its end, is read.
  return (done) => setImmediate(() => setImmediate(finish, done))
}
