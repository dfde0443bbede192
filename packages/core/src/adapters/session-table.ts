// Who else is in the session of a leaf: jobs of a shell with job control, servers that give their children groups of
// their own. A session is never left but for a new one, and only those who are born in it belong to it. So who was
// looked at once need not be looked at again: after an exit only the processes that came since the last look are read,
// and a thousand exits do not cost a thousand scans of /proc.
import { existsSync, readFileSync } from 'node:fs'
import { isDead, readStat } from './proc-stat.ts'
import { allPids } from './process-table.ts'

/** A process number is given out before its process can be seen. It is looked for again for so long. */
const BIRTH_MS = 100
/** More new numbers than that are read by a scan of /proc. */
const MOST_NEW = 512
/** So many of the newest numbers may be on their way to a process when /proc is scanned. */
const MOST_UNSEEN = 64
/** Who is being born while we look may be missed: then we look again, but not for ever. */
const MOST_LOOKS = 4

/** Groups of the sessions of leaves, beside the groups that their leaders lead. */
export interface SessionTable {
  /** A leaf was started: must be called in the tick of its spawn. */
  begin(leader: number): void
  /** The groups that have living members now; none where the system has no /proc. */
  otherGroups(leader: number): readonly number[]
  /** It is down: its number may belong to others from now on. */
  end(leader: number): void
}

type Sight = {
  /** By leader: who was born into its session. Some of them may be gone. */
  readonly born: Map<number, Set<number>>
  /** Leaders that were started since the last look: who they are is known. */
  readonly started: Set<number>
  /** Numbers given out lately without a process to be seen, and since when. */
  readonly unseen: Map<number, number>
  /** The last number given out when we looked last; null: unknown. */
  lastPid: number | null
}

/** `newestPid`: the last process number that was given out; null where the system does not tell. */
export function sessionTable(nowMs: () => number, newestPid: () => number | null = lastPidOfSystem): SessionTable {
  const sight: Sight = { born: new Map(), started: new Set(), unseen: new Map(), lastPid: newestPid() }
  return {
    begin: (leader) => {
      sight.born.set(leader, new Set())
      sight.started.add(leader)
    },
    otherGroups: (leader) => {
      lookAgain(sight, nowMs())
      for (let looks = 1; ; looks += 1) {
        const hasNew = lookAtNew(sight, newestPid(), nowMs())
        const groups = groupsOf(sight, leader)
        // Whoever was there may have left a child before it died.
        if (groups.length > 0 || !hasNew || looks === MOST_LOOKS) return groups
      }
    },
    end: (leader) => void sight.born.delete(leader),
  }
}

function groupsOf({ born }: Sight, leader: number): readonly number[] {
  const pids = born.get(leader)
  const groups = new Set<number>()
  for (const pid of pids ?? []) {
    const stat = readStat(pid)
    if (stat === null || stat.session !== leader || isDead(stat)) pids?.delete(pid)
    else if (stat.group !== leader) groups.add(stat.group)
  }
  return [...groups]
}

/** Reads who came since the last look. Whether there were new numbers. */
function lookAtNew(sight: Sight, newest: number | null, nowMs: number): boolean {
  const { lastPid, started } = sight
  sight.lastPid = newest
  if (newest === null) scan(sight)
  else lookAtRange(sight, { from: firstNew(sight, lastPid, newest), to: newest, nowMs })
  started.clear()
  return newest !== lastPid
}

/** Where to begin reading one by one; after a scan only those that it may have missed. */
function firstNew(sight: Sight, lastPid: number | null, newest: number): number {
  const most = MOST_NEW + 2 * sight.born.size
  if (lastPid !== null && newest >= lastPid && newest - lastPid <= most) return lastPid + 1
  scan(sight)
  return newest - MOST_UNSEEN
}

type Range = { readonly from: number; readonly to: number; readonly nowMs: number }

function lookAtRange(sight: Sight, { from, to, nowMs }: Range): void {
  for (let pid = from; pid <= to; pid += 1) {
    if (!sight.started.has(pid) && !look(sight, pid)) sight.unseen.set(pid, nowMs)
  }
}

/** At those that were no processes yet. */
function lookAgain(sight: Sight, nowMs: number): void {
  for (const [pid, sinceMs] of sight.unseen) {
    if (look(sight, pid) || nowMs - sinceMs > BIRTH_MS) sight.unseen.delete(pid)
  }
}

/** Whether there is such a process. */
function look({ born }: Sight, pid: number): boolean {
  // The leader of a session stays in it.
  if (born.has(pid)) return true
  // Asking first is cheaper than an error, and most that are not there now will never be.
  const stat = existsSync(`/proc/${pid}`) ? readStat(pid) : null
  if (stat !== null) born.get(stat.session)?.add(pid)
  return stat !== null
}

function scan(sight: Sight): void {
  for (const pid of allPids() ?? []) look(sight, pid)
}

/** Every number counts, threads' too. In a container that shows another /proc/loadavg, this file still tells the truth. */
function lastPidOfSystem(): number | null {
  try {
    return Number(readFileSync('/proc/sys/kernel/ns_last_pid', 'latin1'))
  } catch {
    return null
  }
}
