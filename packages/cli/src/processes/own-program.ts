import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'

/** Ourselves, once more, in the background. */
export type OwnProgram = {
  readonly pid: number
  /** Its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>
  /** From now on it is nobody's business. */
  readonly leave: () => void
}

/** Starts this command again in a session of its own, without a terminal. What it says, beside what it writes itself, is appended to `file`. */
export const startInBackground = (
  argv: readonly string[],
  { cwd, file }: { readonly cwd: string; readonly file: string },
): OwnProgram => {
  const [, script = ''] = process.argv
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const said = openSync(file, 'a', 0o600)
  const child: ChildProcess = spawn(process.execPath, [...process.execArgv, script, ...argv], {
    cwd,
    detached: true,
    stdio: ['ignore', said, said],
  })
  closeSync(said)
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  return { pid: child.pid ?? 0, ended, leave: () => child.unref() }
}
