// Runs an example that is a Node program of its own, as a reader would.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { collected } from '../cli/otp-sup.ts'

const examples = join(import.meta.dirname, '../../examples')

/** Starts `node` on a file of the examples, in a folder that is not the example's. */
export const runProgram = (file: string, { nodeOptions = [] }: { readonly nodeOptions?: readonly string[] } = {}) => {
  const id = crypto.randomUUID()
  const mark = `EXAMPLE_RUN=${id}`
  const child = spawn(process.execPath, [...nodeOptions, join(examples, file)], {
    env: { ...process.env, NO_COLOR: '1', EXAMPLE_RUN: id },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { stdout, stderr } = { stdout: collected(child.stdout), stderr: collected(child.stderr) }
  const closed = once(child, 'close')
  onTestFinished(async () => {
    for (const pid of processesWith(mark)) process.kill(pid, 'SIGKILL') // also what it has left behind
    await closed
  })
  return {
    pid: child.pid ?? 0,
    stdout,
    stderr,
    signal: (name: NodeJS.Signals): boolean => child.kill(name),
    /** Resolves when it has exited and both streams are read to their end. */
    exit: closed.then(([code]) => code as number | null),
    /** Processes that it or its children have started, and that live: all, or those with that argument. */
    left: (argument?: string) =>
      processesWith(mark).filter(
        (pid) => pid !== child.pid && (argument === undefined || words(pid, 'cmdline').includes(argument)),
      ),
  }
}

/** Processes with that variable, as `NAME=value`, in their environment. */
const processesWith = (variable: string): readonly number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && words(pid, 'environ').includes(variable))

const words = (pid: number, of: 'environ' | 'cmdline'): readonly string[] => {
  try {
    return readFileSync(`/proc/${pid}/${of}`, 'utf8').split('\0')
  } catch {
    return [] // gone, or another user's
  }
}
