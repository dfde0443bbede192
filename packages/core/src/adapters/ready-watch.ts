// The wait for readiness: by whatever the spec says, with what was seen last, for the people who must correct it.
import type { LaunchOrder } from '../ports/launcher.ts'
import { type AskingMeans, askedTry, type Subject } from './asked.ts'
import type { Begun } from './beginning.ts'
import type { OurEnds } from './captured-streams.ts'
import { awaitLog, type Listen } from './log-readiness.ts'
import { awaitNotify } from './notify-readiness.ts'
import { poll, type Seen, TRY_MS } from './polling.ts'
import { waitedFor } from './ready-words.ts'

/** The process that is waited for. */
export type Watched = Subject & {
  readonly begun: Begun
  readonly order: LaunchOrder
  readonly streams: OurEnds
  readonly listen: Listen
}

/** A wait under way. */
export interface ReadyWatch {
  /** Ends it without a word. */
  giveUp(): void
  /** What was waited for and what was seen, as the end of a sentence; null when it is ready, or nothing was waited for. */
  unready(): string | null
}

/** Watches until it is ready, and tells that once. */
export function watchReadiness(watched: Watched, means: AskingMeans, ready: () => void): ReadyWatch {
  const { startTimeoutMs, program } = watched.order.spec
  let last: Seen | null = null
  let isReady = false
  let isOver = false
  const wait = {
    clock: means.clock,
    seen: (seen: Seen) => {
      // What is seen of its end is no reason for it.
      if (!isOver) last = seen
    },
  }
  const begin = waitBy(watched, means)
  const stopWaiting = begin(wait, () => {
    isReady = true
    ready()
  })
  const giveUp = (): void => {
    isOver = true
    stopWaiting()
  }
  return { giveUp, unready: () => (isReady ? null : waitedFor(program.ready, startTimeoutMs, last)) }
}

type Begin = (wait: Parameters<typeof poll>[1], ready: () => void) => () => void

function waitBy(watched: Watched, means: AskingMeans): Begin {
  const { begun, order, listen, streams } = watched
  const { ready: way } = order.spec.program
  switch (way.kind) {
    case 'spawned':
      return (_wait, ready) => begun.whenRunning(ready)
    case 'tcp':
    case 'http':
    case 'socket':
    case 'exec': {
      const attempt = askedTry(way, watched, means, TRY_MS)
      return (wait, ready) => poll(attempt, wait, ready)
    }
    case 'log':
      return (wait, ready) => awaitLog(way, listen, wait, ready)
    case 'delay':
      return ({ clock }, ready) => clock.startTimer(way.ms, ready)
    case 'notify':
      return (wait, ready) => awaitNotify(way.by, streams.notify, wait.seen, ready)
    case 'exit':
      return () => () => {}
  }
}
