// Why no process came to be, for the person who can fix it. The system says ENOENT for a missing command, a missing
// working directory and a missing interpreter alike.
import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import type { ProcessEnd } from '../ports/launcher.ts'
import { errorCode } from './error-code.ts'

/** What was to be run. */
export type SpawnAttempt = {
  readonly file: string
  readonly cwd: string
  /** The child's own PATH. */
  readonly searchPath: string
  /** Whom it was to run as; null: as us. */
  readonly user: string | number | null
}

type SpawnError = ProcessEnd & { readonly kind: 'spawn_error' }

/** Turns the error of a spawn into the end of a process that never was. */
export function spawnError(attempt: SpawnAttempt, error: NodeJS.ErrnoException): SpawnError {
  const errno = error.code ?? 'UNKNOWN'
  return { kind: 'spawn_error', errno, message: because(attempt, errno, error) }
}

function because(attempt: SpawnAttempt, errno: string, error: Error): string {
  switch (errno) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EACCES':
      return cwdProblem(attempt.cwd) ?? fileProblem(attempt, errno)
    case 'E2BIG':
      return 'its arguments and environment are larger than the system takes. Make args or env smaller.'
    case 'EMFILE':
    case 'ENFILE':
      return `there are too many open files (${errno}). Raise the limit of open files (ulimit -n).`
    case 'EAGAIN':
    case 'ENOMEM':
      return `the system has no room for another process (${errno}). Raise the limit of processes (ulimit -u), or free memory.`
    default:
      return `${error.message}.`
  }
}

/** On one line, whatever a name holds: it goes into the log. */
function quoted(name: string): string {
  return JSON.stringify(name)
}

function cwdProblem(cwd: string): string | null {
  try {
    if (!statSync(cwd).isDirectory()) return `its working directory ${quoted(cwd)} is not a directory. Correct cwd.`
    accessSync(cwd, constants.X_OK)
    return null
  } catch (error) {
    if (errorCode(error) === 'EACCES')
      return `its working directory ${quoted(cwd)} may not be entered. Correct cwd, or its permissions.`
    return `its working directory ${quoted(cwd)} does not exist. Create it, or correct cwd.`
  }
}

function fileProblem(attempt: SpawnAttempt, errno: string): string {
  const found = candidates(attempt).find(isThere)
  if (errno === 'EACCES') return notExecutable(quoted(found ?? attempt.file), attempt)
  if (found !== undefined) {
    const interpreter = shebang(found) ?? 'dynamic loader'
    return `${quoted(found)} needs the interpreter ${quoted(interpreter)}, which does not exist. Correct its first line, or install it.`
  }
  if (attempt.file.includes('/')) {
    const hint = isAbsolute(attempt.file) ? '' : '; it is relative to cwd'
    return `the command ${quoted(candidates(attempt)[0] ?? attempt.file)} does not exist. Correct command${hint}.`
  }
  return `there is no command ${quoted(attempt.file)} in its PATH. Install it, or correct command or env.PATH.`
}

function notExecutable(file: string, { user }: SpawnAttempt): string {
  return user === null
    ? `${file} may not be executed (EACCES). Make it an executable file (chmod +x).`
    : `${file} may not be executed by user ${JSON.stringify(user)} (EACCES). Make it an executable file (chmod +x), in folders that this user may enter.`
}

/** Where the system looks: a path with a slash counts from cwd, everything else is looked up in the child's PATH. */
function candidates({ file, cwd, searchPath }: SpawnAttempt): readonly string[] {
  if (file.includes('/')) return [resolve(cwd, file)]
  return searchPath.split(':').map((folder) => resolve(cwd, folder, file))
}

function isThere(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined
}

function shebang(file: string): string | null {
  try {
    const descriptor = openSync(file, 'r')
    const head = Buffer.alloc(256)
    const length = readSync(descriptor, head)
    closeSync(descriptor)
    return /^#!\s*(\S+)/.exec(head.toString('utf8', 0, length))?.[1] ?? null
  } catch {
    // The message is poorer without it, nothing else depends on it.
    return null
  }
}
