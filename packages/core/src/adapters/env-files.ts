// The environment that files hold, in the grammar of `node --env-file`.
import { readFileSync, statSync } from 'node:fs'
import { parseEnv } from 'node:util'
import type { ProcessEnd } from '../ports/launcher.ts'
import { errorCode } from './error-code.ts'

/** What the files say, a later one before an earlier; or why a start cannot do without one of them. */
export type FileEnv =
  | { readonly ok: true; readonly env: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly file: string; readonly errno: string; readonly why: string }

/** Reads files with variables, in this order. No message ever shows what is in them: these are secrets. */
export function readEnvFiles(files: readonly string[]): FileEnv {
  const env: Record<string, string> = {}
  for (const file of files) {
    try {
      Object.assign(env, parsed(file))
    } catch (error) {
      const errno = errorCode(error) ?? 'UNKNOWN'
      return { ok: false, file, errno, why: WHY[errno] ?? `cannot be read (${errno})` }
    }
  }
  return { ok: true, env }
}

/** What is wrong with a file that is missing is told as a start that failed. */
export function envFileEnd({ file, errno, why }: FileEnv & { readonly ok: false }): ProcessEnd {
  const message = `its envFile ${JSON.stringify(file)} ${why}. Make the file, or correct envFile.`
  return { kind: 'spawn_error', errno, message }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EACCES: 'may not be read by the user that runs otp-sup',
  EISDIR: 'is no file',
  EINVAL: 'holds a NUL character, which no variable can have',
}

function parsed(file: string): Readonly<Record<string, string | undefined>> {
  // To read a FIFO would be to wait for its writer, and the whole tree with us.
  if (!statSync(file).isFile()) throw Object.assign(new Error('No file'), { code: 'EISDIR' })
  const text = readFileSync(file, 'utf8')
  // The byte order mark would be part of the first name.
  const env = parseEnv(text.startsWith('\uFEFF') ? text.slice(1) : text)
  if (text.includes('\0')) throw Object.assign(new Error('NUL'), { code: 'EINVAL' })
  return env
}
