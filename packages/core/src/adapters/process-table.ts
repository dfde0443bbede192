// Who belongs to which process group, by /proc. Signals alone cannot tell a zombie from a living member.
import { readdirSync, readFileSync } from 'node:fs'
import type { Clock } from '../ports/clock.ts'

/** A process, as /proc/PID/stat has it. */
export type Member = { readonly pid: number; readonly zombie: boolean }

/** Looks at all processes of this machine. */
export interface ProcessTable {
  /** The members of a group as they were at `sinceMs` or later; null where the system has no /proc. */
  members(group: number, sinceMs: number): readonly Member[] | null
}

type Snapshot = { readonly takenMs: number; readonly groups: ReadonlyMap<number, readonly Member[]> }

/** A snapshot is shared by all who ask for one of this age or older: a thousand groups cost one scan, not a thousand. */
export function processTable(clock: Clock): ProcessTable {
  let snapshot: Snapshot | null = null
  return {
    members: (group, sinceMs) => {
      if (snapshot === null || snapshot.takenMs < sinceMs) snapshot = takeSnapshot(clock.nowMs())
      return snapshot && (snapshot.groups.get(group) ?? [])
    },
  }
}

function takeSnapshot(takenMs: number): Snapshot | null {
  const groups = new Map<number, Member[]>()
  let pids: string[]
  try {
    pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    // Not Linux.
    return null
  }
  for (const pid of pids) {
    const stat = readStat(pid)
    if (stat === null) continue
    const members = groups.get(stat.group) ?? []
    members.push({ pid: Number(pid), zombie: stat.state === 'Z' || stat.state === 'X' })
    groups.set(stat.group, members)
  }
  return { takenMs, groups }
}

function readStat(pid: string): { state: string; group: number } | null {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    // Gone since the folder was read.
    return null
  }
}

/** State and process group. The name in parentheses may hold blanks and parentheses: fields count from the last one. */
export function parseStat(stat: string): { state: string; group: number } {
  const [state = '', , group = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ', 3)
  return { state, group: Number(group) }
}
