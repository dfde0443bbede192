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

export interface World extends AsyncDisposable {
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

export function worldOf({ start, failStarts, exit, close }: Means): World {
  const events: SupervisionEvent[] = []
  const looking = new Set<() => void>()
  const eventsOf = <Type extends SupervisionEvent['type']>(type: Type, path: string) =>
    events.filter((event): event is EventOf<Type> => event.type === type && event.path === path)
  const starts = (path: string): number =>
    eventsOf('child.started', path).length + eventsOf('supervisor.started', path).length
  const ends = (path: string): readonly ExitReason[] =>
    [...eventsOf('child.exited', path), ...eventsOf('supervisor.stopped', path)].map((event) => event.exit)
  const pid = (path: string): number => {
    const last = eventsOf('child.started', path).at(-1)
    if (last === undefined) throw new Error(`${path} was never started.`)
    return last.pid
  }
  const until = (what: string, isSo: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const tooLate = setTimeout(() => reject(new Error(`In vain: ${what}. ${events.length} events`)), DEADLINE_MS)
      const look = (): void => {
        if (!isSo()) return
        clearTimeout(tooLate)
        looking.delete(look)
        resolve()
      }
      looking.add(look)
      look()
    })
  return {
    events,
    starts,
    ends,
    pid,
    until,
    failStarts,
    start: (spec) =>
      start(spec, (event) => {
        events.push(event)
        for (const look of looking) look()
      }),
    exit: (path, how) => {
      const before = ends(path).length
      exit(path, how, pid(path))
      return until(`${path} has ended`, () => ends(path).length > before)
    },
    [Symbol.asyncDispose]: () => close(events.flatMap((event) => (event.type === 'child.spawned' ? [event.pid] : []))),
  }
}
