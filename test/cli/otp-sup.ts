// Runs the built command as people do, and waits for what it prints. Nothing here sleeps: every wait ends with a
// line or with the deadline of the test.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** The command's own file. */
export const bin = join(dirname(fileURLToPath(import.meta.resolve('otp-sup/package.json'))), 'bin/otp-sup.js')

/** A temporary folder with these files, gone when the test is. */
export const folderWith = (files: Readonly<Record<string, unknown>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'otp-sup-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  return folder
}

/** A command that runs a line of JavaScript. */
export const node = (script: string): readonly string[] => [process.execPath, '-e', script]

/** Stays until it is told to stop. */
export const STAYS = node('setInterval(() => {}, 1e6)')

/** Collects a stream, and lets somebody wait for a text in it. */
export const collected = (stream: NodeJS.ReadableStream) => {
  let text = ''
  const looking = new Set<() => void>()
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    for (const look of looking) look()
  })
  const found = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve) => {
      const look = (): void => {
        const match = pattern.exec(text)
        if (match === null) return
        looking.delete(look)
        resolve(match)
      }
      looking.add(look)
      look()
    })
  return { text: () => text, found }
}

/** Where and how the command is started. */
export type StartOptions = {
  readonly cwd?: string
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** What is written to its stdin, at its speed. */
  readonly input?: Iterable<string>
}

/** Starts `otp-sup` without a terminal. What is still there at the end of the test is ended. */
export const otpSup = (argv: readonly string[], { cwd, nodeOptions = [], env, input = [] }: StartOptions = {}) => {
  const child = spawn(process.execPath, [...nodeOptions, bin, ...argv], {
    cwd,
    env: { ...process.env, ...env },
    detached: true, // a session of its own: no controlling terminal
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.on('error', () => {}) // it may end before it has read all
  Readable.from(input).pipe(child.stdin)
  const { stdout, stderr } = { stdout: collected(child.stdout), stderr: collected(child.stderr) }
  const closed = once(child, 'close')
  onTestFinished(() => ended(child, closed))
  return {
    pid: child.pid ?? 0,
    stdout,
    stderr,
    signal: (name: NodeJS.Signals): boolean => child.kill(name),
    /** Nobody reads this any more. */
    closeReader: (of: 'stdout' | 'stderr'): void => void child[of].destroy(),
    /** Resolves when it has exited and both streams are read to their end. */
    exit: closed.then(([code, signal]) => ({ code, signal })),
  }
}

/** Twice, so that nothing is waited for and nothing stays behind. */
const ended = async (child: ChildProcess, closed: Promise<unknown>): Promise<void> => {
  for (const _ of [1, 2]) child.kill('SIGTERM')
  await closed
}

/** Runs `otp-sup` to its end. */
export const otpSupResult = async (argv: readonly string[], options?: StartOptions) => {
  const run = otpSup(argv, options)
  const { code } = await run.exit
  return { code, stdout: run.stdout.text(), stderr: run.stderr.text() }
}
