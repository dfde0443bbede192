// Server-sent events to many readers. What is told is kept once, in a ring; each reader takes from it at its own speed,
// and one that has fallen behind the ring is cut off: it may neither grow our memory nor hold anybody up.
import type { ServerResponse } from 'node:http'

/** One message of a stream. */
export type Message = { readonly id: number; readonly event: string; readonly path: string; readonly data: unknown }

/** Who reads a stream. */
export type Reader = {
  readonly response: ServerResponse
  /** Which paths it wants; null: all. */
  readonly isWanted: ((path: string) => boolean) | null
}

export interface Feed {
  /** Begins a stream with what came before. */
  attach(reader: Reader, before: readonly Message[]): void
  put(message: Message): void
  /** Everything is over: readers get what there is, and the end. */
  close(): void
}

type Reading = Reader & { before: readonly Message[]; next: number }
type Ring = {
  readonly messages: Told[]
  /** How many there were. */
  told: number
  whole: { readonly from: number; readonly to: number; readonly bytes: Buffer }
}
type Told = { readonly text: string; readonly path: string }

const RING = 4096
/** So much may be on its way to a reader. */
const MOST_WAITING_BYTES = 256 * 1024
const BATCH = 256
/** What comes close together is written at once: the more readers, the longer it is collected. */
const COLLECT_MS = 10
const COLLECT_MS_A_READER = 1
/** A comment, now and then, finds out who has gone. */
const ALIVE_EVERY_MS = 15_000

/** The last message to a reader that has got everything; a stream without it was cut off. */
const END = 'event: end\ndata: null\n\n'

const textOf = ({ id, event, data }: Message): string => `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`

/** Who hears of the readers. */
export type FeedHearer = {
  /** A reader was cut off. */
  readonly slow: () => void
  /** The first reader has come, or the last one has gone. */
  readonly read?: (isRead: boolean) => void
}

export function newFeed({ slow, read = () => {} }: FeedHearer): Feed {
  const ring: Ring = { messages: [], told: 0, whole: { from: 0, to: 0, bytes: Buffer.alloc(0) } }
  const readers = new Set<Reading>()
  let timer: NodeJS.Timeout | null = null
  const remove = (reader: Reading): void => {
    if (readers.delete(reader) && readers.size === 0) read(false)
  }
  const pump = (reader: Reading): void => {
    if (reader.next >= ring.told - RING) return sendNext(reader, ring)
    remove(reader)
    reader.response.destroy()
    slow()
  }
  const flush = (): void => {
    timer = null
    readers.forEach(pump)
  }
  const alive = setInterval(() => {
    for (const { response } of readers) if (response.writableLength === 0) response.write(': still here\n\n')
  }, ALIVE_EVERY_MS).unref()
  return {
    attach({ response, isWanted }, before) {
      const reader: Reading = { response, isWanted, before, next: ring.told }
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
      response.flushHeaders()
      response
        .on('close', () => remove(reader))
        .on('drain', () => pump(reader))
        .on('error', () => {})
      readers.add(reader)
      if (readers.size === 1) read(true)
      pump(reader)
    },
    put(message) {
      if (readers.size === 0) return
      ring.messages[ring.told % RING] = { text: textOf(message), path: message.path }
      ring.told += 1
      timer ??= setTimeout(flush, COLLECT_MS + COLLECT_MS_A_READER * readers.size).unref()
    },
    close() {
      clearInterval(alive)
      if (timer !== null) clearTimeout(timer)
      flush()
      for (const reader of readers) reader.response.end(hasAll(reader, ring) ? END : '')
    },
  }
}

const hasAll = ({ before, next }: Reading, { told }: Ring): boolean => before.length === 0 && next === told

const sendNext = (reader: Reading, ring: Ring): void => {
  while (reader.response.writableLength < MOST_WAITING_BYTES) {
    const batch = nextBatch(reader, ring)
    if (batch === null) return
    if (batch.length > 0) reader.response.write(batch)
  }
}

/** What comes next for a reader; null when there is nothing. Empty when it wants none of it. */
const nextBatch = (reader: Reading, ring: Ring): string | Buffer | null => {
  const { isWanted } = reader
  if (reader.before.length > 0) {
    const batch = reader.before.slice(0, BATCH)
    reader.before = reader.before.slice(BATCH)
    return batch
      .filter(({ path }) => isWanted?.(path) ?? true)
      .map(textOf)
      .join('')
  }
  const from = reader.next
  if (from === ring.told) return null
  reader.next = Math.min(ring.told, from + BATCH)
  return isWanted === null ? wholeBatch(ring, from, reader.next) : textsOf(ring, from, reader.next, isWanted)
}

/** Most readers want everything, and are at the same place: its bytes are made once. */
const wholeBatch = (ring: Ring, from: number, to: number): Buffer => {
  if (ring.whole.from !== from || ring.whole.to !== to)
    ring.whole = { from, to, bytes: Buffer.from(textsOf(ring, from, to, () => true)) }
  return ring.whole.bytes
}

const textsOf = ({ messages }: Ring, from: number, to: number, isWanted: (path: string) => boolean): string => {
  let text = ''
  for (let at = from; at < to; at++) {
    const message = messages[at % RING] as Told
    if (isWanted(message.path)) text += message.text
  }
  return text
}
