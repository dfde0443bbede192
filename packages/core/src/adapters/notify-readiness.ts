// When a child says itself that it is ready, by a descriptor that it was given.
import { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import type { Health, NotifyBy } from '../spec/child-spec.ts'
import type { NotifyPlan } from './captured-streams.ts'
import { eachNotice } from './notify-socket.ts'
import type { Seen } from './polling.ts'

/** The number of the descriptor: the first after stdout and stderr, so that every shell can name it by one digit. */
const NOTIFY_FD = 3

/** Node's own protocol: a message is a line of JSON. Longer than this, a line is none that is looked for. */
const READY_MESSAGE = '"ready"'
const MOST_BYTES = 1024

/** What a child finds in its environment; Node's `process.send` looks for the first two. */
export function notifyEnv(
  by: NotifyBy | null,
  socket: { readonly path: string } | null,
): Readonly<Record<string, string>> {
  if (socket !== null) return { NOTIFY_SOCKET: socket.path }
  if (by === 'ipc') return { NODE_CHANNEL_FD: String(NOTIFY_FD), NODE_CHANNEL_SERIALIZATION_MODE: 'json' }
  return by === 'fd' ? { OTP_SUP_NOTIFY_FD: String(NOTIFY_FD) } : {}
}

/** How often a child must say that it is well, as `WatchdogSec=` of systemd tells it. */
export function watchdogEnv(health: Health | null): Readonly<Record<string, string>> {
  return health?.probe.kind === 'watchdog' ? { WATCHDOG_USEC: String(health.everyMs * 1000) } : {}
}

/** What the descriptor is. Node's channel is a socket; everything else can open a pipe anew, by `/dev/fd/3`. */
export function notifyPlan(by: NotifyBy | null): NotifyPlan {
  if (by === 'ipc') return 'socket'
  return by === 'fd' ? 'pipe' : null
}

/**
 * Calls `ready` once; the answer gives the wait up. What is said is read on to the end, and thrown away: a child that
 * says more must neither be held in its writes nor see the descriptor closed.
 */
// Not Node's own channel: text that is no JSON throws there, in our process, and each message is kept whatever its size.
export function awaitNotify(
  by: NotifyBy,
  source: Readable | null,
  seen: (seen: Seen) => void,
  ready: () => void,
): () => void {
  let isWaiting = source !== null
  const isReady = (): void => {
    if (!isWaiting) return
    isWaiting = false
    ready()
  }
  if (source !== null) LISTEN[by](held(source), seen, isReady)
  return () => {
    isWaiting = false
  }
}

/** Whoever still holds it when the child is down must not keep us alive. It is a socket to Node. */
function held(source: Readable): Readable {
  // A stream that breaks is at its end; nothing else follows from it.
  source.on('error', () => {})
  return source instanceof Socket ? source.unref() : source
}

type ListenTo = (source: Readable, seen: (seen: Seen) => void, ready: () => void) => void

const LISTEN: Readonly<Record<NotifyBy, ListenTo>> = {
  ipc: (source, seen, ready) => {
    const find = readyMessage()
    source.on('data', (chunk: Buffer) => (find(chunk) ? ready() : seen('another message than "ready"')))
    source.once('end', () => seen('the channel was closed'))
  },
  fd: (source, seen, ready) => {
    source.on('data', (chunk: Buffer) => (chunk.includes('\n') ? ready() : seen('something, but no newline')))
    source.once('end', () => seen('the descriptor was closed'))
  },
  systemd: (source, seen, ready) => {
    eachNotice(source, (name, value) => (name === 'READY' && value === '1' ? ready() : seen(`${name}=${value}`)))
  },
}

/** Finds the message in chunks that may break it anywhere. */
function readyMessage(): (chunk: Buffer) => boolean {
  let pending = ''
  return (chunk) => {
    const lines = (pending + chunk.toString('latin1')).split('\n')
    // What is too long already stays so, until its line ends.
    pending = (lines.pop() ?? '').slice(0, MOST_BYTES)
    return lines.some((line) => line.trim() === READY_MESSAGE)
  }
}
