// The terminal, the signals and the files of the command: what is Node's, and nobody else's outside tree-files.
import { closeSync, constants, fstatSync, openSync, write, writeSync } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { Socket } from 'node:net'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { isatty } from 'node:tty'
import { type Outlet, outlet, type Send } from './outlet.ts'
import { errorCode } from './system-error.ts'

export type { Writable } from 'node:stream'

/** The signals that `run` knows. */
export type RunSignal = 'SIGINT' | 'SIGTERM' | 'SIGQUIT' | 'SIGHUP' | 'SIGALRM' | 'SIGXCPU' | 'SIGPWR'

/** What the command sees of the world. */
export type Io = {
  readonly version: string
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly stdout: Writable
  readonly stderr: Writable
  /** Whether the streams are terminals that show colours; `NO_COLOR` is honoured. */
  readonly color: { readonly stdout: boolean; readonly stderr: boolean }
  /** How wide the terminal of stdout is; null when it is none. */
  readonly columns: number | null
  /** Whether there is a terminal, whose closing sends SIGHUP. */
  readonly hasTerminal: boolean
  /** A stream that appends to a file; rejects if it cannot be opened. */
  append(file: string): Promise<Writable>
  /** The text of a file; `-` is stdin. */
  read(file: string): Promise<string>
  /** Takes variables into `env`, by the grammar of `node --env-file`; those that are there stay. Throws if it cannot be read. */
  loadEnv(file: string): void
  /** The lines of a file, as they come; `-` is stdin. */
  lines(file: string): AsyncIterable<string>
  /** Prints a result to stdout, at the speed of its reader. */
  write(text: string): Promise<void>
  /** The answer ends it. */
  onSignal(signal: RunSignal, handle: () => void): () => void
}

/** A reader that takes nothing for so long is not waited for when all is over. */
const STUCK_MS = 2000

/** Resolves when everything written so far is out, or never will be: a reader that is stuck is given up. */
export const flushed = (stream: Writable): Promise<void> =>
  new Promise((resolve) => {
    let left = stream.writableLength
    const timer = setInterval(() => {
      if (stream.writableLength >= left) stream.destroy()
      left = stream.writableLength
    }, STUCK_MS)
    const over = (): void => {
      clearInterval(timer)
      resolve()
    }
    // When it is given up, a write in progress may never call back.
    stream.once('close', over)
    stream.write('', over)
  })

/** Comes when nobody reads stdout any more. */
export const readerGone = ({ stdout }: Pick<Io, 'stdout'>): AbortSignal => {
  const gone = new AbortController()
  if (stdout.destroyed) gone.abort()
  else stdout.once('close', () => gone.abort())
  return gone.signal
}

/** The world of this process. */
export const processIo = (): Io => {
  const { stdout, stderr } = ownStreams()
  return {
    version: ownVersion(),
    cwd: process.cwd(),
    env: process.env,
    stdout,
    stderr,
    color: { stdout: showsColors(1), stderr: showsColors(2) },
    columns: isatty(1) ? process.stdout.columns : null,
    hasTerminal: hasTerminal(),
    append: async (file) => survivesReader((await open(file, 'a')).createWriteStream()),
    read: (file) => (file === '-' ? text(process.stdin) : readFile(file, 'utf8')),
    loadEnv: (file) => process.loadEnvFile(file),
    lines,
    write: (result) => new Promise((resolve) => void stdout.write(result, () => resolve())),
    onSignal: (signal, handle) => {
      process.on(signal, handle)
      return () => process.off(signal, handle)
    },
  }
}

/** So much may be on its way in the order in which it was printed, to stdout or stderr; then printers are held. */
const IN_ORDER_BYTES = 64 * 1024

// Not Node's own streams: they block the whole process when a terminal is stopped (Ctrl-S), and on Linux a pipe too
// once a child has inherited it. `run | less` must not stall supervision.
const ownStreams = (): { readonly stdout: Writable; readonly stderr: Writable } => {
  const stdout = wayTo(1)
  const stderr = isSameFile(1, 2) ? stdout : wayTo(2)
  return { stdout: survivesReader(printsTo(stdout)), stderr: survivesReader(printsTo(stderr)) }
}

type Way = Outlet & { readonly close: () => void }

const printsTo = (way: Way): Writable => {
  const stream: Writable = new Writable({
    highWaterMark: IN_ORDER_BYTES,
    write: (bytes: Buffer, _encoding, done) => {
      // An empty write asks when all before it is out.
      const isTaken = bytes.length > 0 && way.waiting < IN_ORDER_BYTES
      const fail = (error: Error | null): void => void (error && stream.destroy(error))
      way.put({ bytes, isWanted: () => !stream.destroyed, settle: isTaken ? fail : done })
      if (isTaken) done()
    },
    destroy: (error, done) => {
      way.close()
      done(error)
    },
  })
  return stream
}

const wayTo = (descriptor: 1 | 2): Way => {
  const kind = fstatSync(descriptor)
  const own = kind.isFile() ? null : reopened(descriptor)
  if (own !== null) return wayBy(sendAtOnce(own))
  if (kind.isFIFO() || kind.isSocket())
    return wayByStream(new Socket({ fd: descriptor, readable: false, writable: true }))
  if (!isatty(descriptor)) return wayBy(sendInBackground(descriptor))
  return wayByStream(descriptor === 1 ? process.stdout : process.stderr)
}

const wayBy = (send: Send, close = (): void => {}): Way => Object.assign(outlet(send), { close })

const { O_NOCTTY, O_NONBLOCK, O_WRONLY } = constants

/** The same pipe or terminal, opened anew: that it must not block is nobody's business but ours. */
const reopened = (descriptor: number): number | null => {
  try {
    // Elsewhere this is the same description, or there is no such path.
    return process.platform === 'linux'
      ? openSync(`/proc/self/fd/${descriptor}`, O_WRONLY | O_NONBLOCK | O_NOCTTY)
      : null
  } catch {
    return null // a socket, a terminal of another user, a pipe that nobody reads
  }
}

const sendAtOnce =
  (descriptor: number): Send =>
  (bytes) => {
    try {
      return writeSync(descriptor, bytes)
    } catch (error) {
      if (errorCode(error) === 'EAGAIN') return 0
      throw error
    }
  }

const wayByStream = (stream: Writable): Way => {
  survivesReader(stream)
  const send: Send = (bytes) =>
    new Promise((resolve, reject) => {
      stream.write(bytes, (error) => (error ? reject(error) : resolve(bytes.length)))
    })
  // A write that is stuck would keep the process from ending.
  return wayBy(send, () => void stream.destroy())
}

/** A full disk is no reader that has gone: what finds no room is lost, and said when there is some again. */
const sendInBackground = (descriptor: number): Send => {
  let lost = 0
  const send: Send = (bytes) =>
    new Promise((resolve, reject) => {
      write(descriptor, bytes, (error, count) => (error ? reject(error) : resolve(count)))
    })
  return async (bytes) => {
    try {
      if (lost > 0) await send(Buffer.from(`\notp-sup: ${lost} bytes of this output were lost: the disk was full\n`))
      lost = 0
      return await send(bytes)
    } catch (error) {
      if (errorCode(error) !== 'ENOSPC' && errorCode(error) !== 'EDQUOT') throw error
      lost += bytes.length
      return bytes.length
    }
  }
}

const isSameFile = (one: number, other: number): boolean => {
  const [first, second] = [fstatSync(one), fstatSync(other)]
  return first.dev === second.dev && first.ino === second.ino
}

// Not readline: it also ends a line at U+2028, which JSON may have within a text. A BOM is decoded to nothing.
async function* lines(file: string): AsyncIterable<string> {
  const input: AsyncIterable<Buffer> = file === '-' ? process.stdin : (await open(file)).createReadStream()
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of input) {
    const [first = '', ...others] = decoder.decode(bytes, { stream: true }).split('\n')
    const last = others.pop()
    if (last === undefined) {
      rest += first
      continue
    }
    yield rest + first
    yield* others
    rest = last
  }
  yield rest + decoder.decode()
}

// A supervisor outlives the reader of its output (EPIPE) and its terminal (EIO): without a listener, either error
// would end the process. Those who write listen for themselves.
const survivesReader = <Stream extends Writable>(stream: Stream): Stream => stream.on('error', () => {})

const showsColors = (descriptor: 1 | 2): boolean =>
  isatty(descriptor) && (descriptor === 1 ? process.stdout : process.stderr).hasColors()

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
