// The last process number that was given out in this system; threads have numbers, too.
import { closeSync, openSync, readSync } from 'node:fs'

/** Who knows it. */
export interface LastPid {
  /** Null where the system does not tell. */
  read(): number | null
  /** Gives back what it holds; `read` may be called again. */
  close(): void
}

/** In a container that shows another /proc/loadavg, this file still tells the truth. */
const FILE = '/proc/sys/kernel/ns_last_pid'

/** Keeps the file open: opening it costs ten times what reading does. */
export function lastPidOfSystem(): LastPid {
  let file: number | null = null
  const digits = Buffer.alloc(16)
  return {
    read: () => {
      try {
        file ??= openSync(FILE, 'r')
        return Number(digits.toString('latin1', 0, readSync(file, digits, 0, digits.length, 0)))
      } catch {
        return null
      }
    },
    close: () => {
      if (file !== null) closeSync(file)
      file = null
    },
  }
}
