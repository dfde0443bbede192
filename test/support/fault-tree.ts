// A real tree to do harm to: it remembers what was said, and at its end nothing of it may be left.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type EventBody,
  type EventOf,
  type LogLine,
  type Ports,
  type SupervisionEvent,
  type SupervisorSpec,
  start,
  type Tree,
  worker,
} from '@otp-sup/core'
import { expect } from 'vitest'
import { type CountedClock, countedClock } from './counted-clock.ts'
import { held } from './held.ts'
import { exists, livingInSession } from './processes.ts'
import { waitUntil } from './wait-until.ts'

export type FaultTreeOptions = {
  /** A clock or a launcher of its own. */
  readonly ports?: Partial<Ports>
  readonly clock?: CountedClock
  readonly signal?: AbortSignal
  readonly kill?: AbortSignal
  /** Sees each event in the moment it is told. */
  readonly onEvent?: (event: SupervisionEvent) => void
}

type Type = EventBody['type']

/** The tree of one fault. Its end is checked: no process, zombie, descriptor or timer is left. */
export interface FaultTree extends AsyncDisposable {
  readonly tree: Tree
  readonly clock: CountedClock
  readonly events: readonly SupervisionEvent[]
  readonly log: readonly LogLine[]
  /** The events of a type, of a path or of all. */
  of<T extends Type>(type: T, path?: string): readonly EventOf<T>[]
  /** The one event of a type and path; waits for it. */
  one<T extends Type>(type: T, path: string): Promise<EventOf<T>>
  /** Waits until there are so many events of a type and path, and gives the last. */
  nth<T extends Type>(count: number, type: T, path: string): Promise<EventOf<T>>
  /** The process of the last start of a path. */
  pid(path: string): number
}

/** A folder that the shell lines of a test know as `$DIR`; gone when the test is over. */
export function scratch(): Disposable & {
  readonly folder: string
  /** What a script has written, once it has. */
  written(name: string): Promise<string>
} {
  const folder = mkdtempSync(join(tmpdir(), 'fault-'))
  const read = (name: string): string => {
    try {
      return readFileSync(join(folder, name), 'utf8')
    } catch {
      return ''
    }
  }
  return {
    folder,
    written: async (name) => {
      await waitUntil(`${name} is written`, () => read(name).endsWith('\n'))
      return read(name).trim()
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  }
}

/** A worker that is a line for the shell. */
export const sh = (id: string, line: string, options: object = {}) =>
  worker(id, { command: ['sh', '-c', line], ...options })

/** A worker that runs until it is stopped. */
export const sleeper = (id: string, options: object = {}) => worker(id, { command: ['sleep', '1000'], ...options })

/** A line that does something in its first incarnation only, and then runs on. */
export const first = (line: string): string => `[ $OTP_SUP_INCARNATION = 1 ] && { ${line}; }; exec sleep 1000`

/** Starts a tree. */
export async function faultTree(spec: SupervisorSpec, options: FaultTreeOptions = {}): Promise<FaultTree> {
  const { clock = countedClock(), ports, onEvent, ...others } = options
  const before = held()
  const events: SupervisionEvent[] = []
  const log: LogLine[] = []
  const tree = await start(spec, {
    ...others,
    ports: { clock, logger: { write: (line) => void log.push(line) }, ...ports },
    onEvent: (event) => {
      events.push(event)
      onEvent?.(event)
    },
  })
  const of: FaultTree['of'] = (type, path) =>
    events.filter((event): event is never => event.type === type && (path === undefined || event.path === path))
  const nth: FaultTree['nth'] = async (count, type, path) => {
    await waitUntil(`there are ${count} ${type} of ${path}`, () => of(type, path).length >= count)
    return of(type, path)[count - 1] as never
  }
  return {
    tree,
    clock,
    events,
    log,
    of,
    nth,
    one: (type, path) => nth(1, type, path),
    pid: (path) => of('child.spawned', path).at(-1)?.pid ?? Number.NaN,
    [Symbol.asyncDispose]: async () => {
      await tree.stop()
      await tree.done
      const pids = ports?.launcher === undefined ? of('child.spawned').map(({ pid }) => pid) : []
      expect(pids.filter(exists), 'processes and zombies').toEqual([])
      expect(pids.flatMap(livingInSession), 'members of their sessions').toEqual([])
      expect(clock.armed(), 'timers').toBe(0)
      await waitUntil('descriptors and handles are given back', () => {
        const { descriptors, processes } = held()
        return descriptors <= before.descriptors && processes <= before.processes
      })
    },
  }
}
