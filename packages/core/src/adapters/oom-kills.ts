// Whether the kernel has killed for want of memory. It says so by counters only: of our control group, and of the machine.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A kill belongs to an exit that is seen so soon after it. */
const FRESH_MS = 2000

/** Where the kernel counts: `memory.events` of cgroup v2, `memory.oom_control` of v1, `/proc/vmstat`. */
export function oomCounters(): readonly string[] {
  const groups = readOrEmpty('/proc/self/cgroup')
  const [, v2] = /^0::(.*)$/m.exec(groups) ?? []
  const [, v1] = /^\d+:(?:\w+,)*memory(?:,\w+)*:(.*)$/m.exec(groups) ?? []
  return [
    ...(v2 === undefined ? [] : [join('/sys/fs/cgroup', v2, 'memory.events')]),
    ...(v1 === undefined ? [] : [join('/sys/fs/cgroup/memory', v1, 'memory.oom_control')]),
    '/proc/vmstat',
  ]
}

/** Knows of kills for want of memory. */
export interface OomKills {
  /** Whether there was one lately that no exit has been put down to yet; that one is put down to the caller's. */
  claim(): boolean
}

/** Counts from now on. */
export function oomKills(nowMs: () => number, files: readonly string[] = oomCounters()): OomKills {
  const counts = new Map(files.map((file) => [file, countIn(file)]))
  let unclaimed = 0
  let seenMs = 0
  const newIn = (file: string): number => {
    const count = countIn(file)
    const more = count - (counts.get(file) ?? 0)
    counts.set(file, count)
    return more
  }
  const look = (): void => {
    // The same kill may be counted in several places.
    const more = Math.max(...files.map(newIn))
    if (nowMs() - seenMs > FRESH_MS) unclaimed = 0
    if (more <= 0) return
    unclaimed += more
    seenMs = nowMs()
  }
  return {
    claim() {
      look()
      if (unclaimed === 0) return false
      unclaimed -= 1
      return true
    },
  }
}

function countIn(file: string): number {
  return Number(/^oom_kill (\d+)$/m.exec(readOrEmpty(file))?.[1] ?? 0)
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // No such control group, or no Linux.
    return ''
  }
}
