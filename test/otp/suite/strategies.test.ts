// Of supervisor_SUITE: who is restarted along, and when a supervisor gives up.
import { supervisor, type Tree } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { leaf, type World } from './world.ts'
import { WORLDS } from './worlds.ts'

type Strategy = 'one_for_one' | 'one_for_all' | 'rest_for_one'

const AB = ['a', 'b']
const ABC = [...AB, 'c']

const abc = (strategy: Strategy, intensity: number, ids: readonly string[]) =>
  supervisor('s', { strategy, intensity, children: ids.map((id) => leaf(id)) })

/** How often each child was started. */
const startsOf = (world: World, ids: readonly string[]): readonly number[] => ids.map((id) => world.starts(`s/${id}`))

/** What a tree that gave up has left: how often each child was started, and that none is up. */
const gaveUp = async (world: World, tree: Tree, ids: readonly string[]) => {
  expect((await tree.done).outcome).toBe('gave_up')
  for (const id of ids) expect(world.ends(`s/${id}`)).toHaveLength(world.starts(`s/${id}`))
  return startsOf(world, ids)
}

const failedStarts = (world: World, path: string): number =>
  world.events.filter((event) => event.type === 'child.start_failed' && event.path === path).length

describe.each(WORLDS)('on %s', (_, newWorld) => {
  /** With intensity 2 the third crash is one too many. */
  const crashThrice = async (strategy: Strategy, ids: readonly string[], crashing: string) => {
    const world = newWorld()
    const tree = await world.start(abc(strategy, 2, ids))
    const pids = () => ids.map((id) => world.pid(`s/${id}`))
    const first = pids()
    await world.exit(`s/${crashing}`, 'SIGKILL')
    const last = `s/${strategy === 'one_for_one' ? crashing : ids.at(-1)}`
    await world.until('all are back', () => world.starts(last) === 2)
    const isNew = pids().map((pid, index) => pid !== first[index])
    await world.exit(`s/${crashing}`, 1)
    await world.until('all are back again', () => world.starts(last) === 3)
    await world.exit(`s/${crashing}`, 1)
    return { isNew, starts: await gaveUp(world, tree, ids) }
  }

  it('one_for_one: only the child that crashed is another process; the third crash with intensity 2 ends all', async () => {
    expect(await crashThrice('one_for_one', AB, 'a')).toEqual({ isNew: [true, false], starts: [3, 1] })
  })

  it('one_for_all: every child is another process; the third crash with intensity 2 ends all', async () => {
    expect(await crashThrice('one_for_all', AB, 'b')).toEqual({ isNew: [true, true], starts: [3, 3] })
  })

  it('rest_for_one: the child that crashed and those after it are other processes; the third crash ends all', async () => {
    expect(await crashThrice('rest_for_one', ABC, 'b')).toEqual({ isNew: [false, true, true], starts: [1, 3, 3] })
  })

  it('one_for_one_escalation: a restart that fails again and again takes the supervisor and the sibling down', async () => {
    const world = newWorld()
    const tree = await world.start(abc('one_for_one', 3, AB))
    world.failStarts('s/a', 99)
    await world.exit('s/a', 1)
    expect(await gaveUp(world, tree, AB)).toEqual([1, 1])
    expect(failedStarts(world, 's/a')).toBe(3)
  })

  it('one_for_all_escalation: a sibling that cannot be started again takes the supervisor down', async () => {
    const world = newWorld()
    const tree = await world.start(abc('one_for_all', 3, AB))
    world.failStarts('s/b', 99)
    await world.exit('s/a', 1)
    expect(await gaveUp(world, tree, AB)).toEqual([4, 1])
    expect(failedStarts(world, 's/b')).toBe(3)
  })

  it('one_for_all_other_child_fails_restart: a is stopped again before the round that b failed is tried again', async () => {
    const world = newWorld()
    await world.start(abc('one_for_all', 3, AB))
    world.failStarts('s/b', 1)
    await world.exit('s/a', 1)
    await world.until('b is back', () => world.starts('s/b') === 2)
    expect(startsOf(world, AB)).toEqual([3, 2])
    expect(world.ends('s/a').map((exit) => exit.class)).toEqual(['abnormal', 'shutdown'])
  })

  it('rest_for_one_escalation: a later child that cannot be started again takes the supervisor down', async () => {
    const world = newWorld()
    const tree = await world.start(abc('rest_for_one', 3, AB))
    world.failStarts('s/b', 99)
    await world.exit('s/a', 1)
    expect(await gaveUp(world, tree, AB)).toEqual([2, 1])
    expect(failedStarts(world, 's/b')).toBe(3)
  })

  it('rest_for_one_other_child_fails_restart: a, which is up again already, is not started another time', async () => {
    const world = newWorld()
    await world.start(abc('rest_for_one', 3, AB))
    world.failStarts('s/b', 1)
    await world.exit('s/a', 1)
    await world.until('b is back', () => world.starts('s/b') === 2)
    expect(startsOf(world, AB)).toEqual([2, 2])
    expect(failedStarts(world, 's/b')).toBe(1)
  })
})
