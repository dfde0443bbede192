import { readFileSync } from 'node:fs'
import type { RunPlace } from './run-directory.ts'

/** Who holds a name, as written into the file of the lock. */
export type NameHolder = {
  readonly pid: number
  readonly name: string
  /** Absolute; null for a tree that is no file. */
  readonly file: string | null
  /** Where the console of a detached run goes. */
  readonly log: string | null
}

/** Who holds a name, or held it when it was killed; null when nobody is written there. */
export function readHolder({ lock }: RunPlace): NameHolder | null {
  try {
    return JSON.parse(readFileSync(lock, 'utf8')) as NameHolder
  } catch {
    return null // never taken, or released
  }
}
