// A leaf is a process group: it is down when its leader has exited and its group is empty. Groups that its processes made
// within its session (jobs of a shell with job control) end with it.
import type { Clock } from '../ports/clock.ts'
import { errorCode } from './error-code.ts'
import type { ProcessTable } from './process-table.ts'
import type { SessionTable } from './session-table.ts'

/** What is left of a group when nobody had asked it to stop has this long after the stop signal. */
const GRACE_MS = 1000
const FIRST_POLL_MS = 5
const LAST_POLL_MS = 100
/** A group that has not emptied by then may consist of zombies that nobody reaps. */
const ZOMBIES_AFTER_MS = 30

/** What the end of a group needs. */
export type GroupMeans = { readonly clock: Clock; readonly table: ProcessTable; readonly sessions: SessionTable }

/** The processes of one leaf, by the pid of their leader. */
export interface ProcessGroup {
  readonly pid: number
  /** Signals all members; 0 only asks. False when there are none. */
  signal(signal: string | 0): boolean
}

/** A group once seen empty is never signalled again: its number may then belong to others. */
export function processGroup(pid: number): ProcessGroup {
  let empty = false
  return {
    pid,
    signal: (signal) => {
      if (!empty) empty = !signalProcess(-pid, signal)
      return !empty
    },
  }
}

/** Asks by a signal; SIGCONT comes right after it, since who is stopped cannot answer. */
export function askGroup(group: ProcessGroup, signal: string): boolean {
  return group.signal(signal) && group.signal('SIGCONT')
}

/** Asks the leader alone; SIGCONT goes to all, since a leader may wait for its members. */
export function askLeader(group: ProcessGroup, signal: string): void {
  signalProcess(group.pid, signal)
  group.signal('SIGCONT')
}

/** Signals the leader alone; false when it is gone. */
export function signalLeader(group: ProcessGroup, signal: string): boolean {
  return signalProcess(group.pid, signal)
}

/** Signals a process, or a group by a negative number; false when it is gone. */
function signalProcess(pid: number, signal: string | 0): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ESRCH') return false
    // Somebody is there, but not ours to signal.
    if (code === 'EPERM') return true
    throw error
  }
}

/** What a group had been told when its leader ended. */
export type GroupTold = 'nothing' | 'to stop' | 'killed'

/** Who hears of the end of a group. */
export type GroupHearer = {
  /** SIGKILL goes to what is left. At most once, and not if it was killed before. */
  readonly killed: () => void
  /** Nobody is left. Once. */
  readonly empty: () => void
}

/**
 * Ends what a leader left behind, by SIGKILL: at once if it was killed, a second from now if it had been told nothing,
 * and always when the answer is called. A group that was told to stop has the time that its leader had: whoever asked
 * watches that. Other groups of its session are asked by `stopSignal` first. When nobody is left, the answer does nothing.
 */
export function endGroup(
  group: ProcessGroup,
  { told, stopSignal }: { readonly told: GroupTold; readonly stopSignal: string },
  means: GroupMeans,
  hearer: GroupHearer,
): () => void {
  const isGroupEmpty = emptiness(group, means)
  const wait = { killed: told === 'killed', over: false, looks: 0, pollMs: FIRST_POLL_MS }
  let cancelPoll = (): void => {}
  let cancelGrace = (): void => {}
  const poll = (): void => {
    // Before the look: who was in it may have left a child in a group of its own. Asking by SIGKILL once it has been
    // sent also ends those that joined the group since.
    const isEmpty = isGroupEmpty(wait.killed ? 'SIGKILL' : 0)
    cancelPoll = means.sessions.otherGroups(group.pid, (others) => {
      wait.looks += 1
      if (isEmpty && others.length === 0) return empty()
      if (wait.killed) for (const other of others) signalProcess(-other, 'SIGKILL')
      else if (wait.looks === 1) beginGrace(others)
      cancelPoll = means.clock.startTimer(wait.pollMs, poll)
      wait.pollMs = Math.min(wait.pollMs * 2, LAST_POLL_MS)
    })
  }
  const beginGrace = (others: readonly number[]): void => {
    for (const other of others) askGroup(processGroup(other), stopSignal)
    if (told === 'nothing') cancelGrace = means.clock.startTimer(GRACE_MS, kill)
  }
  const empty = (): void => {
    wait.over = true
    cancelGrace()
    hearer.empty()
  }
  const kill = (): void => {
    if (wait.over || wait.killed) return
    Object.assign(wait, { killed: true, pollMs: FIRST_POLL_MS })
    hearer.killed()
    cancelPoll()
    poll()
  }
  poll()
  return kill
}

/** Dead members that their parent does not reap hold no port and no file; waiting for them could take for ever. */
function emptiness(group: ProcessGroup, { clock, table }: GroupMeans): (signal: 'SIGKILL' | 0) => boolean {
  const sinceMs = clock.nowMs()
  let looks = 0
  return (signal) => {
    if (!group.signal(signal)) return true
    const nowMs = clock.nowMs()
    if (nowMs - sinceMs < ZOMBIES_AFTER_MS) return false
    const members = table.members(group.pid, Math.max(sinceMs, nowMs - ZOMBIES_AFTER_MS)) ?? []
    // Two looks in a row: a member that forks and exits can hide its child from one of them. None in sight while the
    // system says that there are some (hidepid): still there.
    looks = members.length > 0 && members.every((member) => member.zombie) ? looks + 1 : 0
    return looks >= 2
  }
}
