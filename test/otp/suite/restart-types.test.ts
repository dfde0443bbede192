// Of supervisor_SUITE: what each restart type does after each sort of end.
import { supervisor } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { play, trace } from '../../support/trace.ts'
import { leaf, type World } from './world.ts'
import { WORLDS } from './worlds.ts'

type End = number | NodeJS.Signals

/** 7 is a code of success here, 9 one of a shutdown. */
const NORMAL: readonly End[] = [0, 7]
const SHUTDOWN: readonly End[] = ['SIGTERM', 9]
const ABNORMAL: readonly End[] = [1, 'SIGSEGV', 'SIGKILL']

/** Starts a child for each end, and lets it end so. */
const endEach = async (world: World, restart: string, ends: readonly End[]) => {
  const codes = { successCodes: [0, 7], shutdownCodes: [9] }
  const children = ends.map((_, index) => leaf(`c${index}`, { restart, ...codes }))
  const tree = await world.start(supervisor('s', { intensity: ends.length, children }))
  for (const [index, end] of ends.entries()) await world.exit(`s/c${index}`, end)
  const paths = children.map(({ id }) => `s/${id}`)
  expect(paths.map((path) => world.ends(path).length)).toEqual(ends.map(() => 1))
  return { tree, paths }
}

describe.each(WORLDS)('on %s', (_, newWorld) => {
  const expectRestarted = async (restart: string, ends: readonly End[]): Promise<void> => {
    const world = newWorld()
    const { tree, paths } = await endEach(world, restart, ends)
    await world.until('each is back', () => paths.every((path) => world.starts(path) === 2))
    expect(await tree.countChildren('s')).toMatchObject({ value: { specs: ends.length, active: ends.length } })
  }
  const expectDown = async (ends: readonly End[]): Promise<void> => {
    const world = newWorld()
    const { tree, paths } = await endEach(world, 'transient', ends)
    const counts = { specs: ends.length, active: 0, supervisors: 0, workers: ends.length }
    expect(await tree.countChildren('s')).toEqual({ ok: true, value: counts })
    for (const path of paths)
      expect(await tree.restartChild(path)).toMatchObject({ ok: true, value: { incarnation: 2 } })
  }
  const expectGone = async (ends: readonly End[]): Promise<void> => {
    const world = newWorld()
    const { tree, paths } = await endEach(world, 'temporary', ends)
    expect(await tree.whichChildren('s')).toEqual({ ok: true, value: [] })
    expect(paths.map((path) => world.starts(path))).toEqual(ends.map(() => 1))
  }

  it('permanent_normal: a permanent child is restarted after exit code 0, or another that means success', () =>
    expectRestarted('permanent', NORMAL))
  it('permanent_shutdown: a permanent child is restarted after SIGTERM from outside, or a code that means shutdown', () =>
    expectRestarted('permanent', SHUTDOWN))
  it('permanent_abnormal: a permanent child is restarted after exit code 1, SIGSEGV and SIGKILL', () =>
    expectRestarted('permanent', ABNORMAL))
  it('transient_normal: a transient child stays down after exit code 0 with its spec, and restartChild starts it', () =>
    expectDown(NORMAL))
  it('transient_shutdown: a transient child stays down after SIGTERM from outside with its spec, and restartChild starts it', () =>
    expectDown(SHUTDOWN))
  it('transient_abnormal: a transient child is restarted after exit code 1, SIGSEGV and SIGKILL', () =>
    expectRestarted('transient', ABNORMAL))
  it('temporary_normal: a temporary child is gone with its spec after exit code 0, or another that means success', () =>
    expectGone(NORMAL))
  it('temporary_shutdown: a temporary child is gone with its spec after SIGTERM from outside, or a code that means shutdown', () =>
    expectGone(SHUTDOWN))
  it('temporary_abnormal: a temporary child is gone with its spec after exit code 1, SIGSEGV and SIGKILL', () =>
    expectGone(ABNORMAL))
})

it('temporary_bystander: a temporary sibling that a round stops is dropped, and the supervisor lives', () => {
  const children = [leaf('crasher'), leaf('bystander', { restart: 'temporary' })]
  for (const strategy of ['one_for_all', 'rest_for_one'] as const) {
    const steps = [{ exit: 's/crasher' }, { call: 'countChildren', path: 's' }]
    expect(trace(supervisor('s', { strategy, children }), { steps })).toBe(
      '-crasher#1, s restarts crasher for crasher, 1, ?bystander#1, ~bystander#1, bystander removed, ' +
        '…crasher#2, +crasher#2, countChildren ok',
    )
    expect(play(supervisor('s', { strategy, children }), { steps }).end.running).toEqual(['s', 's/crasher'])
  }
})
