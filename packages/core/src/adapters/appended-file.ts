import { constants, promises } from 'node:fs'
import { dirname } from 'node:path'
import { NEWLINE } from '../output/line-splitter.ts'
import { PIECE_MARK } from '../output/shown-line.ts'
import type { Clock } from '../ports/clock.ts'
import { errorCode } from './error-code.ts'

type FileHandle = promises.FileHandle

const { mkdir, open, stat } = promises
const { O_APPEND, O_CREAT, O_NONBLOCK, O_WRONLY } = constants
/** Without O_NONBLOCK, opening or writing a FIFO that nobody reads would hold one of Node's few threads for ever. */
const APPEND = O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK
/** How long a file that was removed or replaced may go unnoticed. */
const LOOK_EVERY_MS = 1000

/** Ends a line that somebody else's interrupts. */
export const CUT = Buffer.from(`${PIECE_MARK}\n`)

/** A file that is opened when there is something to write, with the folders that are missing. */
export interface AppendedFile {
  /** How much was written: 0 when the file takes nothing now. Rejects when it fails. */
  write(chunks: readonly Uint8Array[]): Promise<number>
  /** The next write opens it again. */
  close(): Promise<void>
}

export function appendedFile(path: string, clock: Clock): AppendedFile {
  let handle: FileHandle | null = null
  let isFirst = true
  let lookedMs = 0
  const close = async (): Promise<void> => {
    const closing = handle
    handle = null
    // What was written is with the system already; a close that fails takes nothing back.
    await closing?.close().catch(() => {})
  }
  return {
    write: async (chunks) => {
      const nowMs = clock.nowMs()
      if (handle !== null && nowMs - lookedMs >= LOOK_EVERY_MS) {
        lookedMs = nowMs
        if (await isReplaced(handle, path)) await close()
      }
      if (handle === null) {
        handle = await openForAppending(path)
        lookedMs = nowMs
        if (isFirst && (await endsWithinLine(handle, path))) await handle.write(CUT)
        isFirst = false
      }
      return writeTo(handle, chunks)
    },
    close,
  }
}

async function openForAppending(path: string): Promise<FileHandle> {
  try {
    return await open(path, APPEND)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
    await mkdir(dirname(path), { recursive: true })
    return open(path, APPEND)
  }
}

/** Whether the last line, of an earlier writer, has no end. */
async function endsWithinLine(handle: FileHandle, path: string): Promise<boolean> {
  const found = await handle.stat()
  if (!found.isFile() || found.size === 0) return false
  let reader: FileHandle | null = null
  try {
    reader = await open(path)
    const { buffer } = await reader.read(Buffer.alloc(1), { position: found.size - 1 })
    return buffer[0] !== NEWLINE
  } catch {
    // It may be written and not read: then nobody knows.
    return false
  } finally {
    await reader?.close()
  }
}

async function writeTo(handle: FileHandle, chunks: readonly Uint8Array[]): Promise<number> {
  try {
    return (await handle.writev([...chunks])).bytesWritten
  } catch (error) {
    if (errorCode(error) === 'EAGAIN') return 0
    throw error
  }
}

/** Whether the path names another file by now, or none: somebody has removed or rotated it. */
async function isReplaced(handle: FileHandle, path: string): Promise<boolean> {
  try {
    const [ours, there] = await Promise.all([handle.stat(), stat(path)])
    return ours.ino !== there.ino || ours.dev !== there.dev
  } catch (error) {
    return errorCode(error) === 'ENOENT'
  }
}
