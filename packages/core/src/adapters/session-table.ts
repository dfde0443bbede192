// Who else is in the session of a leaf: jobs of a shell with job control, servers that give their children groups of
// their own. A session is never left but for a new one, and only those who are born in it belong to it. So who was
// looked at once need not be looked at again: after an exit only the processes that came since the last look are read,
// and a thousand exits do not cost a thousand scans of /proc. A look that comes after an exit tells of it all there is
// to know, so the exits of one turn of the event loop share one.
import { existsSync } from 'node:fs'
import { type LastPid, lastPidOfSystem } from './last-pid.ts'
import { isDead, readStat } from './proc-stat.ts'
import { allPids } from './process-table.ts'

/** A process number is given out before its process can be seen. It is looked for again for so long. */
const BIRTH_MS = 100
/** For more numbers than that it is cheaper to read the names in /proc than to ask for each. */
const MOST_ASKED = 16
/** So many of the newest numbers may be on their way to a process; older ones are there, or will never be. */
const MOST_UNSEEN = 512
/** In less time the numbers cannot go all the way round: there are at least 32,768. */
const ROUND_MS = 1000
/** Who is being born while we look may be missed: then we look again, but not for ever. */
const MOST_LOOKS = 4

/** Groups of the sessions of leaves, beside the groups that their leaders lead. */
export interface SessionTable {
  /** A leaf was started: must be called in the tick of its spawn. */
  begin(leader: number): void
  /**
   * Tells, later in this turn of the event loop, the groups that have living members then; none where the system has no
   * /proc. The answer calls that off.
   */
  otherGroups(leader: number, tell: (groups: readonly number[]) => void): () => void
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
  lookedMs: number
}

type Asker = { readonly leader: number; readonly tell: (groups: readonly number[]) => void }

/** What the groups of sessions are found by. */
export function sessionTable(nowMs: () => number, lastPid: LastPid = lastPidOfSystem()): SessionTable {
  const sight: Sight = { born: new Map(), started: new Set(), unseen: new Map(), lastPid: null, lookedMs: 0 }
  let asking = new Set<Asker>()
  const lookForAll = (): void => {
    const asked = asking
    asking = new Set()
    // All may have called it off.
    if (asked.size === 0) return
    const leaders = [...asked].map(({ leader }) => leader)
    const groups = lookFor(sight, leaders, lastPid, nowMs())
    // What one is told may lead to calling off another, who is then not met any more.
    for (const asker of asked) asker.tell(groups.get(asker.leader) ?? [])
  }
  return {
    begin: (leader) => {
      // Whoever was there before the first of all leaves is in none of their sessions.
      if (sight.born.size === 0) Object.assign(sight, { lastPid: leader, lookedMs: nowMs() })
      sight.born.set(leader, new Set())
      sight.started.add(leader)
    },
    otherGroups: (leader, tell) => {
      const asker = { leader, tell }
      const others = asking
      if (others.size === 0) setImmediate(lookForAll)
      others.add(asker)
      return () => others.delete(asker)
    },
    end: (leader) => {
      sight.born.delete(leader)
      if (sight.born.size === 0) lastPid.close()
    },
  }
}

/** The groups of each leader, as they are after a look at all who were born before. */
function lookFor(
  sight: Sight,
  leaders: readonly number[],
  lastPid: LastPid,
  nowMs: number,
): ReadonlyMap<number, readonly number[]> {
  lookAgain(sight, nowMs)
  for (let looks = 1; ; looks += 1) {
    const newest = lastPid.read()
    lookAtNew(sight, newest, nowMs)
    const groups = new Map(leaders.map((leader) => [leader, groupsOf(sight, leader)]))
    // Whoever was there may have left a child before it died.
    if (lastPid.read() === newest || looks === MOST_LOOKS) return groups
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

/** Reads who came since the last look. */
function lookAtNew(sight: Sight, newest: number | null, nowMs: number): void {
  if (newest === null) scan(sight, 0)
  else lookAtRange(sight, firstNew(sight, newest, nowMs), newest, nowMs)
  Object.assign(sight, { lastPid: newest, lookedMs: nowMs })
  sight.started.clear()
}

/** Where to begin reading one by one; after a scan only those that it may have missed. */
function firstNew(sight: Sight, newest: number, nowMs: number): number {
  const { lastPid, lookedMs } = sight
  const isRound = lastPid === null || newest < lastPid || nowMs - lookedMs > ROUND_MS
  if (!isRound && newest - lastPid <= MOST_UNSEEN) return lastPid + 1
  scan(sight, isRound ? 0 : lastPid)
  return newest - MOST_UNSEEN
}

function lookAtRange(sight: Sight, from: number, to: number, nowMs: number): void {
  const mayBe = listing(to - from)
  for (let pid = from; pid <= to; pid += 1) {
    if (!sight.started.has(pid) && !(mayBe(pid) && look(sight, pid))) sight.unseen.set(pid, nowMs)
  }
}

/** At those that were no processes yet. */
function lookAgain(sight: Sight, nowMs: number): void {
  const mayBe = listing(sight.unseen.size)
  for (const [pid, sinceMs] of sight.unseen) {
    if ((mayBe(pid) && look(sight, pid)) || nowMs - sinceMs > BIRTH_MS) sight.unseen.delete(pid)
  }
}

/** Who of `count` processes may be there. */
function listing(count: number): (pid: number) => boolean {
  if (count <= MOST_ASKED) return () => true
  const pids = new Set(allPids())
  return (pid) => pids.has(pid)
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

/** Reads all whose number is above this one. */
function scan(sight: Sight, above: number): void {
  for (const pid of allPids() ?? []) if (pid > above) look(sight, pid)
}
