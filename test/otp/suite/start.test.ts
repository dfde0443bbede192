// Of supervisor_SUITE: first starts that succeed, that leave no process, and that fail.
import { SpecError, type SupervisionEvent, start, supervisor, worker } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { folderWith, otpSupResult } from '../../cli/otp-sup.ts'
import { play, trace } from '../../support/trace.ts'
import { answers, call } from './answers.ts'
import { realWorld } from './real-world.ts'
import { virtualWorld } from './virtual-world.ts'
import { leaf, type World } from './world.ts'
import { WORLDS } from './worlds.ts'

const oneShot = (id: string, options: object = {}) =>
  worker(id, { command: ['run'], ready: { exit: true }, ...options })
const add = (spec: object) => call('startChild', 's', { spec })
const runFile = (text: string) => otpSupResult(['run', 'tree.mjs'], { cwd: folderWith({ 'tree.mjs': text }) })

it('sup_start_normal: a supervisor without children starts, and its stop is a shutdown', () => {
  const tree = supervisor('s', {})
  expect(trace(tree, { steps: [{ call: 'stop' }] }, { from: 'boot' })).toBe('…s#1, +s#1, s stopping, s stopped')
  const { events, end } = play(tree, { steps: [{ call: 'stop' }] })
  expect(end).toMatchObject({ outcome: 'stopped', running: [] })
  expect(events.at(-1)).toMatchObject({ exit: { class: 'shutdown', kind: 'requested' } })
})

describe('tree files that give no tree', () => {
  it('sup_start_ignore_init: a file that exports nothing is refused, and nothing starts', async () => {
    const { code, stderr } = await runFile('')
    expect(code).toBe(2)
    expect(stderr).toMatch(/^otp-sup: It has no default export\.\n {2}where: tree\.mjs\n/)
  })

  it('sup_start_error_return: an export that is no supervisor is refused, and the message names the file', async () => {
    const { code, stderr } = await runFile('export default 42')
    expect(code).toBe(2)
    expect(stderr).toMatch(/^otp-sup: The root of the tree is 42, but must be a supervisor\.\n {2}where: tree\.mjs\n/)
  })

  it('sup_start_fail: a file that throws is refused with what it threw and where', async () => {
    const { code, stderr } = await runFile(`throw new Error('no config')`)
    expect(code).toBe(2)
    expect(stderr).toMatch(/^otp-sup: It threw Error while it was loaded: no config\.\n {2}where: tree\.mjs:1:7\n/)
  })
})

describe('a start that leaves no process: a one-shot that is done', () => {
  const counts = { active: 1, supervisors: 0 }

  it('sup_start_ignore_child: a child that is done at once is answered without a pid, and its spec stays', () => {
    const steps = [add(oneShot('a')), add(leaf('b')), call('whichChildren', 's'), call('countChildren', 's')]
    expect(answers(supervisor('s', {}), steps)).toMatchObject([
      { path: 's/a', pid: null },
      { path: 's/b', pid: 2 },
      [{ id: 'a', state: 'down' }, { state: 'running' }],
      { specs: 2, ...counts, workers: 2 },
    ])
  })

  it('sup_start_ignore_temporary_child: no spec stays of a temporary child of the list that is done at once', () => {
    const tree = supervisor('s', { children: [oneShot('a', { restart: 'temporary' }), leaf('b')] })
    const steps = [call('whichChildren', 's'), call('countChildren', 's')]
    expect(answers(tree, steps)).toMatchObject([[{ id: 'b' }], { specs: 1, ...counts, workers: 1 }])
  })

  it('sup_start_ignore_temporary_child_start_child: no spec stays of a temporary child that is added and done at once', () => {
    const steps = [add(oneShot('a', { restart: 'temporary' })), call('whichChildren', 's')]
    expect(answers(supervisor('s', { children: [leaf('b')] }), steps)).toMatchObject([{ pid: null }, [{ id: 'b' }]])
  })

  const simple = (options: object) =>
    supervisor('s', { strategy: 'simple_one_for_one', template: oneShot('w', options) })
  const nothing = { specs: 1, active: 0, supervisors: 0, workers: 0 }
  const steps = [add({}), call('whichChildren', 's'), call('countChildren', 's')]

  it('sup_start_ignore_temporary_child_start_child_simple: nothing stays of a temporary child of a template that is done at once', () => {
    expect(answers(simple({ restart: 'temporary' }), steps)).toMatchObject([{ pid: null }, [], nothing])
  })

  it('sup_start_ignore_permanent_child_start_child_simple: nothing stays of a child of a template that is done at once, also where failures are restarted, and the stop is clean', () => {
    expect(answers(simple({ restart: 'transient' }), steps)).toMatchObject([{ pid: null }, [], nothing])
    const { end } = play(simple({ restart: 'transient' }), { steps: [...steps, { call: 'stop' }] })
    expect(end).toMatchObject({ outcome: 'stopped', running: [] })
  })
})

describe.each(WORLDS)('on %s', (_, newWorld) => {
  const withFailing = async (world: World) => {
    const tree = await world.start(supervisor('s', { children: [leaf('a')] }))
    world.failStarts('s/a', 1)
    world.failStarts('s/n', 1)
    return tree
  }

  it('sup_start_child_returns_error: a start that fails is answered with how it ended, and no spec stays', async () => {
    const world = newWorld()
    const tree = await withFailing(world)
    const refused = { ok: false, error: 'start_failed', exit: { kind: 'exit', code: 1 } }
    expect(await tree.startChild('s', leaf('n'))).toMatchObject(refused)
    expect(await tree.whichChildren('s')).toMatchObject({ value: [{ id: 'a' }] })
    expect(await tree.startChild('s', leaf('n'))).toMatchObject({ ok: true, value: { incarnation: 2 } })
  })

  it('sup_start_restart_child_returns_error: restartChild that fails leaves the spec and the child down, and nobody tries again', async () => {
    const world = newWorld()
    const tree = await withFailing(world)
    await tree.terminateChild('s/a')
    expect(await tree.restartChild('s/a')).toMatchObject({ error: 'start_failed', exit: { code: 1 } })
    expect(await tree.whichChildren('s')).toMatchObject({ value: [{ id: 'a', state: 'down' }] })
    expect(await tree.restartChild('s/a')).toMatchObject({ ok: true, value: { incarnation: 3 } })
    expect(world.events.some(({ type }) => type === 'supervisor.restarting')).toBe(false)
  })
})

it('sup_start_child_returns_error: nor is anything kept of a program that does not exist', async () => {
  const world = realWorld()
  const tree = await world.start(supervisor('s', {}))
  const refused = { error: 'start_failed', exit: { kind: 'spawn_error', errno: 'ENOENT' } }
  expect(await tree.startChild('s', worker('n', { command: ['no-such-program'] }))).toMatchObject(refused)
  expect(await tree.whichChildren('s')).toEqual({ ok: true, value: [] })
})

it('sup_start_child_returns_error_simple: nothing is kept of a child of a template that cannot be started', () => {
  const tree = supervisor('s', { strategy: 'simple_one_for_one', template: leaf('w') })
  const steps = [{ failStart: 's/w@1' }, add({}), call('whichChildren', 's'), call('countChildren', 's')]
  expect(answers(tree, steps)).toMatchObject(['start_failed', [], { active: 0, workers: 0 }])
})

describe('specs', () => {
  const sub = supervisor('sub', {})
  const tree = supervisor('s', { children: [leaf('a'), leaf('b', { shutdown: 'brutal_kill' }), sub] })

  it('sup_start_map: getChildSpec shows the defaults of a worker, of a brutal_kill one and of a supervisor', () => {
    const of = ['s/a', 's/b', 's/sub'].map((path) => call('getChildSpec', path))
    const defaults = { restart: 'permanent', significant: false }
    expect(answers(tree, of)).toMatchObject([
      { id: 'a', ...defaults, shutdown: '5s', startTimeout: '30s', stopSignal: 'SIGTERM', successCodes: [0] },
      { id: 'b', ...defaults, shutdown: 'brutal_kill' },
      { id: 'sub', ...defaults, shutdown: 'infinity', strategy: 'one_for_one', autoShutdown: 'never' },
    ])
  })

  it('sup_start_map_simple: getChildSpec names a child of a template by its id; strangers are not found', () => {
    const simple = supervisor('s', { strategy: 'simple_one_for_one', template: leaf('w', { shutdown: '1s' }) })
    const steps = [add({}), call('getChildSpec', 's/w@1'), call('getChildSpec', 's/w'), call('getChildSpec', 's/x')]
    const [, spec, ...strangers] = answers(simple, steps)
    expect(spec).toMatchObject({ id: 'w@1', restart: 'permanent', shutdown: '1s' })
    expect(strangers).toEqual(['not_found', 'not_found'])
  })

  it('sup_start_map_faulty_specs: a spec without id or command, with an unknown key, or that is none is refused, at boot and later', async () => {
    const faulty = [{ command: ['run'] }, { id: 'n' }, { id: 'n', command: ['run'], modules: 'dynamic' }, 7]
    const events: SupervisionEvent[] = []
    const world = virtualWorld()
    const running = await world.start(supervisor('s', {}))
    for (const spec of faulty as never[]) {
      const refused = start(supervisor('s', { children: [leaf('a'), spec] }), {
        onEvent: (event) => events.push(event),
      })
      await expect(refused).rejects.toBeInstanceOf(SpecError)
      expect(await running.startChild('s', spec)).toMatchObject({ ok: false, error: 'invalid_spec' })
    }
    expect(events).toEqual([])
    expect(await running.whichChildren('s')).toEqual({ ok: true, value: [] })
  })
})
