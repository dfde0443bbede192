import { readdirSync, readFileSync } from 'node:fs'

/** Whether a process lives; a zombie does not. */
export function isAlive(pid: number): boolean {
  return stat(pid)?.isAlive ?? false
}

/** The living members of a process group, by /proc. */
export function livingMembers(group: number): readonly number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger)
  return pids.filter((pid) => {
    const found = stat(pid)
    return found?.group === group && found.isAlive
  })
}

function stat(pid: number): { readonly group: number; readonly isAlive: boolean } | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const [state, , group] = line.slice(line.lastIndexOf(')') + 2).split(' ', 3)
    return { group: Number(group), isAlive: state !== 'Z' && state !== 'X' }
  } catch {
    return null
  }
}
