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
  /** The event that what comes from outside now is caused by; null: nobody knows. */
  outside(): number | null
  /** While `act` runs, what comes from outside is caused by the event `cause`. */
  from(cause: number, act: () => void): void
  listen(listener: Listener): () => void
  /** Milliseconds since the run began. */
  readonly ageMs: number
  /** The remembered events after that number, oldest first. */
  after(seq: number): SupervisionEvent[]
  /** The event and what led to it, oldest first, as far back as is remembered; of that the latest `most`. */
  chain(seq: number | null, most?: number): SupervisionEvent[]
}

/** Opens the journal of a run. A listener that throws is reported by `onListenerError`, and harms nobody. */
export function openJournal(clock: Clock, run: string, onListenerError: (error: unknown) => void): Journal {
  const beganMs = clock.nowMs()
  const listeners = new Set<Listener>()
  const memory = eventMemory()
  let seq = 0
  let outside: number | null = null
  // Made once a millisecond: a storm writes fifty events in one.
  let time = ''
  let timeOfMs = Number.NaN
  return {
    run,
    write(path, body, cause) {
      seq += 1
      const at = Math.round(clock.nowMs() - beganMs)
      if (at !== timeOfMs) [timeOfMs, time] = [at, clock.time()]
      // `type` is named first for its place among the fields: people read these as lines of JSON.
      const header = { seq, time, at, run, type: body.type, path, cause: cause ?? outside }
      const event: SupervisionEvent = Object.assign(header, body)
      memory.remember(event)
      tell(listeners, event, onListenerError)
      return event
    },
    outside: () => outside,
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
    get ageMs() {
      return Math.round(clock.nowMs() - beganMs)
    },
    after: (from) => memory.after(from, seq),
    chain: (from, most) => memory.chain(from, most),
  }
}

const tell = (listeners: ReadonlySet<Listener>, event: SupervisionEvent, onError: (error: unknown) => void): void => {
  for (const listener of listeners) {
    try {
      listener(event)
    } catch (error) {
      onError(error)
    }
  }
}

/** The last events, in a ring: memory does not grow with the life of a tree. */
const eventMemory = () => {
  const ring: SupervisionEvent[] = []
  const find = (seq: number | null): SupervisionEvent | undefined => {
    const event = seq === null ? undefined : ring[seq % REMEMBERED]
    return event?.seq === seq ? event : undefined
  }
  return {
    remember(event: SupervisionEvent): void {
      ring[event.seq % REMEMBERED] = event
    },
    after(from: number, last: number): SupervisionEvent[] {
      const events: SupervisionEvent[] = []
      for (let seq = Math.max(from, last - REMEMBERED, 0) + 1; seq <= last; seq++) {
        events.push(ring[seq % REMEMBERED] as SupervisionEvent)
      }
      return events
    },
    chain(from: number | null, most = REMEMBERED): SupervisionEvent[] {
      const events: SupervisionEvent[] = []
      for (let event = find(from); event !== undefined && events.length < most; event = find(event.cause))
        events.push(event)
      return events.toReversed()
    },
  }
}
