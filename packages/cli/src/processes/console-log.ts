// Where the console of a detached run goes, and how it is read.
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** The file for the console of a detached run of that name. */
export const consoleLog = (name: string, env: NodeJS.ProcessEnv): string => {
  const state = env['XDG_STATE_HOME']
  if (state !== undefined && state !== '') return join(state, 'otp-sup', name, 'log')
  if (process.getuid?.() === 0) return join('/var/log/otp-sup', name)
  return join(homedir(), '.local/state/otp-sup', name, 'log')
}

/** What was written to it, the part before included; empty when there is none. */
export const readConsoleLog = (file: string): string => textOf(`${file}.1`) + textOf(file)

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // nothing was written there
  }
}
