// The library on real processes: start, calls, events, the end.
import {
  type Logger,
  type LogLine,
  SpecError,
  StartError,
  type SupervisionEvent,
  start,
  supervisor,
  worker,
} from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { isAlive } from '../support/processes.ts'
import { waitUntil } from '../support/wait-until.ts'

const sleeper = (id: string, options: object = {}) => worker(id, { command: ['sleep', '1000'], ...options })
const pids = (events: readonly SupervisionEvent[]): number[] =>
  events.flatMap((event) => (event.type === 'child.spawned' ? [event.pid] : []))

describe('start', () => {
  it('resolves when every child is ready, and stop ends them all', async () => {
    const events: SupervisionEvent[] = []
    const spec = supervisor('s', { children: [sleeper('a'), supervisor('sub', { children: [sleeper('b')] })] })
    const tree = await start(spec, { onEvent: (event) => events.push(event) })
    expect(pids(events).map(isAlive)).toEqual([true, true])
    await tree.stop()
    expect(pids(events).map(isAlive)).toEqual([false, false])
    expect((await tree.done).outcome).toBe('stopped')
  })

  it('rejects with the child that could not be started, and leaves nothing running', async () => {
    const events: SupervisionEvent[] = []
    const spec = supervisor('s', { children: [sleeper('a'), worker('b', { command: ['no-such-program'] })] })
    const failed = start(spec, { onEvent: (event) => events.push(event) })
    await expect(failed).rejects.toBeInstanceOf(StartError)
    await expect(failed).rejects.toMatchObject({ path: 's/b', exit: { kind: 'spawn_error', errno: 'ENOENT' } })
    expect(pids(events).map(isAlive)).toEqual([false])
  })

  it('rejects a wrong spec with all its problems, and starts nothing', async () => {
    const events: SupervisionEvent[] = []
    const wrong = {
      id: 's',
      children: [
        { id: 'a', comand: ['x'] },
        { id: 'a', command: ['x'] },
      ],
    }
    const refused = start(wrong, { onEvent: (event) => events.push(event) })
    await expect(refused).rejects.toBeInstanceOf(SpecError)
    expect(events).toEqual([])
  })

  it('is interrupted by its signal', async () => {
    const stop = new AbortController()
    const spec = supervisor('s', { children: [sleeper('a', { ready: { tcp: 1 } })] })
    const events: SupervisionEvent[] = []
    const onEvent = (event: SupervisionEvent): void => {
      events.push(event)
      if (event.type === 'child.spawned') stop.abort()
    }
    await expect(start(spec, { signal: stop.signal, onEvent })).rejects.toMatchObject({ code: 'start_interrupted' })
    expect(pids(events).map(isAlive)).toEqual([false])
  })
})

describe('a tree', () => {
  it('tells its logger that the file of a log cannot be written, and runs on', async () => {
    const lines: LogLine[] = []
    const logger: Logger = { write: (line) => void lines.push(line) }
    const talker = worker('a', { command: ['sh', '-c', 'echo hi; sleep 1000'], log: { stdout: { file: '/dev/full' } } })
    await using tree = await start(supervisor('s', { children: [talker] }), { ports: { logger } })
    await waitUntil('the logger hears of it', () => lines.some(({ message }) => message.includes('/dev/full')))
    expect(lines.find(({ message }) => message.includes('/dev/full'))).toMatchObject({ level: 'error', event: null })
    expect(await tree.whichChildren('s')).toMatchObject({ value: [{ id: 'a', state: 'running' }] })
  })

  it('brings a killed child back, with another pid', async () => {
    await using tree = await start(supervisor('s', { children: [sleeper('a')] }))
    const restarted = firstEvent(tree.events(), (event) => event.type === 'child.started')
    expect(await tree.restartChild('s/a')).toEqual({ ok: false, error: 'running' })
    const refused = await tree.startChild('s', sleeper('a'))
    if (!('pid' in refused) || refused.pid === null) throw new Error('a is not running')
    process.kill(refused.pid, 'SIGKILL')
    expect(await restarted).toMatchObject({ path: 's/a', incarnation: 2 })
  })

  it('that gives up says why', async () => {
    const tree = await start(supervisor('s', { intensity: 1, children: [worker('a', { command: ['false'] })] }))
    const { outcome, why } = await tree.done
    expect(outcome).toBe('gave_up')
    expect(why.map(({ type }) => type)).toEqual(expect.arrayContaining(['supervisor.gave_up', 'supervisor.stopped']))
  })

  it('of 100 children survives the death of 30 of them, and stops in order', async () => {
    const children = Array.from({ length: 100 }, (_, index) => sleeper(`c${index}`))
    const events: SupervisionEvent[] = []
    const spec = supervisor('s', { intensity: 100, children })
    const tree = await start(spec, { onEvent: (event) => events.push(event) })
    const first = pids(events)
    expect(first).toHaveLength(100)
    const victims = first.filter((_, index) => index % 10 < 3)
    for (const pid of victims) process.kill(pid, 'SIGKILL')
    await waitUntil('all of them are back', () => events.filter(({ type }) => type === 'child.started').length === 130)
    const begun = events.length
    await tree.stop()
    const stopped = events.slice(begun).flatMap((event) => (event.type === 'child.exited' ? [event.path] : []))
    expect(stopped).toEqual(children.map(({ id }) => `s/${id}`).toReversed())
    expect(pids(events).filter(isAlive)).toEqual([])
  }, 60_000)
})

const firstEvent = async (
  events: AsyncIterable<SupervisionEvent>,
  isWanted: (event: SupervisionEvent) => boolean,
): Promise<SupervisionEvent | undefined> => {
  for await (const event of events) if (isWanted(event)) return event
  return undefined
}
