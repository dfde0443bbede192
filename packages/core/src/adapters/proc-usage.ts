// CPU and memory of process groups, by /proc: one pass over all processes, in slices between which the loop turns.
import { readFileSync } from 'node:fs'
import type { GroupUsage, Usage } from '../ports/usage.ts'
import { isDead, readStat } from './proc-stat.ts'
import { allPids } from './process-table.ts'

/** What is read of /proc in one turn of the loop takes some milliseconds. */
const SLICE = 100
/** The same on every Linux that Node runs on, whatever its real clock. */
const TICK_MS = 10

/** Measures on Linux. */
export function procUsage(): Usage {
  const pageBytes = pageSize()
  return {
    measure: (leaders, tell) => {
      const sums = new Map(leaders.map((leader) => [leader, newSum()]))
      const pids = allPids() ?? []
      const readFrom = (from: number): void => {
        for (const pid of pids.slice(from, from + SLICE)) addTo(sums, pid)
        if (from + SLICE < pids.length) setImmediate(readFrom, from + SLICE)
        else tell(totals(sums, pageBytes))
      }
      readFrom(0)
    },
  }
}

type Sum = { cpuTicks: number; ownPages: number; sharedPages: number; processes: number }

const newSum = (): Sum => ({ cpuTicks: 0, ownPages: 0, sharedPages: 0, processes: 0 })

function addTo(sums: ReadonlyMap<number, Sum>, pid: number): void {
  const stat = readStat(pid)
  const sum = stat === null ? undefined : sums.get(stat.group)
  if (stat === null || sum === undefined) return
  // Also of the dead: nobody has waited for them yet, and so nobody else has their time.
  sum.cpuTicks += stat.cpuTicks
  const memory = isDead(stat) ? null : readMemory(pid)
  if (memory === null) return
  sum.processes += 1
  sum.ownPages += memory.resident - memory.shared
  // The program itself, its libraries, a shared buffer: mostly the same pages in all processes of a group.
  sum.sharedPages = Math.max(sum.sharedPages, memory.shared)
}

function totals(sums: ReadonlyMap<number, Sum>, pageBytes: number): ReadonlyMap<number, GroupUsage> {
  const groups = new Map<number, GroupUsage>()
  for (const [leader, { cpuTicks, ownPages, sharedPages, processes }] of sums) {
    if (processes === 0) continue
    groups.set(leader, {
      cpuMs: cpuTicks * TICK_MS,
      memoryBytes: (ownPages + sharedPages) * pageBytes,
      processes,
    })
  }
  return groups
}

/** In pages. */
function readMemory(pid: number): { readonly resident: number; readonly shared: number } | null {
  try {
    const [, resident = 0, shared = 0] = readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ', 3).map(Number)
    return { resident, shared }
  } catch {
    // It has ended since.
    return null
  }
}

/** Node knows our memory in bytes, /proc in pages: a power of two lies between them. */
function pageSize(): number {
  const pages = readMemory(process.pid)?.resident ?? 1
  return 2 ** Math.round(Math.log2(process.memoryUsage.rss() / pages))
}
