// The run's events: numbered, timed, with causes, handed to whoever listens. Nothing else makes events.
import type { EventBody, SupervisionEvent } from '../events.ts'
import type { Clock } from '../ports/clock.ts'

type Listener = (event: SupervisionEvent) => void

// A chain of causes reaches back over an outage, not over a life.
const REMEMBERED = 4096

export type Journal = {
  readonly run: string
  /** Writes an event. A null cause stands for the outside: nothing, or what `from` names. */
  write(path: string, body: EventBody, cause: number | null): SupervisionEvent
  /** While `act` runs, what comes from outside is caused by the event `cause`. */
  from(cause: number, act: () => void): void
  listen(listener: Listener): () => void
  /** The event and what led to it, oldest first, as far back as is remembered. */
  chain(seq: number | null): SupervisionEvent[]
}

/** Opens the journal of a run. A listener that throws is reported by `onListenerError`, and harms nobody. */
export function openJournal(clock: Clock, run: string, onListenerError: (error: unknown) => void): Journal {
  const beganMs = clock.nowMs()
  const listeners = new Set<Listener>()
  const remembered: SupervisionEvent[] = []
  let seq = 0
  let outside: number | null = null
  const find = (wanted: number): SupervisionEvent | undefined => {
    const event = remembered[(wanted - 1) % REMEMBERED]
    return event?.seq === wanted ? event : undefined
  }
  const tell = (event: SupervisionEvent): void => {
    for (const listener of listeners) {
      try {
        listener(event)
      } catch (error) {
        onListenerError(error)
      }
    }
  }
  return {
    run,
    write(path, body, cause) {
      seq += 1
      const at = Math.round(clock.nowMs() - beganMs)
      const { type, ...fields } = body
      const header = { seq, time: clock.time(), at, run, type, path, cause: cause ?? outside }
      const event = { ...header, ...fields } as SupervisionEvent
      remembered[(seq - 1) % REMEMBERED] = event
      tell(event)
      return event
    },
    from(cause, act) {
      outside = cause
      try {
        act()
      } finally {
        outside = null
      }
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    chain(from) {
      const events: SupervisionEvent[] = []
      let event = from === null ? undefined : find(from)
      while (event !== undefined) {
        events.unshift(event)
        event = event.cause === null ? undefined : find(event.cause)
      }
      return events
    },
  }
}
