// Of supervisor_SUITE: children made of one template.
import { supervisor } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { trace } from '../../support/trace.ts'
import { IGNORES_STOP, leaf } from './world.ts'
import { WORLDS } from './worlds.ts'

const simple = (flags: object = {}, options: object = {}) =>
  supervisor('s', { strategy: 'simple_one_for_one', template: leaf('w', options), ...flags })
const add = (spec: object = {}) => ({ call: 'startChild', path: 's', spec })
const call = (name: string, path: string) => ({ call: name, path })

it('simple_one_for_one: the child that crashed is restarted alone; one crash more than the intensity ends all', () => {
  const crash = { exit: 's/w@1' }
  expect(trace(simple({ intensity: 2 }), { steps: [add(), add(), crash, crash, { exit: 's/w@2' }] })).toBe(
    '…w@1#1, +w@1#1, startChild ok, …w@2#1, +w@2#1, startChild ok, ' +
      '-w@1#1, s restarts w@1 for w@1, 1, …w@1#2, +w@1#2, -w@1#2, s restarts w@1 for w@1, 2, …w@1#3, +w@1#3, ' +
      '-w@2#1, s gave up, s stopping, ?w@1#3, ~w@1#3, w@1 removed, s stopped',
  )
})

it('simple_one_for_one_escalation: a restart that fails again and again takes the supervisor and the others down', () => {
  const steps = [add(), add(), { failStart: 's/w@1', times: 9 }, { exit: 's/w@1' }]
  expect(trace(simple({ intensity: 2 }), { steps })).toContain(
    '-w@1#1, s restarts w@1 for w@1, 1, …w@1#2, !w@1#2, s restarts w@1 for w@1, 2, …w@1#3, !w@1#3, ' +
      's gave up, s stopping, ?w@2#1, ~w@2#1',
  )
})

it('simple_one_for_one_corruption: of a temporary child that is gone nothing is kept, whatever others were given', () => {
  const steps = [
    add({ id: 'x', args: ['1'] }),
    add({ id: 'y', args: ['2'] }),
    { exit: 's/x' },
    call('getChildSpec', 's/x'),
    add({ id: 'x' }),
    call('whichChildren', 's'),
  ]
  expect(trace(simple({}, { restart: 'temporary' }), { steps })).toBe(
    '…x#1, +x#1, startChild ok, …y#1, +y#1, startChild ok, -x#1, x removed, getChildSpec not_found, ' +
      '…x#2, +x#2, startChild ok, whichChildren y:running x:running',
  )
})

describe.each(WORLDS)('on %s', (_, newWorld) => {
  it('simple_one_for_one_shutdown: three children that must be killed are waited for side by side', async () => {
    const world = newWorld()
    const tree = await world.start(simple({}, { ...IGNORES_STOP, shutdown: '300ms' }))
    for (let count = 0; count < 3; count++) await tree.startChild('s')
    await tree.stop()
    const asked = world.events.filter(({ type }) => type === 'child.stopping').map(({ at }) => at)
    const killed = world.events.filter(({ type }) => type === 'child.killing').map(({ at }) => at)
    expect([asked.length, killed.length]).toEqual([3, 3])
    // Side by side: the last is asked before the first is killed, and no kill comes before its time.
    expect(Math.max(...asked)).toBeLessThan(Math.min(...killed))
    expect(Math.min(...killed) - Math.max(...asked)).toBeGreaterThan(250)
  })
})
