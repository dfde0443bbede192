// A tree file that is a program may do anything while it is loaded: loop, exit, print, or take all the memory. Where
// a tree is only looked at, that happens in a process of its own.
import { type ChildProcess, fork } from 'node:child_process'
import { extname } from 'node:path'
import { languageOf } from './endings.ts'
import type { Examined } from './examine-tree.ts'
import { fileProblem } from './tree-file-problem.ts'

/** How, and where to. */
export type ApartOptions = {
  /** How long loading may take. */
  readonly timeoutMs?: number
  /** Ends it. Without one, the signals that end this process do, and end both. */
  readonly signal?: AbortSignal
  /** Is given what the tree file prints. */
  readonly onPrinted?: (bytes: Buffer) => void
}

const PROGRAM_MS = 10_000
/** Data cannot loop, but a tree of tens of thousands of children takes its time. */
const DATA_MS = 60_000
/** More of what it prints is of no use to anybody. */
const MOST_PRINTED_BYTES = 64 * 1024

/** As `examineTree`, in a process of its own, which is gone when this resolves. Never rejects for what the tree does. */
export async function examineApart(file: string, options: ApartOptions = {}): Promise<Examined> {
  const isData = languageOf(extname(file)) === 'data'
  const { timeoutMs = isData ? DATA_MS : PROGRAM_MS, onPrinted = () => {} } = options
  const child = forked(file)
  forward(child, onPrinted)
  const leave = options.signal === undefined ? endWith(child) : endOn(child, options.signal)
  const timer = Promise.withResolvers<Examined>()
  const timeout = setTimeout(() => timer.resolve(refused(file, tookTooLong(timeoutMs))), timeoutMs)
  const gone = new Promise<void>((resolve) => void child.once('close', () => resolve()))
  const examined = await Promise.race([answerOf(child), endOf(child, file), timer.promise])
  clearTimeout(timeout)
  child.kill('SIGKILL')
  await gone
  leave()
  return examined
}

function forked(file: string): ChildProcess {
  // In a checkout, before the build, this is TypeScript, and so is all that it imports.
  const isSource = import.meta.url.endsWith('.ts')
  const program = new URL('./examine-child.ts', import.meta.url).href
  return fork(new URL(isSource ? program : program.replace(/ts$/, 'js')), [file], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: isSource ? ['--conditions=otp-sup-source'] : [],
  })
}

function forward(child: ChildProcess, onPrinted: (bytes: Buffer) => void): void {
  let left = MOST_PRINTED_BYTES
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (bytes: Buffer) => {
      if (left > 0) onPrinted(bytes.subarray(0, left))
      left -= bytes.length
    })
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/** Whoever ends this process ends the other too, which may be in a loop; the answer undoes that. */
function endWith(child: ChildProcess): () => void {
  const end = (signal: NodeJS.Signals): void => {
    child.kill('SIGKILL')
    leave()
    process.kill(process.pid, signal)
  }
  const leave = (): void => {
    for (const signal of SIGNALS) process.off(signal, end)
  }
  for (const signal of SIGNALS) process.on(signal, end)
  return leave
}

function endOn(child: ChildProcess, signal: AbortSignal): () => void {
  const end = (): void => void child.kill('SIGKILL')
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  return () => signal.removeEventListener('abort', end)
}

function answerOf(child: ChildProcess): Promise<Examined> {
  return new Promise((resolve) => {
    // A tree may send messages of its own.
    child.on('message', (message) => {
      if (typeof message === 'object' && message !== null && 'examined' in message)
        resolve(message.examined as Examined)
    })
  })
}

function endOf(child: ChildProcess, file: string): Promise<Examined> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(refused(file, { message: error.message, fix: 'Try again.' })))
    child.once('close', (code, signal) => {
      const how = signal === null ? `with exit code ${code}` : `by ${signal}`
      const fix = 'Remove what ends it; a tree file only describes the tree, the rest belongs into the workers.'
      resolve(refused(file, { message: `Its process ended ${how} while it was loaded.`, fix }))
    })
  })
}

function tookTooLong(ms: number): { readonly message: string; readonly fix: string } {
  return {
    message: `It was not loaded within ${ms / 1000} s.`,
    fix: 'Look for a loop, or an await, without an end.',
  }
}

function refused(file: string, words: { readonly message: string; readonly fix: string }): Examined {
  return { ok: false, unreadable: false, problems: [fileProblem(file, words)] }
}
