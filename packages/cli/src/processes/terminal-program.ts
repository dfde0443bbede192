// A program that has our terminal, as if it had been started in our place.
import { spawn } from 'node:child_process'
import { signalNumber } from './signal-number.ts'

/** A program that runs. */
export type TerminalProgram = {
  /** Its exit code as a shell would say it; 127 when it could not be run. */
  readonly ended: Promise<number>
  readonly signal: (name: NodeJS.Signals) => void
}

/** Runs it in our own process group: what the terminal sends (Ctrl-C) reaches it too. */
export const runInTerminal = ([program = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): TerminalProgram => {
  const child = spawn(program, args, { stdio: 'inherit', env })
  const ended = new Promise<number>((resolve) => {
    child.on('error', () => child.pid === undefined && resolve(127))
    child.on('exit', (code, signal) => resolve(code ?? 128 + signalNumber(signal ?? '')))
  })
  return { ended, signal: (name) => void child.kill(name) }
}
