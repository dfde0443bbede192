// Of supervisor_SUITE: what the calls answer, and which specs and flags are refused.
import { checkSpec, supervisor } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { play } from '../../support/trace.ts'
import { answers, call } from './answers.ts'
import { virtualWorld } from './virtual-world.ts'
import { leaf } from './world.ts'

const add = (spec: object) => call('startChild', 's', { spec })
/** The option that each problem is about. */
const wrongKeys = (spec: object): readonly string[] => {
  const checked = checkSpec({ id: 's', ...spec }, { cwd: '/' })
  return checked.ok ? [] : checked.problems.map(({ key }) => key)
}
const wrongInChild = (child: object): readonly string[] =>
  wrongKeys({ children: [{ id: 'a', command: ['run'], ...child }] })

const counts = call('countChildren', 's')
const list = call('whichChildren', 's')

describe('calls', () => {
  it('child_adm: the answers of every call to a child that is not there, runs, is down, and is gone again', () => {
    const onA = (name: string) => call(name, 's/a')
    const steps: readonly (readonly [object, unknown])[] = [
      [list, []],
      [counts, { specs: 0, active: 0, supervisors: 0, workers: 0 }],
      ...['terminateChild', 'restartChild', 'deleteChild', 'getChildSpec'].map(
        (name) => [onA(name), 'not_found'] as const,
      ),
      [add(leaf('a')), { path: 's/a', pid: 1, incarnation: 1 }],
      [list, [{ id: 'a', type: 'worker', state: 'running' }]],
      [counts, { specs: 1, active: 1, supervisors: 0, workers: 1 }],
      [add(leaf('a')), 'already_started'],
      [onA('restartChild'), 'running'],
      [onA('deleteChild'), 'running'],
      [onA('terminateChild'), null],
      [list, [{ id: 'a', type: 'worker', state: 'down' }]],
      [counts, { specs: 1, active: 0, supervisors: 0, workers: 1 }],
      [add(leaf('a')), 'already_present'],
      [onA('terminateChild'), null],
      [onA('restartChild'), { path: 's/a', pid: 2, incarnation: 2 }],
      [onA('terminateChild'), null],
      [onA('deleteChild'), null],
      [list, []],
      [onA('restartChild'), 'not_found'],
      [call('whichChildren', 's/nobody'), 'supervisor_down'],
    ]
    const asked = steps.map(([step]) => step)
    expect(answers(supervisor('s', {}), asked)).toEqual(steps.map(([, answer]) => answer))
  })

  it('child_adm_simple: children of a template are named by their ids; restartChild and deleteChild are refused', () => {
    const simple = supervisor('s', { strategy: 'simple_one_for_one', template: leaf('w') })
    const onW = (name: string) => call(name, 's/w@1')
    const steps: readonly (readonly [object, unknown])[] = [
      [list, []],
      [counts, { specs: 1, active: 0, supervisors: 0, workers: 0 }],
      [add({}), { path: 's/w@1', pid: 1, incarnation: 1 }],
      [add({}), { path: 's/w@2', pid: 2, incarnation: 1 }],
      [counts, { specs: 1, active: 2, supervisors: 0, workers: 2 }],
      [onW('restartChild'), 'simple_one_for_one'],
      [onW('deleteChild'), 'simple_one_for_one'],
      [call('deleteChild', 's/nobody'), 'simple_one_for_one'],
      [onW('terminateChild'), null],
      [onW('terminateChild'), 'not_found'],
      [list, [{ id: 'w@2', type: 'worker', state: 'running' }]],
    ]
    const asked = steps.map(([step]) => step)
    expect(answers(simple, asked)).toEqual(steps.map(([, answer]) => answer))
  })
})

describe('specs', () => {
  it('child_specs: every wrong value is refused by its name, a second use of an id, and a template that is missing', () => {
    const wrong = {
      command: 7,
      args: 'x',
      cwd: 7,
      env: 'x',
      restart: 'prmanent',
      significant: 'yes',
      shutdown: '-1s',
      successCodes: 300,
      stopSignal: 'SIGNOTHING',
      ready: 'soon',
      startTimeout: 5000,
      modules: ['m'],
    }
    for (const [key, value] of Object.entries(wrong)) expect(wrongInChild({ [key]: value })).toEqual([key])
    expect(wrongInChild({ id: 'a b' })).toEqual(['children.0.id'])
    expect(wrongKeys({ children: [leaf('a'), leaf('a')] })).toEqual(['id'])
    expect(wrongKeys({ children: 'dontcare' })).toEqual(['children'])
    expect(wrongKeys({ strategy: 'simple_one_for_one' })).toEqual(['template'])
    expect(wrongKeys({ strategy: 'simple_one_for_one', template: leaf('w'), children: [leaf('a')] })).toEqual([
      'children',
    ])
  })

  it('child_specs: every restart type goes with every shutdown, of workers and of supervisors', () => {
    for (const restart of ['permanent', 'transient', 'temporary']) {
      for (const shutdown of ['0ms', '1000ms', 'infinity', 'brutal_kill']) {
        expect(wrongInChild({ restart, shutdown })).toEqual([])
        expect(wrongKeys({ children: [{ id: 'sub', children: [], restart, shutdown }] })).toEqual([])
      }
    }
  })

  describe.each(['never', 'any_significant', 'all_significant'] as const)('autoShutdown %s', (autoShutdown) => {
    it('child_specs_map: significant goes with transient and temporary only, and not with autoShutdown never', async () => {
      const world = virtualWorld()
      const tree = await world.start(supervisor('s', { autoShutdown }))
      for (const restart of ['permanent', 'transient', 'temporary'] as const) {
        for (const significant of [undefined, false, true]) {
          const child = { ...leaf('a'), restart, ...(significant === undefined ? {} : { significant }) }
          const isRefused = significant === true && (autoShutdown === 'never' || restart === 'permanent')
          expect(wrongKeys({ autoShutdown, children: [child] }).length > 0).toBe(isRefused)
          expect(await tree.checkChildSpecs('s', [child])).toMatchObject({ ok: !isRefused })
          expect(await tree.startChild('s', child)).toMatchObject({ ok: !isRefused })
          if (!isRefused) await tree.terminateChild('s/a')
          if (!isRefused && restart !== 'temporary') await tree.deleteChild('s/a')
        }
      }
    })
  })

  it('child_specs_map: checkChildSpecs wants a list, and knows an id that comes twice', async () => {
    const world = virtualWorld()
    const tree = await world.start(supervisor('s', { children: [leaf('a')] }))
    const check = (specs: unknown) => tree.checkChildSpecs('s', specs as never)
    expect(await check(leaf('n'))).toMatchObject({ ok: false, error: 'invalid_spec' })
    expect(await check([leaf('n'), leaf('n')])).toMatchObject({ ok: false, error: 'invalid_spec' })
    expect(await check([leaf('n'), leaf('m')])).toEqual({ ok: true, value: null })
    expect(await tree.whichChildren('s')).toMatchObject({ value: [{ id: 'a' }] })
  })

  it('sup_flags: every wrong flag is refused by its name, and so is one that does not exist', () => {
    const wrong = { strategy: '_', intensity: -1, period: '0s', autoShutdown: '_', intensty: 10 }
    for (const [key, value] of Object.entries(wrong)) expect(wrongKeys({ [key]: value })).toEqual([key])
    expect(
      wrongKeys({ strategy: 'rest_for_one', intensity: 0, period: '1s', autoShutdown: 'any_significant' }),
    ).toEqual([])
    expect(wrongKeys(wrong)).toHaveLength(5)
    expect(wrongKeys({ period: 'infinity' })).toEqual(['period'])
    expect(checkSpec(['one_for_one', 2], { cwd: '/' })).toMatchObject({ ok: false })
  })
})

it('multiple_restarts: with intensity 1 in 1 s, a crash every 1.1 s is borne for ever', () => {
  const tree = supervisor('s', { intensity: 1, period: '1s', children: [leaf('a')] })
  const every = (ms: number) => Array.from({ length: 50 }, (_, index) => ({ at: `${(index + 1) * ms}ms`, exit: 's/a' }))
  expect(play(tree, { steps: every(1100) }).end.running).toEqual(['s', 's/a'])
  const { events } = play(tree, { steps: every(900) })
  expect(events.find(({ type }) => type === 'supervisor.gave_up')).toMatchObject({ at: 1800 })
})
