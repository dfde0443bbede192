// Bytes in, whole lines out, in bounded memory. Chunk borders leave no trace: the same bytes give the same lines.
import { inPieces } from './in-pieces.ts'
import { pendingBytes } from './pending-bytes.ts'

/** Longer lines come in pieces. */
export const LONGEST_LINE_BYTES = 64 * 1024
export const NEWLINE = 0x0a
/** A prompt or a progress bar has no line end: after this silence it is taken as it stands. */
export const SILENCE_MS = 200

/** A line, or a piece of one. Invalid UTF-8 has become U+FFFD; a `\r` before the line end is dropped. */
export type Line = {
  readonly text: string
  /** Whether it ended with `\n`. If not, it was too long, or was flushed. */
  readonly whole: boolean
}

/** Splits one stream. */
export interface LineSplitter {
  /** Lines, and pieces of too long ones, that are complete with this chunk. */
  push(chunk: Uint8Array): Line[]
  /** Whether a line has begun and not ended. */
  hasPending(): boolean
  /** The text of what is pending; it stays so. */
  peek(): string
  /** What is pending, as a piece of a line; a character that has only begun stays pending. */
  flush(): Line[]
  /** Like `flush`, when nothing will follow: nothing stays. */
  end(): Line[]
}

/** At most two longest lines are held for a stream, and nothing between whole lines. */
export function lineSplitter(): LineSplitter {
  // ignoreBOM keeps it: dropped at the start of what happens to be decoded at once, it would tell of chunk borders.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const pending = pendingBytes()
  const piece = (length: number): Line[] =>
    length === 0 ? [] : [{ text: decoder.decode(pending.take(length)), whole: false }]
  const append = (bytes: Uint8Array): Line[] => {
    pending.append(bytes)
    const pieces: Line[] = []
    while (pending.length > LONGEST_LINE_BYTES)
      pieces.push(...piece(characterBorder(pending.view(), LONGEST_LINE_BYTES)))
    return pieces
  }
  const pushPart = (part: Uint8Array): Line[] => {
    const first = part.indexOf(NEWLINE)
    if (first === -1) return append(part)
    const last = part.lastIndexOf(NEWLINE)
    const lines = append(part.subarray(0, first))
    lines.push(wholeLine(decoder.decode(pending.take(pending.length))))
    // All at once: decoding line by line costs three times as much.
    if (last > first)
      lines.push(
        ...decoder
          .decode(part.subarray(first + 1, last))
          .split('\n')
          .map(wholeLine),
      )
    lines.push(...append(part.subarray(last + 1)))
    return lines
  }
  return {
    // No part can hold a line that is too long between two line ends.
    push: (chunk) => inPieces(chunk, LONGEST_LINE_BYTES).flatMap(pushPart),
    hasPending: () => pending.length > 0,
    peek: () => decoder.decode(pending.view()),
    flush: () => piece(characterBorder(pending.view(), pending.length)),
    end: () => piece(pending.length),
  }
}

function wholeLine(text: string): Line {
  return { text: text.endsWith('\r') ? text.slice(0, -1) : text, whole: true }
}

/** The last place at or before `at` that does not cut a UTF-8 character. */
function characterBorder(bytes: Uint8Array, at: number): number {
  for (let back = 1; back <= Math.min(3, at); back += 1) {
    const byte = bytes[at - back] ?? 0
    if (byte < 0x80) return at
    if (byte >= 0xc0) return characterLength(byte) > back ? at - back : at
  }
  return at
}

function characterLength(lead: number): number {
  if (lead >= 0xf0) return 4
  return lead >= 0xe0 ? 3 : 2
}
