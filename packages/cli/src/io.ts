// The terminal, the signals and the files of the command: what is Node's, and nobody else's outside tree-files.
import { closeSync, openSync } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import type { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'

export type { Writable } from 'node:stream'

/** The signals that `run` knows. */
export type RunSignal = 'SIGINT' | 'SIGTERM' | 'SIGQUIT' | 'SIGHUP'

/** What the command sees of the world. */
export type Io = {
  readonly version: string
  readonly cwd: string
  readonly stdout: Writable
  readonly stderr: Writable
  /** Whether the streams are terminals that show colours; `NO_COLOR` is honoured. */
  readonly color: { readonly stdout: boolean; readonly stderr: boolean }
  /** Whether there is a terminal, whose closing sends SIGHUP. */
  readonly hasTerminal: boolean
  /** A stream that appends to a file; rejects if it cannot be opened. */
  append(file: string): Promise<Writable>
  /** The text of a file; `-` is stdin. */
  read(file: string): Promise<string>
  /** The lines of a file, as they come; `-` is stdin. */
  lines(file: string): AsyncIterable<string>
  /** Prints a result to stdout, at the speed of its reader. */
  write(text: string): Promise<void>
  /** The answer ends it. */
  onSignal(signal: RunSignal, handle: () => void): () => void
}

type SystemError = Error & { readonly code: string }

/** Whether an error is the system's (`ENOENT`), not a bug. */
export const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'

/** The system's name of an error, or its message. */
export const errorCode = (error: unknown): string => (isSystemError(error) ? error.code : String(error))

/** Resolves when everything written so far is out, or never will be. */
export const flushed = (stream: Writable): Promise<void> =>
  new Promise((resolve) => void stream.write('', () => resolve()))

/** The world of this process. */
export const processIo = (): Io => ({
  version: ownVersion(),
  cwd: process.cwd(),
  stdout: survivesReader(process.stdout),
  stderr: survivesReader(process.stderr),
  color: { stdout: showsColors(process.stdout), stderr: showsColors(process.stderr) },
  hasTerminal: hasTerminal(),
  append: async (file) => survivesReader((await open(file, 'a')).createWriteStream()),
  read: (file) => (file === '-' ? text(process.stdin) : readFile(file, 'utf8')),
  lines,
  write: (result) => new Promise((resolve) => void process.stdout.write(result, () => resolve())),
  onSignal: (signal, handle) => {
    process.on(signal, handle)
    return () => process.off(signal, handle)
  },
})

async function* lines(file: string): AsyncIterable<string> {
  // Opened first: readline does not tell of the errors of its input.
  const input = file === '-' ? process.stdin : (await open(file)).createReadStream()
  yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
}

// A supervisor outlives the reader of its output (EPIPE) and its terminal (EIO): without a listener, either error
// would end the process. Those who write listen for themselves.
const survivesReader = <Stream extends Writable>(stream: Stream): Stream => stream.on('error', () => {})

const showsColors = (stream: NodeJS.WriteStream): boolean => stream.isTTY && stream.hasColors()

const hasTerminal = (): boolean => {
  try {
    closeSync(openSync('/dev/tty', 'r'))
    return true
  } catch {
    return false // ENXIO: no controlling terminal
  }
}

const ownVersion = (): string => {
  const manifest: { version: string } = createRequire(import.meta.url)('otp-sup/package.json')
  return manifest.version
}
