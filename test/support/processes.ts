import { readdirSync, readFileSync } from 'node:fs'

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
