// What waits to be appended to a file: bounded, whole lines, and what found no room is counted.

import { CUT } from './appended-file.ts'

/** Who writes more than this waits, or loses it. */
const FULL_BYTES = 256 * 1024
const NEWLINE = 0x0a

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
  /** All that waits, as one piece. */
  all(): Uint8Array
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
  const all = (): Uint8Array => {
    const [first, ...more] = chunks
    if (first !== undefined && more.length === 0) return first
    const whole = Buffer.concat(chunks)
    chunks = [whole]
    return whole
  }
  const lose = (bytes: Uint8Array): void => {
    lost = { lines: lost.lines + lineEnds(bytes), bytes: lost.bytes + bytes.length }
  }
  const consume = (count: number): void => {
    const rest = all().subarray(count)
    chunks = rest.length === 0 ? [] : [rest]
    waiting = rest.length
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
      lose(all())
      consume(waiting)
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

function lineEnds(bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count += 1
  return count
}
