// Of supervisor_SUITE: calls and the stop while a restart fails again and again.
import { supervisor, type Tree } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { leaf, type World } from './world.ts'
import { WORLDS } from './worlds.ts'

const FOR_EVER = 1_000_000

const states = async (tree: Tree, path: string): Promise<string> => {
  const answer = await tree.whichChildren(path)
  return answer.ok ? answer.value.map(({ id, state }) => `${id}:${state}`).join(' ') : answer.error
}

/** A child crashes and can never be started again. */
const letLoop = async (world: World, path: string): Promise<void> => {
  world.failStarts(path, FOR_EVER)
  await world.exit(path, 1)
  const failed = () => world.events.filter((event) => event.type === 'child.start_failed' && event.path === path).length
  await world.until('it has failed more than once', () => failed() > 2)
}

describe.each(WORLDS)('on %s', (_, newWorld) => {
  it('hanging_restart_loop: while a restart fails for ever calls are answered, terminateChild ends the loop, and so does a stop', async () => {
    const world = newWorld()
    const tree = await world.start(supervisor('s', { intensity: FOR_EVER, children: [leaf('a')] }))
    await letLoop(world, 's/a')
    expect(await states(tree, 's')).toBe('a:restarting')
    expect(await tree.startChild('s', leaf('a'))).toEqual({ ok: false, error: 'already_present' })
    expect(await tree.restartChild('s/a')).toEqual({ ok: false, error: 'restarting' })
    expect(await tree.deleteChild('s/a')).toEqual({ ok: false, error: 'restarting' })
    expect(await tree.countChildren('s')).toMatchObject({ value: { specs: 1, active: 0, workers: 1 } })
    expect(await tree.terminateChild('s/a')).toEqual({ ok: true, value: null })
    expect(await states(tree, 's')).toBe('a:down')
    expect(await tree.startChild('s', leaf('a'))).toEqual({ ok: false, error: 'already_present' })
    world.failStarts('s/a', 0)
    expect(await tree.restartChild('s/a')).toMatchObject({ ok: true })
    await letLoop(world, 's/a')
    await tree.stop()
    expect((await tree.done).outcome).toBe('stopped')
  })

  it('hanging_restart_loop_rest_for_one: the child before the failing one runs, those after it are down and stay down', async () => {
    const world = newWorld()
    const children = ['a', 'b', 'c', 'd'].map((id) => leaf(id))
    const tree = await world.start(supervisor('s', { strategy: 'rest_for_one', intensity: FOR_EVER, children }))
    await letLoop(world, 's/b')
    expect(await states(tree, 's')).toBe('a:running b:restarting c:down d:down')
    expect(await tree.restartChild('s/b')).toEqual({ ok: false, error: 'restarting' })
    expect(await tree.deleteChild('s/b')).toEqual({ ok: false, error: 'restarting' })
    expect(await tree.startChild('s', leaf('b'))).toEqual({ ok: false, error: 'already_present' })
    expect(await tree.terminateChild('s/b')).toEqual({ ok: true, value: null })
    expect(await states(tree, 's')).toBe('a:running b:down c:down d:down')
    world.failStarts('s/b', 0)
    for (const id of ['b', 'c', 'd']) expect(await tree.restartChild(`s/${id}`)).toMatchObject({ ok: true })
    expect(world.starts('s/a')).toBe(1)
    await letLoop(world, 's/b')
    await tree.stop()
    expect((await tree.done).outcome).toBe('stopped')
  })

  it('hanging_restart_loop_simple: the other children of the template run, terminateChild ends the loop, and so does a stop', async () => {
    const world = newWorld()
    const simple = supervisor('s', { strategy: 'simple_one_for_one', intensity: FOR_EVER, template: leaf('w') })
    const tree = await world.start(simple)
    await tree.startChild('s', { id: 'a' })
    await tree.startChild('s', { id: 'b' })
    await letLoop(world, 's/a')
    expect(await states(tree, 's')).toBe('a:restarting b:running')
    expect(await tree.restartChild('s/a')).toEqual({ ok: false, error: 'simple_one_for_one' })
    expect(await tree.countChildren('s')).toMatchObject({ value: { specs: 1, active: 1, workers: 2 } })
    expect(await tree.terminateChild('s/a')).toEqual({ ok: true, value: null })
    expect(await states(tree, 's')).toBe('b:running')
    await letLoop(world, 's/b')
    await tree.stop()
    expect((await tree.done).outcome).toBe('stopped')
  })
})
