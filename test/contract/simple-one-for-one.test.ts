// simple_one_for_one: children made of one template, added and gone at run time.
import { supervisor, worker } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { play, trace } from '../support/trace.ts'

const template = worker('w', { command: ['serve'], args: ['--fast'], env: { MODE: 'x' } })
const pool = (options: object = {}) => supervisor('s', { strategy: 'simple_one_for_one', template, ...options })
const add = (spec?: object) => ({ call: 'startChild', path: 's', ...(spec === undefined ? {} : { spec }) })
const call = (name: string, path: string) => ({ call: name, path })

/** The last answer of a run. */
const answer = (tree: ReturnType<typeof pool>, ...steps: readonly object[]) =>
  play(tree, { steps }).events.findLast(({ type }) => type === 'call.answered')

describe('startChild', () => {
  it('makes a child of the template, numbered from 1', () => {
    expect(trace(pool(), { steps: [add(), add()] })).toBe(
      '…w@1#1, +w@1#1, startChild ok, …w@2#1, +w@2#1, startChild ok',
    )
  })

  it('takes an id, arguments to append and variables to add', () => {
    const started = add({ id: 'k', args: ['--port', '80'], env: { PORT: '80' } })
    expect(answer(pool(), started, call('getChildSpec', 's/k'))).toMatchObject({
      value: { id: 'k', env: { MODE: '***', PORT: '***' } },
    })
    const { events } = play(pool(), { steps: [started] })
    expect(events.find(({ type }) => type === 'child.starting')).toMatchObject({
      path: 's/k',
      command: ['serve', '--fast', '--port', '80'],
    })
  })

  it('never uses a number twice in a run, and passes over one that was given by hand', () => {
    const steps = [add({ id: 'w@2' }), add(), add(), call('terminateChild', 's/w@1'), add()]
    const starts = play(pool(), { steps }).events.flatMap(({ type, path }) => (type === 'child.starting' ? [path] : []))
    expect(starts).toEqual(['s/w@2', 's/w@1', 's/w@3', 's/w@4'])
  })

  it.each([
    ['an id that runs', [add({ id: 'k' }), add({ id: 'k' })], { error: 'already_started', pid: 1 }],
    ['one child too many', [add(), add()], { error: 'max_children' }],
    ['a child that fails to start', [{ failStart: 's/w@1' }, add()], { error: 'start_failed' }],
  ] as const)('is refused for %s', (_, steps, expected) => {
    expect(answer(pool({ maxChildren: 1 }), ...steps)).toMatchObject({ ok: false, ...expected })
  })

  it('counts those that are restarting among maxChildren', () => {
    const backoff = { initial: '1s', jitter: 0 }
    const steps = [add(), { exit: 's/w@1' }, { at: '1s', exit: 's/w@1' }, { at: '1500ms', ...add() }]
    expect(answer(pool({ maxChildren: 1, backoff }), ...steps)).toMatchObject({ error: 'max_children' })
  })
})

describe('its children', () => {
  it('are restarted alone, side by side, with what they were given', () => {
    const steps = [add(), add({ id: 'k', args: ['x'] }), { exit: 's/k' }]
    const { events } = play(pool(), { steps })
    expect(events.findLast(({ type }) => type === 'child.starting')).toMatchObject({
      path: 's/k',
      incarnation: 2,
      command: ['serve', '--fast', 'x'],
    })
  })

  it('leave nothing behind when they are down without a restart', () => {
    const transient = worker('w', { command: ['serve'], restart: 'transient' })
    const steps = [add(), { exit: 's/w@1', code: 0 }, call('countChildren', 's')]
    expect(trace(pool({ template: transient }), { steps })).toContain('-w@1#1, w@1 removed')
    expect(answer(pool({ template: transient }), ...steps)).toMatchObject({ value: { active: 0, workers: 0 } })
  })

  it('are removed by terminateChild', () => {
    expect(trace(pool(), { steps: [add(), call('terminateChild', 's/w@1')] })).toContain(
      '?w@1#1, ~w@1#1, w@1 removed, terminateChild ok',
    )
    const again = [add(), call('terminateChild', 's/w@1'), call('terminateChild', 's/w@1')]
    expect(answer(pool(), ...again)).toMatchObject({ error: 'not_found' })
  })

  it('that wait for their back-off are removed by terminateChild as well', () => {
    const backoff = { initial: '1s', jitter: 0 }
    const steps = [
      add(),
      { exit: 's/w@1' },
      { at: '1s', exit: 's/w@1' },
      { at: '1500ms', ...call('terminateChild', 's/w@1') },
    ]
    expect(trace(pool({ backoff }), { steps, until: '10s' })).toContain('@1500, w@1 removed, terminateChild ok')
    expect(play(pool({ backoff }), { steps, until: '10s' }).end.running).toEqual(['s'])
  })

  it('are refused when what they are given is wrong', () => {
    const inner = supervisor('s', { children: [pool() as never] })
    const wrong = { call: 'startChild', path: 's/s', spec: { id: 'x', command: ['x'] } }
    expect(() => play(inner, { steps: [wrong] })).toThrow('command')
  })

  it.each(['restartChild', 'deleteChild'])('are none of %s’s business', (name) => {
    expect(answer(pool(), add(), call(name, 's/w@1'))).toMatchObject({ error: 'simple_one_for_one' })
  })

  it('count as one spec', () => {
    expect(answer(pool(), add(), add(), call('countChildren', 's'))).toMatchObject({
      value: { specs: 1, active: 2, supervisors: 0, workers: 2 },
    })
  })

  it('stop all at once (S11d)', () => {
    const deaf = [{ ignoreStop: 's/w@1' }, { ignoreStop: 's/w@2' }]
    expect(trace(pool(), { steps: [add(), add(), ...deaf, { call: 'stop' }] })).toContain(
      's stopping, ?w@2#1, ?w@1#1, @5000,',
    )
  })

  it('may be supervisors', () => {
    const group = supervisor('g', { children: [worker('x', { command: ['x'] })] })
    expect(trace(pool({ template: group }), { steps: [add(), { exit: 's/g@1/x' }] })).toBe(
      '…g@1#1, …g@1/x#1, +g@1/x#1, +g@1#1, startChild ok, -g@1/x#1, g@1 restarts x for x, 1, …g@1/x#2, +g@1/x#2',
    )
  })

  // A scenario that named one was refused: its template was looked for under the number.
  it('may be supervisors of the same kind', () => {
    const inner = supervisor('p', { strategy: 'simple_one_for_one', template })
    const steps = [add(), { call: 'startChild', path: 's/p@1' }, add({ id: 'k' }), { call: 'startChild', path: 's/k' }]
    const { end } = play(pool({ template: inner }), { steps: [...steps, { exit: 's/p@1/w@1' }] })
    expect(end.running).toEqual(['s', 's/p@1', 's/p@1/w@1', 's/k', 's/k/w@1'])
  })

  it('make it give up like any others', () => {
    const steps = [add(), add(), { exit: 's/w@1' }, { exit: 's/w@2' }]
    expect(trace(pool({ intensity: 1 }), { steps })).toContain('-w@2#1, s gave up, s stopping, ?w@1#2, ~w@1#2')
  })
})

it('its next incarnation begins empty, and goes on counting', () => {
  const inner = supervisor('p', { strategy: 'simple_one_for_one', intensity: 0, template })
  const steps = [
    { call: 'startChild', path: 's/p' },
    { exit: 's/p/w@1' },
    { call: 'countChildren', path: 's/p' },
    { call: 'startChild', path: 's/p' },
  ]
  const { end } = play(supervisor('s', { children: [inner] }), { steps })
  expect(end.running).toEqual(['s', 's/p', 's/p/w@2'])
})
