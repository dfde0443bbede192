// How what a process begins with is chosen and spawned, for workers and for what runs beside them.
import type { ChildProcess, StdioOptions } from 'node:child_process'
import spawn from 'cross-spawn'
import { type Beginning, plainBeginning, setUpBeginning, type Wanted } from './beginning.ts'
import type { TakeFifo } from './nameless-fifos.ts'
import type { StdioEnd } from './pipe-end.ts'

/** `others`: its descriptors after stdin. */
export function beginningOf(wanted: Wanted, others: readonly StdioEnd[], takeFifo: TakeFifo): Beginning {
  const { attributes } = wanted.program
  return attributes === null ? plainBeginning(wanted) : setUpBeginning(wanted, takeFifo, 1 + others.length)
}

/** In a session and group of its own. */
export function spawnBeginning(beginning: Beginning, others: readonly StdioEnd[]): ChildProcess {
  const { file, args, cwd, env, stdin, more } = beginning
  const stdio: StdioOptions = [stdin, ...others, ...more]
  return spawn(file, args, { cwd, env, detached: true, stdio })
}

/** Some errors are thrown (E2BIG), some come as an event (ENOENT). */
export function spawnOrError(spawnChild: () => ChildProcess): ChildProcess | NodeJS.ErrnoException {
  try {
    return spawnChild()
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
