// The life of a process that came to be: when it is ready, how it is asked to stop, when it is down.
import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import type { LaunchedProcess, LaunchOrder, LaunchReport, ProcessEnd } from '../ports/launcher.ts'
import type { LeafSpec } from '../spec/child-spec.ts'
import type { Begun, Wanted } from './beginning.ts'
import type { OurEnds } from './captured-streams.ts'
import type { HealthMeans } from './health-watch.ts'
import { type KillWatchMeans, watchKilled } from './kill-watch.ts'
import { leafOutput, type OutputMeans } from './leaf-output.ts'
import { watchLeaf } from './leaf-watch.ts'
import type { OomKills } from './oom-kills.ts'
import { askGroup, endGroup, type GroupTold, processGroup, signalLeader } from './process-group.ts'
import { type StopperMeans, stopperOf } from './stopper.ts'

/** What following a process needs. */
export type RunningMeans = HealthMeans & OutputMeans & StopperMeans & KillWatchMeans & { readonly oomKills: OomKills }

/** A process that has just been spawned. */
export type Spawned = {
  readonly child: ChildProcess
  readonly pid: number
  readonly order: LaunchOrder
  readonly wanted: Wanted
  readonly streams: OurEnds
  /** What it says by systemd's protocol. */
  readonly notices: Readable | null
  readonly begun: Begun
}

/** Must be called in the tick of the spawn, or an exit could be missed. */
export function runningLeaf(spawned: Spawned, report: LaunchReport, means: RunningMeans): LaunchedProcess {
  const { child, pid, order, wanted, begun } = spawned
  const { path } = order
  let { spec } = order
  const group = processGroup(pid)
  means.sessions.begin(pid)
  const output = leafOutput(path, order.spec.program.sinks, spawned.streams, means)
  const watched = { ...spawned, listen: output.listen, setting: { ...means, worker: wanted } }
  const watch = watchLeaf(watched, means, report)
  const stopper = stopperOf({ order, wanted, program: () => spec.program }, group, means)
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
    const unready = watch.exited()
    const { stopSignal } = spec.program
    if (told === 'nothing') askGroup(group, stopSignal)
    const how = howEnded(code, signal, told === 'killed' ? null : means.oomKills)
    const end: ProcessEnd = unready === null ? how : { ...how, unready }
    killRest = endGroup(group, { told, stopSignal }, means, { killed, empty: () => stopper.end(() => down(end)) })
  })
  const stop = (): void => {
    if (killRest || told === 'killed') return
    watch.giveUp()
    if (stopper.ask() === 'group') told = 'to stop'
  }
  const kill = (): void => {
    stopper.kill()
    if (killRest) return killRest()
    watch.giveUp()
    if (told !== 'killed') killed()
    told = 'killed'
    group.signal('SIGKILL')
  }
  // A leader that has exited is reaped: its number may be another's.
  const signal: LaunchedProcess['signal'] = (name, to) =>
    killRest === null && (to === 'group' ? group.signal(name) : signalLeader(group, name))
  const change = (changed: LeafSpec): void => {
    spec = changed
    watch.checkBy(changed.program.health)
  }
  return { pid, stop, change, kill, signal }
}

type HowEnded = Exclude<ProcessEnd, { readonly kind: 'spawn_error' }>

/** `oomKills`: null where SIGKILL was ours. */
function howEnded(code: number | null, signal: string | null, oomKills: OomKills | null): HowEnded {
  if (signal === null) return { kind: 'exit', code: code ?? 0 }
  const outOfMemory = signal === 'SIGKILL' && oomKills?.claim() === true
  return outOfMemory ? { kind: 'signal', signal, outOfMemory } : { kind: 'signal', signal }
}
