import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SinkStream } from '../ports/output.ts'
import { heardWords } from './heard-words.ts'
import { lineSplitter } from './line-splitter.ts'
import { recentLines } from './recent-lines.ts'
import { shownLine } from './shown-line.ts'

const newWords = () => recentLines(() => '2026-01-01T00:00:00.000Z')

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

function incarnation(words: ReturnType<typeof recentLines>, path: string) {
  words.begin(path)
  const [out, err] = (['stdout', 'stderr'] as const).map((stream) => heardWords({ path, stream }, words)) as [
    SinkStream,
    SinkStream,
  ]
  return {
    out: (text: string) => out.write(bytes(text)),
    err: (text: string) => err.write(bytes(text)),
    ended: () => [out, err].forEach((each) => each.ended(() => {})),
  }
}

describe('last words', () => {
  it('are the last ten lines of both streams', () => {
    const words = newWords()
    const child = incarnation(words, 'shop/db')
    child.out(Array.from({ length: 11 }, (_, at) => `${at}\n`).join(''))
    child.err('dying\n')
    expect(words.lastLines('shop/db')).toEqual(['2', '3', '4', '5', '6', '7', '8', '9', '10', 'dying'])
  })

  it('include what has no line end, once the child has ended', () => {
    const words = newWords()
    const child = incarnation(words, 'shop/db')
    child.out('fine\nx')
    expect(words.lastLines('shop/db')).toEqual(['fine'])
    child.ended()
    expect(words.lastLines('shop/db')).toEqual(['fine', 'x…'])
  })

  it('are those of the last incarnation', () => {
    const words = newWords()
    incarnation(words, 'shop/db').out('first life\n')
    incarnation(words, 'shop/db').out('second life\n')
    expect(words.lastLines('shop/db')).toEqual(['second life'])
  })

  it('of an unknown path are none', () => {
    expect(newWords().lastLines('shop/nobody')).toEqual([])
  })

  it('are kept for a thousand paths, each line up to 2000 characters', () => {
    const words = newWords()
    for (let at = 0; at <= 1000; at += 1) incarnation(words, `shop/job@${at}`).out(`${'x'.repeat(3000)}\n`)
    expect(words.lastLines('shop/job@0')).toEqual([])
    expect(words.lastLines('shop/job@1000')).toEqual([`${'x'.repeat(2000)}…`])
  })

  it('cannot harm a terminal: control characters are visible, and colours end where the line is cut', () => {
    const words = newWords()
    incarnation(words, 'shop/db').out(`\u001b]0;title\u0007\n\u001b[31m${'x'.repeat(3000)}\u001b[0m\n`)
    expect(words.lastLines('shop/db')).toEqual(['^[]0;title^G', `\u001b[31m${'x'.repeat(1995)}\u001b[0m…`])
  })

  it('are the same however the stream is cut', () => {
    const piece = fc.oneof({ weight: 3, arbitrary: fc.constantFrom('a', 'é', '\n', '\n\n', '\r\n') }, fc.string())
    fc.assert(
      fc.property(fc.array(fc.array(piece, { maxLength: 60 })), (chunks) => {
        const texts = chunks.map((chunk) => chunk.join(''))
        const [words, splitter] = [newWords(), lineSplitter()]
        const child = incarnation(words, 's/a')
        for (const text of texts) child.out(text)
        child.ended()
        const all = [...splitter.push(bytes(texts.join(''))), ...splitter.end()].map(shownLine)
        expect(words.lastLines('s/a')).toEqual(all.slice(-10))
      }),
    )
  })
})
