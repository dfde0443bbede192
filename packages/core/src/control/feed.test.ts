import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import { expect, it, vi } from 'vitest'
import { type Message, newFeed } from './feed.ts'

/** A reader whose connection takes what is written, or nothing more than that it says it has. */
const reader = (isStuck = false) => {
  const response = Object.assign(new EventEmitter(), {
    text: '',
    isOver: false,
    writableLength: 0,
    writeHead: () => response,
    flushHeaders: () => {},
    write: (bytes: string | Buffer) => {
      response.text += bytes.toString()
      if (isStuck) response.writableLength += bytes.length
    },
    end: (last = '') => {
      response.text += last
      response.isOver = true
    },
    destroy: () => {
      response.isOver = true
    },
  })
  return response
}
const attached = (response: ReturnType<typeof reader>, isWanted: ((path: string) => boolean) | null = null) => ({
  response: response as unknown as ServerResponse,
  isWanted,
})
const message = (id: number, path = 's/a'): Message => ({ id, event: 'e', path, data: { id } })
const ids = ({ text }: { readonly text: string }): readonly number[] =>
  [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))
const nothing = (): void => {}

it('a reader gets what came before, then what comes, and the end', () => {
  vi.useFakeTimers()
  const feed = newFeed({ slow: nothing })
  const one = reader()
  feed.attach(attached(one), [message(1), message(2)])
  feed.put(message(3))
  vi.runOnlyPendingTimers()
  feed.close()
  expect([ids(one), one.isOver]).toEqual([[1, 2, 3], true])
  expect(one.text).toContain('event: e\ndata: {"id":3}\n\n')
  expect(one.text).toMatch(/\n\nevent: end\ndata: null\n\n$/)
  vi.useRealTimers()
})

it('a reader that has not taken everything by the end is not told that it has', () => {
  const feed = newFeed({ slow: nothing })
  const [stuck, quick] = [reader(true), reader()]
  for (const each of [stuck, quick]) feed.attach(attached(each), [])
  for (let id = 1; id <= 4000; id++) feed.put({ ...message(id), data: 'x'.repeat(200) })
  feed.close()
  expect([stuck, quick].map(({ text, isOver }) => [text.includes('event: end'), isOver])).toEqual([
    [false, true],
    [true, true],
  ])
})

it('a reader that wants one path gets nothing of others', () => {
  const feed = newFeed({ slow: nothing })
  const one = reader()
  feed.attach(
    attached(one, (path) => path === 's/b'),
    [message(1), message(2, 's/b')],
  )
  feed.put(message(3))
  feed.put(message(4, 's/b'))
  feed.close()
  expect(ids(one)).toEqual([2, 4])
})

it('a reader that has fallen behind for good is cut off and told of; others go on', () => {
  vi.useFakeTimers()
  let slow = 0
  const feed = newFeed({ slow: () => (slow += 1) })
  const [stuck, quick] = [reader(true), reader()]
  for (const each of [stuck, quick]) feed.attach(attached(each), [])
  for (let id = 1; id <= 20_000; id++) {
    feed.put(message(id))
    if (id % 100 === 0) vi.runOnlyPendingTimers()
  }
  feed.close()
  expect([slow, stuck.isOver, stuck.text.length < 400_000]).toEqual([1, true, true])
  expect(ids(quick)).toHaveLength(20_000)
  vi.useRealTimers()
})

it('says when the first reader has come and the last one has gone', () => {
  const told: boolean[] = []
  const feed = newFeed({ slow: nothing, read: (isRead) => told.push(isRead) })
  const [one, two] = [reader(), reader()]
  feed.attach(attached(one), [])
  feed.attach(attached(two), [])
  one.emit('close')
  two.emit('close')
  feed.close()
  expect(told).toEqual([true, false])
})
