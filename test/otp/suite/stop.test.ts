// Of supervisor_SUITE: how children and supervisors stop.
import { supervisor } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { answersStop, IGNORES_STOP, leaf, type World } from './world.ts'
import { WORLDS } from './worlds.ts'

const simple = (options: object) =>
  supervisor('s', { strategy: 'simple_one_for_one', template: leaf('w', { shutdownCodes: [7], ...options }) })

/** How the one end of a path looked: `shutdown: signal SIGTERM`. */
const endOf = (world: World, path: string): string => {
  const ends = world.ends(path).map((exit) => `${exit.class}: ${exit.kind} ${exit.code ?? exit.signal ?? ''}`.trimEnd())
  return ends.join(', ')
}
const asked = (world: World): readonly string[] =>
  world.events.filter(({ type }) => type === 'child.stopping').map(({ path }) => path)

describe.each(WORLDS)('on %s', (_, newWorld) => {
  it('sup_stop_infinity: a supervisor and a worker that are waited for without limit end by shutdown', async () => {
    const world = newWorld()
    const sub = supervisor('sub', { shutdown: 'infinity' })
    const tree = await world.start(supervisor('s', { children: [sub, leaf('a', { shutdown: 'infinity' })] }))
    await tree.stop()
    expect(endOf(world, 's/a')).toBe('shutdown: signal SIGTERM')
    expect(endOf(world, 's/sub')).toBe('shutdown: requested')
    expect(world.events.find(({ type }) => type === 'child.stopping')).toMatchObject({ timeoutMs: null })
  })

  it('sup_stop_timeout: of two children that have the same time, one obeys and the deaf one is killed', async () => {
    const world = newWorld()
    const children = [leaf('a', { shutdown: '200ms' }), leaf('b', { shutdown: '200ms', ...IGNORES_STOP })]
    const tree = await world.start(supervisor('s', { children }))
    await tree.stop()
    expect(endOf(world, 's/a')).toBe('shutdown: signal SIGTERM')
    expect(endOf(world, 's/b')).toBe('abnormal: killed SIGKILL')
    expect(asked(world)).toEqual(['s/b', 's/a'])
  })

  it('sup_stop_timeout_dynamic: of two children of a template, one obeys and the deaf one is killed', async () => {
    const world = newWorld()
    const tree = await world.start(simple({ shutdown: '200ms' }))
    await tree.startChild('s', { id: 'a' })
    await tree.startChild('s', { id: 'b', ...IGNORES_STOP })
    await tree.stop()
    expect(endOf(world, 's/a')).toBe('shutdown: signal SIGTERM')
    expect(endOf(world, 's/b')).toBe('abnormal: killed SIGKILL')
  })

  it('sup_stop_brutal_kill: a brutal_kill child is killed without being asked, its neighbour is asked', async () => {
    const world = newWorld()
    const brutal = leaf('b', { shutdown: 'brutal_kill', ...answersStop(0) })
    const tree = await world.start(supervisor('s', { children: [leaf('a'), brutal] }))
    await tree.stop()
    expect(endOf(world, 's/a')).toBe('shutdown: signal SIGTERM')
    expect(endOf(world, 's/b')).toBe('abnormal: killed SIGKILL')
    expect(asked(world)).toEqual(['s/a'])
  })

  it('sup_stop_brutal_kill_dynamic: ten children of a template are killed without being asked', async () => {
    const world = newWorld()
    const tree = await world.start(simple({ shutdown: 'brutal_kill', ...answersStop(0) }))
    await Promise.all(Array.from({ length: 10 }, () => tree.startChild('s')))
    await tree.stop()
    const ends = Array.from({ length: 10 }, (_each, index) => endOf(world, `s/w@${index + 1}`))
    expect(ends).toEqual(ends.map(() => 'abnormal: killed SIGKILL'))
    expect(asked(world)).toEqual([])
  })

  it('sup_stop_race: children that end by themselves during a stop are found dead, and keep how they ended', async () => {
    const world = newWorld()
    const ends = [0, 7, 1, 'SIGTERM', 'SIGKILL'] as const
    const restarts = ['permanent', 'transient', 'temporary']
    const racers = restarts.flatMap((restart) =>
      ends.map((end) => ({ end, child: leaf(`${restart}-${end}`, { restart, shutdownCodes: [7] }) })),
    )
    const last = leaf('last', { shutdown: 'infinity', ...IGNORES_STOP })
    const children = [...racers.map(({ child }) => child), last]
    const tree = await world.start(supervisor('s', { intensity: 0, children }))
    const stopped = tree.stop()
    await world.until('the last is being stopped', () => asked(world).includes('s/last'))
    for (const { end, child } of racers) await world.exit(`s/${child.id}`, end)
    await world.exit('s/last', 0)
    await stopped
    expect((await tree.done).outcome).toBe('stopped')
    expect(asked(world)).toEqual(['s/last'])
    const classes = ['normal', 'shutdown', 'abnormal', 'shutdown', 'abnormal']
    const found = racers.map(({ child }) => world.ends(`s/${child.id}`).map((exit) => exit.class))
    expect(found).toEqual([...classes, ...classes, ...classes].map((each) => [each]))
  })

  describe.each(['permanent', 'transient', 'temporary'])('%s', (restart) => {
    it('sup_stop_non_shutdown_exit_dynamic: children of a template may answer a stop by any code', async () => {
      const world = newWorld()
      const tree = await world.start(simple({ restart }))
      for (const code of [0, 7, 3]) await tree.startChild('s', { id: `c${code}`, ...answersStop(code) })
      await tree.stop()
      expect((await tree.done).outcome).toBe('stopped')
      expect([0, 7, 3].map((code) => endOf(world, `s/c${code}`))).toEqual([
        'shutdown: exit 0',
        'shutdown: exit 7',
        'abnormal: exit 3',
      ])
      expect(world.ends('s').map((exit) => exit.class)).toEqual(['shutdown'])
    })
  })
})
