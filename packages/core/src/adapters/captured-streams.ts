// Pipes for a child's stdout and stderr. Node's own are sockets: `echo x > /dev/stdout` fails on them (ENXIO), and
// nginx and php-fpm log that way. Node cannot make a real pipe, but it can open a FIFO and forget its name.
import { type ChildProcess, spawnSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, rmdirSync, unlinkSync } from 'node:fs'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

/** One call of mkfifo costs as much as two spawns; a batch is for eight leaves. */
const BATCH = 16
const { O_NONBLOCK, O_RDONLY, O_RDWR, O_WRONLY } = constants

type StreamEnd = 'pipe' | 'ignore' | number

/** The streams of one child, before and after it is spawned. */
export interface CapturedStreams {
  /** For the `stdio` of the spawn: stdout and stderr. */
  readonly childEnds: readonly [StreamEnd, StreamEnd]
  /** It was spawned: our ends; null when nothing is captured. */
  open(child: ChildProcess): { readonly stdout: Readable; readonly stderr: Readable } | null
  /** It was not. */
  discard(): void
}

/** Makes streams for one child after the other; throws when there are no descriptors left. */
export function streamCapture(): () => CapturedStreams {
  // Elsewhere a FIFO without a name cannot be opened again.
  if (process.platform !== 'linux') return () => nodeStreams
  const spare: number[] = []
  return () => {
    if (spare.length < 2) spare.push(...makeFifos())
    return spare.length < 2 ? nodeStreams : openEnds(spare.splice(0, 2))
  }
}

/** Nobody reads the child's output. */
export const noStreams: CapturedStreams = {
  childEnds: ['ignore', 'ignore'],
  open: () => null,
  discard: () => {},
}

/** Where there is no mkfifo, or no place for it. */
const nodeStreams: CapturedStreams = {
  childEnds: ['pipe', 'pipe'],
  open: ({ stdout, stderr }) => stdout && stderr && { stdout, stderr },
  discard: () => {},
}

/** Our ends must not block, the child's must: a child that is not prepared for EAGAIN would lose output. */
function openEnds(fifos: readonly number[]): CapturedStreams {
  const opened: number[] = []
  try {
    for (const fifo of fifos) {
      const link = `/proc/self/fd/${fifo}`
      opened.push(openSync(link, O_RDONLY | O_NONBLOCK), openSync(link, O_WRONLY))
    }
    return fifoStreams(opened as [number, number, number, number])
  } catch (error) {
    closeAll(opened)
    throw error
  } finally {
    closeAll(fifos)
  }
}

function fifoStreams([ourOut, childOut, ourErr, childErr]: readonly [number, number, number, number]): CapturedStreams {
  return {
    childEnds: [childOut, childErr],
    open: () => {
      // A stream ends when its last writer has gone: we must not be one.
      closeAll([childOut, childErr])
      return { stdout: readingSocket(ourOut), stderr: readingSocket(ourErr) }
    },
    discard: () => closeAll([ourOut, childOut, ourErr, childErr]),
  }
}

function readingSocket(descriptor: number): Socket {
  return new Socket({ fd: descriptor, readable: true, writable: false })
}

/** FIFOs without a name, each held by one descriptor; none when they cannot be made. */
function makeFifos(): readonly number[] {
  const fifos: number[] = []
  let folder: string | null = null
  try {
    folder = mkdtempSync(join(tmpdir(), 'otp-sup-'))
    // 666: a child that has become another user may still open its /dev/stdout. The folder is ours alone.
    const { error } = spawnSync('mkfifo', ['-m', '666', ...namesIn(folder)], { stdio: 'ignore' })
    if (error) throw error
    for (const name of namesIn(folder)) fifos.push(openSync(name, O_RDWR | O_NONBLOCK))
    return fifos
  } catch (error) {
    closeAll(fifos)
    if (isOutOfDescriptors(error)) throw error
    return []
  } finally {
    if (folder) removeFolder(folder)
  }
}

function namesIn(folder: string): readonly string[] {
  return Array.from({ length: BATCH }, (_, at) => join(folder, String(at)))
}

/** Not by a recursive rmSync: that needs a descriptor, and there may be none left. */
function removeFolder(folder: string): void {
  try {
    for (const name of namesIn(folder)) unlinkSync(name)
  } catch {
    // mkfifo has made none, or not all.
  }
  try {
    rmdirSync(folder)
  } catch {
    // An empty folder stays in the place for temporary ones: no reason not to start a leaf.
  }
}

/** Then Node's own pipes are no way out: of a spawn that fails by EMFILE they stay open for ever (seen in Node 24). */
function isOutOfDescriptors(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EMFILE' || error.code === 'ENFILE')
}

function closeAll(descriptors: readonly number[]): void {
  for (const descriptor of descriptors) closeSync(descriptor)
}
