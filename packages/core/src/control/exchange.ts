// One request and its answer over a Unix socket. Not by node:http, which takes longer to load than all the rest of a
// client: of version 1.0 of HTTP, an answer ends with its connection, and needs no more than this.
import { connect, type Socket } from 'node:net'

/** What is asked. */
export type Asked = {
  readonly method: string
  /** With its query, percent-encoded. */
  readonly path: string
  readonly accept: string
  /** JSON; null: none. */
  readonly body: string | null
  readonly signal: AbortSignal | undefined
}

/** An answer whose head is there. */
export type Answered = {
  readonly status: number
  /** The text as it comes; ends with the connection. Throws when the answer was cut off. */
  readonly texts: () => AsyncGenerator<string>
  readonly leave: () => void
}

const END_OF_HEAD = '\r\n\r\n'

/** Asks; rejects when there is no answer. */
export async function exchange(socketPath: string, asked: Asked): Promise<Answered> {
  const { signal } = asked
  signal?.throwIfAborted()
  const socket = connect(socketPath)
  const abort = (): void => void socket.destroy(signal?.reason as Error)
  signal?.addEventListener('abort', abort, { once: true })
  socket.once('close', () => signal?.removeEventListener('abort', abort))
  socket.setEncoding('utf8').write(requestText(asked))
  const texts = readable(socket)
  let head = ''
  while (!head.includes(END_OF_HEAD)) {
    const { value, done } = await texts.next()
    if (done === true) throw new Error('The connection ended before there was an answer.')
    head += value
  }
  const end = head.indexOf(END_OF_HEAD)
  const [, status = '0'] = /^HTTP\/1\.[01] (\d{3})/.exec(head) ?? []
  const length = /^content-length: *(\d+)/im.exec(head.slice(0, end))?.[1]
  const first = head.slice(end + END_OF_HEAD.length)
  return {
    status: Number(status),
    texts: () => body(first, texts, length === undefined ? null : Number(length)),
    leave: () => void socket.destroy(),
  }
}

const requestText = ({ method, path, accept, body: text }: Asked): string => {
  const content =
    text === null ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n`
  return `${method} ${path} HTTP/1.0\r\nhost: otp-sup\r\naccept: ${accept}\r\n${content}\r\n${text ?? ''}`
}

async function* readable(socket: Socket): AsyncGenerator<string> {
  for await (const text of socket) yield text as string
}

async function* body(first: string, rest: AsyncGenerator<string>, length: number | null): AsyncGenerator<string> {
  let bytes = Buffer.byteLength(first)
  if (first !== '') yield first
  for await (const text of rest) {
    bytes += Buffer.byteLength(text)
    yield text
  }
  if (length !== null && bytes < length) throw new Error('The connection ended in the middle of the answer.')
}
