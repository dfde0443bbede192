// A tree that runs in a test, on virtual processes or on real ones, in the same words.
import { join } from 'node:path'
import {
  type EventOf,
  type ExitReason,
  type SupervisionEvent,
  type SupervisorSpec,
  type Tree,
  worker,
} from '@otp-sup/core'
import { onTestFinished } from 'vitest'

/** What differs from world to world. */
export interface Means {
  readonly start: (spec: SupervisorSpec, onEvent: (event: SupervisionEvent) => void) => Promise<Tree>
  /** The next starts of this path fail: it exits with code 1 before it is ready. */
  readonly failStarts: (path: string, times: number) => void
  /** Lets a running child end by itself, with that exit code or by that signal. */
  readonly exit: (path: string, how: number | NodeJS.Signals, pid: number) => void
  /** Ends everything, and makes sure that no process is left. */
  readonly close: (pids: readonly number[]) => Promise<void>
}

/** Where a tree runs, for one test; at the end of the test nothing is left of it. */
export interface World {
  start(spec: SupervisorSpec): Promise<Tree>
  readonly failStarts: Means['failStarts']
  /** Lets a child end from outside; resolves when the tree has heard of it. */
  exit(path: string, how: number | NodeJS.Signals): Promise<void>
  /** Waits for a fact that events tell of. */
  until(what: string, isSo: () => boolean): Promise<void>
  readonly events: readonly SupervisionEvent[]
  /** How often a child or supervisor was started with success. */
  starts(path: string): number
  /** How a path has ended so far. */
  ends(path: string): readonly ExitReason[]
  /** The process at a path: the last that was ready. */
  pid(path: string): number
}

/** Generous: the machine may be busy. */
const DEADLINE_MS = 15_000
const UNDER_ORDERS = join(import.meta.dirname, '../../fixtures/under-orders.sh')

/** A child for either world; see `IGNORES_STOP` and `answersStop` for what it does when it is asked to stop. */
export const leaf = (id: string, options: object = {}) =>
  worker(id, { command: ['sh', UNDER_ORDERS], ready: { log: '^ready$' }, ...options })

export const IGNORES_STOP = { env: { ON_STOP: 'ignores' } }
export const answersStop = (code: number) => ({ env: { ON_STOP: String(code) } })

/** What the events tell of a path. */
const readingOf = (events: readonly SupervisionEvent[]): Pick<World, 'starts' | 'ends' | 'pid'> => {
  const eventsOf = <Type extends SupervisionEvent['type']>(type: Type, path: string) =>
    events.filter((event): event is EventOf<Type> => event.type === type && event.path === path)
  return {
    starts: (path) => eventsOf('child.started', path).length + eventsOf('supervisor.started', path).length,
    ends: (path) =>
      [...eventsOf('child.exited', path), ...eventsOf('supervisor.stopped', path)].map(({ exit }) => exit),
    pid: (path) => {
      const last = eventsOf('child.started', path).at(-1)
      if (last === undefined) throw new Error(`${path} was never started.`)
      return last.pid
    },
  }
}

/** `look` is called whenever something has happened; `until` waits for what is then so. */
const waiting = () => {
  const looking = new Set<() => void>()
  const until = (what: string, isSo: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const tooLate = setTimeout(
        () => reject(new Error(`Waited ${DEADLINE_MS} ms in vain until ${what}.`)),
        DEADLINE_MS,
      )
      const lookNow = (): void => {
        if (!isSo()) return
        clearTimeout(tooLate)
        looking.delete(lookNow)
        resolve()
      }
      looking.add(lookNow)
      lookNow()
    })
  const look = (): void => {
    for (const each of looking) each()
  }
  return { until, look }
}

export function worldOf({ start, failStarts, exit, close }: Means): World {
  const events: SupervisionEvent[] = []
  const { until, look } = waiting()
  const reading = readingOf(events)
  // Not by the test itself: one that hangs would leave its processes behind.
  onTestFinished(() => close(events.flatMap((event) => (event.type === 'child.spawned' ? [event.pid] : []))))
  return {
    ...reading,
    events,
    until,
    failStarts,
    start: (spec) =>
      start(spec, (event) => {
        events.push(event)
        look()
      }),
    exit: (path, how) => {
      const before = reading.ends(path).length
      exit(path, how, reading.pid(path))
      return until(`${path} has ended`, () => reading.ends(path).length > before)
    },
  }
}
