// What waits to be appended to a file: bounded, whole lines, and what found no room is counted.

import { NEWLINE } from '../output/line-splitter.ts'
import { CUT } from './appended-file.ts'

/** Who writes more than this waits, or loses it. */
const FULL_BYTES = 256 * 1024
/** Copying a few large pieces costs more than handing them over, for many small ones it is the other way round. */
const MOST_CHUNKS = 16

/** What was dropped. */
export type Lost = { readonly lines: number; readonly bytes: number }

/** Bytes of several writers, in order. */
export interface AppendQueue {
  readonly bytes: number
  readonly isFull: boolean
  /** Adds; a line that another writer has begun is cut, marked, and goes on as a new one. */
  add(bytes: Uint8Array, writer: object): void
  /** Counts instead of adding. */
  lose(bytes: Uint8Array): void
  /** Drops and counts all that waits. */
  loseAll(): void
  /** The count, which then begins anew. */
  takeLost(): Lost
  /** All that waits. */
  all(): readonly Uint8Array[]
  /** The first bytes are out. */
  consume(count: number): void
}

export function appendQueue(): AppendQueue {
  let chunks: Uint8Array[] = []
  let waiting = 0
  let lost: Lost = { lines: 0, bytes: 0 }
  /** Who has begun the line that is now the last one. */
  let inLine: object | null = null
  const push = (bytes: Uint8Array): void => {
    chunks.push(bytes)
    waiting += bytes.length
  }
  const all = (): readonly Uint8Array[] => {
    if (chunks.length > MOST_CHUNKS) chunks = [Buffer.concat(chunks)]
    return chunks
  }
  const lose = (bytes: Uint8Array): void => {
    lost = { lines: lost.lines + lineEnds(bytes), bytes: lost.bytes + bytes.length }
  }
  const consume = (count: number): void => {
    waiting -= count
    chunks = withoutFirst(chunks, count)
  }
  return {
    get bytes() {
      return waiting
    },
    get isFull() {
      return waiting >= FULL_BYTES
    },
    add: (bytes, writer) => {
      if (inLine !== null && inLine !== writer) push(CUT)
      push(bytes)
      inLine = bytes.at(-1) === NEWLINE ? null : writer
    },
    lose,
    loseAll: () => {
      for (const chunk of chunks) lose(chunk)
      chunks = []
      waiting = 0
    },
    takeLost: () => {
      const taken = lost
      lost = { lines: 0, bytes: 0 }
      return taken
    },
    all,
    consume,
  }
}

function withoutFirst(chunks: readonly Uint8Array[], count: number): Uint8Array[] {
  let [left, gone] = [count, 0]
  for (const chunk of chunks) {
    if (chunk.length > left) break
    left -= chunk.length
    gone += 1
  }
  const [begun, ...rest] = chunks.slice(gone)
  return begun === undefined ? [] : [begun.subarray(left), ...rest]
}

function lineEnds(bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count += 1
  return count
}
