import { expect, it } from 'vitest'
import { messagesIn } from './messages-in.ts'

async function* texts(...parts: readonly string[]) {
  yield* parts
}

it('takes the data of each message, in whatever parts they come, to the end', async () => {
  const parts = [
    'id: 1\nevent: e\ndata: {"a"',
    ':1}\n',
    '\n: still here\n\nid: 2\nevent: e\ndata: 2\n\nevent: end\ndata: null\n\n',
  ]
  const data: unknown[] = []
  for await (const each of messagesIn(texts(...parts))) data.push(each)
  expect(data).toEqual([{ a: 1 }, 2])
})

it('a stream without its last message was cut off', async () => {
  const messages = messagesIn(texts('id: 1\nevent: e\ndata: 1\n\n'))
  expect(await messages.next()).toEqual({ done: false, value: 1 })
  await expect(messages.next()).rejects.toThrow('it has no end')
})
