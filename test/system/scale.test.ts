// Many real processes: nothing is forgotten, nothing is left over.
import { type SupervisionEvent, type SupervisorSpec, start, supervisor, worker } from '@otp-sup/core'
import { seededRandom } from '@otp-sup/core/testing'
import { expect, it } from 'vitest'
import { countedClock } from '../support/counted-clock.ts'
import { held } from '../support/held.ts'
import { isAlive } from '../support/processes.ts'
import { waitUntil } from '../support/wait-until.ts'

const DEADLINE_MS = 120_000
const CHILDREN = 1000
const VICTIMS = 100
const LEVELS = 10

const options = { intensity: VICTIMS, period: '1h' } as const
const sleepers = (count: number) =>
  Array.from({ length: count }, (_, index) => worker(`c${index}`, { command: ['sleep', '1000'] }))

const flat = supervisor('s', { ...options, children: sleepers(CHILDREN) })

// The root is a level too; below each level's own leaves is the next level.
const nested = (level: number): SupervisorSpec => {
  const leaves = sleepers(CHILDREN / LEVELS)
  const children = level === LEVELS ? leaves : [...leaves, nested(level + 1)]
  return supervisor(level === 1 ? 's' : `n${level}`, { ...options, children })
}

const drawn = <Item>(items: readonly Item[], count: number): readonly Item[] => {
  const random = seededRandom(1)
  const left = [...items]
  return Array.from({ length: count }, () => left.splice(Math.floor(random.next() * left.length), 1)[0] as Item)
}

it.each([
  ['of 1,000 children', flat],
  ['of 1,000 children on 10 levels', nested(1)],
])(
  'a tree %s survives kill -9 of 100 of them, stops in order, and leaves nothing',
  async (_, spec) => {
    const before = held()
    const clock = countedClock()
    const events: SupervisionEvent[] = []
    const pathsOf = (type: SupervisionEvent['type']) => events.filter((event) => event.type === type).map((e) => e.path)
    const pids = () => events.flatMap((event) => (event.type === 'child.spawned' ? [event.pid] : []))
    const tree = await start(spec, { ports: { clock }, onEvent: (event) => events.push(event) })
    const inOrder = pathsOf('child.started')
    expect(new Set(inOrder).size).toBe(CHILDREN)
    expect(pids().filter(isAlive)).toHaveLength(CHILDREN)

    const victims = drawn(pids(), VICTIMS)
    for (const pid of victims) process.kill(pid, 'SIGKILL')
    const isBack = (): boolean => pathsOf('child.started').length === CHILDREN + VICTIMS
    await waitUntil('all of them are back', isBack, DEADLINE_MS)
    expect(pathsOf('supervisor.gave_up')).toEqual([])
    expect(pids().filter(isAlive)).toHaveLength(CHILDREN)

    const begun = events.length
    await tree.stop()
    const stopped = events.slice(begun).filter(({ type }) => type === 'child.exited')
    expect(stopped.map(({ path }) => path)).toEqual(inOrder.toReversed())
    expect(pids().filter(isAlive)).toEqual([])
    expect(clock.armed()).toBe(0)
    await waitUntil('its handles are closed', () => held().processes <= before.processes)
    expect(held()).toEqual(before)
  },
  DEADLINE_MS,
)
