import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Whether a process lives; a zombie does not. */
export function isAlive(pid: number): boolean {
  return stat(pid)?.isAlive ?? false
}

/** The living members of a process group, by /proc. */
export function livingMembers(group: number): readonly number[] {
  return pidsWhere((found) => found.group === group && found.isAlive)
}

/** The living processes of a session, by /proc: those of the group of its leader, and of any other group in it. */
export function livingInSession(session: number): readonly number[] {
  return pidsWhere((found) => found.session === session && found.isAlive)
}

function pidsWhere(isWanted: (found: Stat) => boolean): readonly number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger)
  return pids.filter((pid) => {
    const found = stat(pid)
    return found !== null && isWanted(found)
  })
}

type Stat = { readonly group: number; readonly session: number; readonly isAlive: boolean }

function stat(pid: number): Stat | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const [state, , group, session] = line.slice(line.lastIndexOf(')') + 2).split(' ', 4)
    return { group: Number(group), session: Number(session), isAlive: state !== 'Z' && state !== 'X' }
  } catch {
    return null
  }
}

/** Whether there is such a process, be it a zombie. */
export function exists(pid: number): boolean {
  return stat(pid) !== null
}

/** How many sockets this process has open, by /proc. */
export function openSockets(): number {
  const targets = readdirSync('/proc/self/fd').map((name) => linkOrNull(`/proc/self/fd/${name}`))
  return targets.filter((target) => target?.startsWith('socket:') === true).length
}

function linkOrNull(link: string): string | null {
  try {
    return readlinkSync(link)
  } catch {
    return null
  }
}

/** Processes that live and have this text in their command line. */
export function processesWith(text: string): readonly number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger)
  return pids.filter((pid) => commandLine(pid).includes(text) && isAlive(pid))
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1')
  } catch {
    return ''
  }
}
