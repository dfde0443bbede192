import fc from 'fast-check'
import { expect, it } from 'vitest'
import { appendQueue } from './append-queue.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text)
const text = (queue: ReturnType<typeof appendQueue>): string => Buffer.concat(queue.all()).toString()

it('bytes of one writer stay as they are', () => {
  const [queue, writer] = [appendQueue(), {}]
  for (const part of ['a', 'b\n', '', 'c\nd']) queue.add(bytes(part), writer)
  expect(text(queue)).toBe('ab\nc\nd')
})

it('a line that another writer interrupts is cut and marked, and goes on as a new one', () => {
  const [queue, db, api] = [appendQueue(), {}, {}]
  queue.add(bytes('db be'), db)
  queue.add(bytes('api\n'), api)
  queue.add(bytes('gins\n'), db)
  expect(text(queue)).toBe('db be…\napi\ngins\n')
})

it('what is out goes, the rest stays', () => {
  const queue = appendQueue()
  queue.add(bytes('abc\n'), queue)
  queue.consume(2)
  queue.add(bytes('d\n'), queue)
  expect([text(queue), queue.bytes]).toEqual(['c\nd\n', 4])
  queue.consume(4)
  expect([queue.bytes, queue.isFull]).toEqual([0, false])
})

it('what is dropped is counted, until the count is taken', () => {
  const queue = appendQueue()
  queue.add(bytes('waits\n'), queue)
  queue.lose(bytes('a\nb\nc'))
  queue.loseAll()
  expect([queue.takeLost(), queue.takeLost(), queue.bytes]).toEqual([
    { lines: 3, bytes: 11 },
    { lines: 0, bytes: 0 },
    0,
  ])
})

it('lines of several writers never mix', () => {
  const writers = [{}, {}, {}]
  const anyPart = fc.tuple(fc.nat(2), fc.constantFrom('', 'x', '\n', 'xx\n', 'x\nx'))
  fc.assert(
    fc.property(fc.array(anyPart), (parts) => {
      const queue = appendQueue()
      for (const [at, part] of parts) queue.add(bytes(part.replaceAll('x', 'abc'[at] ?? '')), writers[at] as object)
      for (const line of text(queue).split('\n')) expect(line).toMatch(/^(a*|b*|c*)…?$/)
      for (const [at, name] of ['a', 'b', 'c'].entries()) {
        const sent = parts
          .filter(([from]) => from === at)
          .map(([, part]) => part.replaceAll(/[^x]/g, ''))
          .join('')
        expect(text(queue).replaceAll(new RegExp(`[^${name}]`, 'g'), '')).toHaveLength(sent.length)
      }
    }),
  )
})
