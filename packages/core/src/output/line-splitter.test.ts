import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Line, LONGEST_LINE_BYTES, lineSplitter } from './line-splitter.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** All lines of a stream that comes in these chunks. */
function split(chunks: readonly Uint8Array[]): readonly Line[] {
  const splitter = lineSplitter()
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()]
}

function cut(whole: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const borders = [0, ...places.map((place) => place % (whole.length + 1)).toSorted((a, b) => a - b), whole.length]
  return borders.slice(1).map((border, at) => whole.subarray(borders[at], border))
}

const line = (text: string): Line => ({ text, whole: true })
const piece = (text: string): Line => ({ text, whole: false })

describe('lines of a stream', () => {
  it.each([
    ['end with \\n', 'a\nb\n', [line('a'), line('b')]],
    ['may be empty', '\n\na\n', [line(''), line(''), line('a')]],
    ['end with \\r\\n as well', 'a\r\nb\r\n', [line('a'), line('b')]],
    ['do not end with a lone \\r', '10%\r20%\r\n', [line('10%\r20%')]],
    ['without an end are pieces', 'a\nb', [line('a'), piece('b')]],
    ['keep a byte order mark', '\u{feff}a\n\u{feff}b\n', [line('\u{feff}a'), line('\u{feff}b')]],
  ])('%s', (_, text, lines) => {
    expect(split([bytes(text)])).toEqual(lines)
  })

  it('are whole when a chunk border cuts a character', () => {
    const [text, at] = [bytes('aé€😀z\n'), [2, 4, 5, 7, 8, 9]]
    expect(split(cut(text, at))).toEqual([line('aé€😀z')])
  })

  it('show invalid UTF-8 as U+FFFD and go on after it', () => {
    expect(split([Uint8Array.of(0xff, 0x61, 0xc3, 0x0a), bytes('b\n')])).toEqual([line('\u{fffd}a\u{fffd}'), line('b')])
  })
})

describe('a line that is longer than 64 KiB', () => {
  it('comes in pieces, the last of them whole', () => {
    const lines = split([bytes(`${'x'.repeat(2 * LONGEST_LINE_BYTES + 5)}\n`)])
    expect(lines.map(({ text, whole }) => [text.length, whole])).toEqual([
      [LONGEST_LINE_BYTES, false],
      [LONGEST_LINE_BYTES, false],
      [5, true],
    ])
  })

  it('is not one when it is exactly as long as that', () => {
    expect(split([bytes(`${'x'.repeat(LONGEST_LINE_BYTES)}\n`)])).toEqual([line('x'.repeat(LONGEST_LINE_BYTES))])
  })

  it('is not cut within a character', () => {
    const text = `a${'€'.repeat(LONGEST_LINE_BYTES / 3)}`
    const lines = split([bytes(text)])
    expect(lines.map(({ text: each }) => each).join('')).toBe(text)
    expect(lines[0]?.text.endsWith('€')).toBe(true)
  })
})

describe('flushing', () => {
  it('gives the piece that is there, and the rest of the line later', () => {
    const splitter = lineSplitter()
    expect(splitter.push(bytes('name? '))).toEqual([])
    expect(splitter.hasPending()).toBe(true)
    expect(splitter.flush()).toEqual([piece('name? ')])
    expect(splitter.hasPending()).toBe(false)
    expect(splitter.push(bytes('joe\n'))).toEqual([line('joe')])
  })

  it('leaves a character that has only begun', () => {
    const splitter = lineSplitter()
    const [lead = 0, ...rest] = bytes('é\n')
    splitter.push(Uint8Array.of(0x61, lead))
    expect(splitter.flush()).toEqual([piece('a')])
    expect(splitter.push(Uint8Array.from(rest))).toEqual([line('é')])
  })

  it('of nothing gives nothing', () => {
    expect([lineSplitter().flush(), lineSplitter().end()]).toEqual([[], []])
  })
})

describe('chunk borders', () => {
  const anyByte = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0x0a, 0x0d, 0xc3, 0xa9, 0xf0, 0x9f))
  const short = fc.array(anyByte, { maxLength: 200 }).map((list) => Uint8Array.from(list))
  const places = fc.array(fc.nat(), { maxLength: 12 })

  const leaveNoTrace = (stream: Uint8Array, at: readonly number[]): void => {
    expect(split(cut(stream, at))).toEqual(split([stream]))
  }

  it('change nothing', () => {
    fc.assert(fc.property(short, places, leaveNoTrace))
  })

  it('change nothing in long lines', () => {
    const long = fc
      .array(fc.tuple(short, fc.integer({ min: 0, max: 150_000 })), { maxLength: 4 })
      .map((parts) => Buffer.concat(parts.flatMap(([head, length]) => [head, Buffer.alloc(length, 'é')])))
    fc.assert(fc.property(long, places, leaveNoTrace), { numRuns: 40 })
  })

  it('of one byte each cost linear time', () => {
    const stream = bytes('x'.repeat(LONGEST_LINE_BYTES * 3))
    expect(split(Array.from(stream, (byte) => Uint8Array.of(byte)))).toHaveLength(3)
  })
})
