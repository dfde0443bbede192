// On a terminal, whom a command waits for: who is being stopped, with the time left, and who is being started.
import type { ControlClient, SupervisionEvent } from '@otp-sup/core/client'
import { stoppingChildren } from '../foreground/stopping-children.ts'
import type { Io } from '../io.ts'
import { waitingLine } from '../render/waiting.ts'

const FIRST_MS = 500
const EVERY_MS = 500

/** Shows it on stderr until the answer is called; nothing where that is no terminal. */
export const showProgress = (client: ControlClient, io: Io): (() => void) => {
  if (!io.color.stderr) return () => {}
  const over = new AbortController()
  const stopping = stoppingChildren()
  const starting = new Map<string, number>()
  const tell = (event: SupervisionEvent): void => {
    stopping.tell(event, performance.now())
    if (event.type === 'child.starting') starting.set(event.path, performance.now())
    if (ENDS_A_START.has(event.type)) starting.delete(event.path)
  }
  const show = (): void => {
    const now = performance.now()
    const children = stopping.list(now)
    const stops = children.length === 0 ? [] : [waitingLine(children)]
    const starts = Array.from(
      starting,
      ([path, since]) => `${path} is not ready for ${Math.round((now - since) / 1000)} s`,
    )
    const line = [...stops, ...starts].join('; ')
    io.stderr.write(line === '' ? ERASE : `${ERASE}${line.slice(0, (io.columns ?? 80) - 1)}`)
  }
  void follow(client, over.signal, tell)
  const first = setTimeout(show, FIRST_MS)
  const timer = setInterval(show, EVERY_MS)
  return () => {
    over.abort()
    clearTimeout(first)
    clearInterval(timer)
    io.stderr.write(ERASE)
  }
}

const ERASE = '\r\u001B[K'
const ENDS_A_START: ReadonlySet<string> = new Set(['child.started', 'child.start_failed', 'child.exited'])

const follow = async (
  client: ControlClient,
  signal: AbortSignal,
  tell: (event: SupervisionEvent) => void,
): Promise<void> => {
  try {
    for await (const event of client.events({ signal })) tell(event)
  } catch {
    // The command itself says what is wrong; this only helps to wait.
  }
}
