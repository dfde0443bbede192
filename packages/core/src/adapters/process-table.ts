// Who belongs to which process group, by /proc. Signals alone cannot tell a zombie from a living member.
import { readdirSync } from 'node:fs'
import type { Clock } from '../ports/clock.ts'
import { isDead, readStat } from './proc-stat.ts'

/** A process of a group. */
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

/** The process ids of this machine; null where there is no /proc. */
export function allPids(): readonly number[] | null {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return null
  }
}

function takeSnapshot(takenMs: number): Snapshot | null {
  const pids = allPids()
  if (pids === null) return null
  const groups = new Map<number, Member[]>()
  for (const pid of pids) {
    const stat = readStat(pid)
    if (stat === null) continue
    const members = groups.get(stat.group) ?? []
    members.push({ pid, zombie: isDead(stat) })
    groups.set(stat.group, members)
  }
  return { takenMs, groups }
}
