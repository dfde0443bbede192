// SIGKILL is no end yet: a process that the kernel holds (a dead disk, a tracer) is waited for without a limit, and said.
import type { Clock } from '../ports/clock.ts'
import { readStat, type Stat } from './proc-stat.ts'
import type { ProcessTable } from './process-table.ts'

const EVERY_MS = 10_000

/** What watching needs. */
export type KillWatchMeans = {
  readonly clock: Clock
  readonly table: ProcessTable
  /** Hears a sentence for people. */
  readonly onTrouble: (message: string) => void
}

const STATES: Readonly<Record<string, string>> = {
  D: 'the kernel holds it: a disk, a network file system',
  T: 'stopped',
  t: 'stopped by a tracer',
  Z: 'dead, but its parent or a tracer has not let it go',
}

/** From its SIGKILL on says every ten seconds who of a leaf is still there; the answer ends that. */
export function watchKilled(leaf: { readonly path: string; readonly pid: number }, means: KillWatchMeans): () => void {
  const { clock, onTrouble } = means
  const sinceMs = clock.nowMs()
  const say = (): void => {
    const nowMs = clock.nowMs()
    const waitedS = Math.round((nowMs - sinceMs) / 1000)
    onTrouble(`${leaf.path} got SIGKILL ${waitedS} s ago and is still waited for${whoIsThere(leaf.pid, means, nowMs)}`)
    cancel = clock.startTimer(EVERY_MS, say)
  }
  let cancel = clock.startTimer(EVERY_MS, say)
  return () => cancel()
}

function whoIsThere(leader: number, { table }: KillWatchMeans, nowMs: number): string {
  const pids = new Set([leader, ...(table.members(leader, nowMs) ?? []).map(({ pid }) => pid)])
  const found = [...pids].flatMap((pid) => {
    const stat = readStat(pid)
    return stat === null ? [] : [describe(pid, stat)]
  })
  return found.length === 0 ? '' : `: ${found.join('; ')}`
}

function describe(pid: number, { command, state }: Stat): string {
  const meaning = STATES[state]
  return `pid ${pid} (${command}), state ${state}${meaning === undefined ? '' : `, ${meaning}`}`
}
