// One process, as /proc/PID/stat has it.
import { readFileSync } from 'node:fs'

/** What a process is and does, and to whom it belongs. */
export type Stat = {
  /** The name of its program, at most 15 bytes of it. */
  readonly command: string
  /** A letter: R, S, D, T, t, Z and others. */
  readonly state: string
  readonly group: number
  readonly session: number
  /** CPU time so far, in ticks of the kernel's clock: its own, and that of children it has waited for. */
  readonly cpuTicks: number
}

/** Null when there is no such process, or no /proc. */
export function readStat(pid: number | string): Stat | null {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return null
  }
}

/** The name in parentheses may hold blanks and parentheses: fields count from the last one. */
export function parseStat(line: string): Stat {
  const end = line.lastIndexOf(')')
  const [state = '', , group = '', session = '', ...others] = line.slice(end + 2).split(' ', 15)
  const cpuTicks = others.slice(7).reduce((sum, ticks) => sum + Number(ticks), 0)
  const command = line.slice(line.indexOf('(') + 1, end)
  return { command, state, group: Number(group), session: Number(session), cpuTicks }
}

/** Dead: it holds no port and no file, and only waits for somebody to ask how it ended. */
export function isDead({ state }: Stat): boolean {
  return state === 'Z' || state === 'X'
}
