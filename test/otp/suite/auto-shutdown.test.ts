// Of supervisor_SUITE: which ends of which children shut a supervisor down.
import { checkSpec, supervisor } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { play } from '../../support/trace.ts'
import { call } from './answers.ts'
import { leaf, type World } from './world.ts'
import { WORLDS } from './worlds.ts'

const MODES = ['never', 'any_significant', 'all_significant'] as const
type Mode = (typeof MODES)[number]

const group = (autoShutdown: Mode, options: object, more: readonly object[] = []) =>
  supervisor('s', {
    autoShutdown,
    children: [leaf('a', options), ...(more as ReturnType<typeof leaf>[]), leaf('helper')],
  })

/** Every way in which `a` can end; the first is by a call. */
const ENDS = [
  call('terminateChild', 's/a'),
  { exit: 's/a', signal: 'SIGKILL' },
  { exit: 's/a', code: 1 },
  { exit: 's/a', code: 0 },
]

/** What is up after each of these ends: a list of paths, or how the tree ended. */
const afterEach = (mode: Mode, options: object) =>
  ENDS.map((end) => {
    const { outcome, running } = play(group(mode, options), { steps: [end] }).end
    return outcome === 'running' ? running.join(' ') : outcome
  })

describe.each(MODES)('autoShutdown %s', (mode) => {
  it('nonsignificant_temporary: no end of a temporary child that is not significant shuts anything down', () => {
    expect(afterEach(mode, { restart: 'temporary' })).toEqual(ENDS.map(() => 's s/helper'))
  })

  it('nonsignificant_transient: no end of a transient child that is not significant shuts anything down; abnormal ends restart it', () => {
    const [down, up] = ['s s/helper', 's s/a s/helper']
    expect(afterEach(mode, { restart: 'transient' })).toEqual([down, up, up, down])
  })
})

it('significant_simple: autoShutdown is refused under simple_one_for_one', () => {
  const template = leaf('w', { restart: 'transient', significant: true })
  const checked = MODES.map((autoShutdown) =>
    checkSpec({ id: 's', strategy: 'simple_one_for_one', autoShutdown, template }, { cwd: '/' }),
  )
  expect(checked.map(({ ok }) => ok)).toEqual([false, false, false])
  const keys = checked.map((each) => (each.ok ? [] : each.problems.map(({ key }) => key)))
  expect(keys).toEqual([['significant'], ['autoShutdown'], ['autoShutdown']])
})

describe.each(['one_for_one', 'one_for_all', 'rest_for_one'] as const)('%s', (strategy) => {
  it('significant_bystander: significant children that a crash takes along shut nothing down', () => {
    for (const autoShutdown of ['any_significant', 'all_significant'] as const) {
      for (const restart of ['temporary', 'transient']) {
        const significant = { restart, significant: true }
        const children = [leaf('crasher'), leaf('a', significant), leaf('b', significant)]
        const { end } = play(supervisor('s', { strategy, autoShutdown, children }), { steps: [{ exit: 's/crasher' }] })
        const isDropped = restart === 'temporary' && strategy !== 'one_for_one'
        expect(end).toMatchObject({ outcome: 'running' })
        expect(end.running).toEqual(['s', 's/crasher', ...(isDropped ? [] : ['s/a', 's/b'])])
      }
    }
  })
})

describe.each(WORLDS)('on %s', (_, newWorld) => {
  /** Starts `a` and `b`, both significant, and lets `a` end; tells what the tree came to, `b` ending too if it must. */
  const afterEnd = async (mode: Mode, restart: string, end: (world: World) => Promise<unknown>) => {
    const world = newWorld()
    const significant = { restart, significant: true }
    const tree = await world.start(group(mode, significant, [leaf('b', significant)]))
    await end(world)
    const list = await tree.whichChildren('s')
    if (!list.ok) return (await tree.done).outcome
    await world.exit('s/b', 0)
    return `running, then ${(await tree.done).outcome}`
  }
  const ended = (how: number | NodeJS.Signals) => (world: World) => world.exit('s/a', how)

  it('significant_temporary: any end of a temporary child by itself counts, at once or with the last; a call does not', async () => {
    for (const how of ['SIGKILL', 1, 0] as const) {
      expect(await afterEnd('any_significant', 'temporary', ended(how))).toBe('auto_shutdown')
      expect(await afterEnd('all_significant', 'temporary', ended(how))).toBe('running, then auto_shutdown')
    }
    const world = newWorld()
    const tree = await world.start(group('any_significant', { restart: 'temporary', significant: true }))
    await tree.terminateChild('s/a')
    expect(await tree.whichChildren('s')).toMatchObject({ value: [{ id: 'helper', state: 'running' }] })
  })

  it('significant_transient: a normal end of a transient child counts, at once or with the last; a kill, a crash and a call do not', async () => {
    expect(await afterEnd('any_significant', 'transient', ended(0))).toBe('auto_shutdown')
    expect(await afterEnd('all_significant', 'transient', ended(0))).toBe('running, then auto_shutdown')
    const world = newWorld()
    const tree = await world.start(group('any_significant', { restart: 'transient', significant: true }))
    await world.exit('s/a', 'SIGKILL')
    await world.until('it is back', () => world.starts('s/a') === 2)
    await world.exit('s/a', 1)
    await world.until('it is back again', () => world.starts('s/a') === 3)
    await tree.terminateChild('s/a')
    expect(await tree.whichChildren('s')).toMatchObject({
      value: [{ state: 'down' }, { id: 'helper', state: 'running' }],
    })
  })

  it('significant_escalation: a significant supervisor that shuts down takes its parent along, another does not', async () => {
    const nested = (significant: boolean) => {
      const job = leaf('job', { restart: 'transient', significant: true })
      const options = { restart: 'transient', significant, autoShutdown: 'any_significant' } as const
      const sub = supervisor('sub', { ...options, children: [job, leaf('helper')] })
      return supervisor('s', { autoShutdown: 'any_significant', children: [leaf('other'), sub] })
    }
    const first = newWorld()
    const cascading = await first.start(nested(true))
    await first.exit('s/sub/job', 0)
    expect((await cascading.done).outcome).toBe('auto_shutdown')
    const second = newWorld()
    const local = await second.start(nested(false))
    await second.exit('s/sub/job', 0)
    await second.until('sub is down', () => second.ends('s/sub').length === 1)
    const states = [
      { id: 'other', state: 'running' },
      { id: 'sub', state: 'down' },
    ]
    expect(await local.whichChildren('s')).toMatchObject({ value: states })
    expect(second.ends('s/sub/helper')).toHaveLength(1)
  })
})
