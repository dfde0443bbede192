// The calls and their answers, in OTP's words. None of them touches the restart window (S15).
import { supervisor, worker } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { play } from '../support/trace.ts'

const leaf = (id: string, options: object = {}) => worker(id, { command: ['run', id], ...options })
const call = (name: string, path: string, more: object = {}) => ({ call: name, path, ...more })

/** The last answer of a run. */
const answer = (tree: Parameters<typeof play>[0], ...steps: object[]): unknown => {
  const answered = play(tree, { steps }).events.findLast(({ type }) => type === 'call.answered')
  if (answered?.type !== 'call.answered') throw new Error('no answer')
  const {
    seq: _seq,
    time: _time,
    at: _at,
    run: _run,
    type: _type,
    path: _path,
    cause: _cause,
    call: _call,
    ...rest
  } = answered
  return rest
}

const tree = supervisor('s', { intensity: 0, children: [leaf('a'), leaf('b'), supervisor('sub', {})] })
const startA = call('startChild', 's', { spec: leaf('a') })
const startN = call('startChild', 's', { spec: leaf('n') })
const down = call('terminateChild', 's/a')

describe.each([
  ['startChild of a new id', [startN], { ok: true, value: { path: 's/n', pid: 3, incarnation: 1 } }],
  ['startChild of a child that runs', [startA], { ok: false, error: 'already_started', pid: 1 }],
  ['startChild of a child that is down', [down, startA], { ok: false, error: 'already_present' }],
  ['startChild of a child that fails', [{ failStart: 's/n' }, startN], { ok: false, error: 'start_failed' }],
  [
    'startChild of a supervisor',
    [call('startChild', 's', { spec: supervisor('t', { children: [leaf('x')] }) })],
    { ok: true, value: { path: 's/t', pid: null, incarnation: 1 } },
  ],
  [
    'startChild of a significant child under autoShutdown never',
    [call('startChild', 's', { spec: leaf('n', { restart: 'transient', significant: true }) })],
    { ok: false, error: 'invalid_spec' },
  ],
  [
    'startChild of one that depends on nobody there',
    [call('startChild', 's', { spec: leaf('n', { dependsOn: ['x'] }) })],
    { ok: false, error: 'invalid_spec' },
  ],
  ['terminateChild of a child that runs', [down], { ok: true, value: null }],
  ['terminateChild of a child that is down', [down, down], { ok: true, value: null }],
  ['terminateChild of nobody', [call('terminateChild', 's/x')], { ok: false, error: 'not_found' }],
  [
    'restartChild of a child that is down',
    [down, call('restartChild', 's/a')],
    { ok: true, value: { incarnation: 2 } },
  ],
  [
    'restartChild of a child that fails: its spec stays, and nobody tries again',
    [down, { failStart: 's/a' }, call('restartChild', 's/a')],
    { ok: false, error: 'start_failed', exit: { code: 1 } },
  ],
  ['restartChild of a child that runs', [call('restartChild', 's/a')], { ok: false, error: 'running' }],
  ['restartChild of nobody', [call('restartChild', 's/x')], { ok: false, error: 'not_found' }],
  ['deleteChild of a child that is down', [down, call('deleteChild', 's/a')], { ok: true, value: null }],
  ['deleteChild of a child that runs', [call('deleteChild', 's/a')], { ok: false, error: 'running' }],
  [
    'getChildSpec',
    [call('getChildSpec', 's/a')],
    { ok: true, value: { id: 'a', shutdown: '5s', restart: 'permanent' } },
  ],
  ['getChildSpec of nobody', [call('getChildSpec', 's/x')], { ok: false, error: 'not_found' }],
  [
    'countChildren',
    [down, call('countChildren', 's')],
    { ok: true, value: { specs: 3, active: 2, supervisors: 1, workers: 2 } },
  ],
  [
    'whichChildren',
    [down, call('whichChildren', 's')],
    {
      ok: true,
      value: [
        { id: 'a', type: 'worker', state: 'down' },
        { id: 'b', type: 'worker', state: 'running' },
        { id: 'sub', type: 'supervisor', state: 'running' },
      ],
    },
  ],
  ['checkChildSpecs of good ones', [call('checkChildSpecs', 's', { specs: [leaf('n')] })], { ok: true, value: null }],
  [
    'checkChildSpecs of bad ones',
    [call('checkChildSpecs', 's', { specs: [{ id: 'n' }] })],
    { ok: false, error: 'invalid_spec' },
  ],
  ['a call to a supervisor that there is not', [call('whichChildren', 's/x')], { ok: false, error: 'supervisor_down' }],
  [
    'a call to the child of one that is down',
    [call('terminateChild', 's/sub'), call('restartChild', 's/sub/x')],
    { ok: false, error: 'supervisor_down' },
  ],
] as const)('%s', (_, steps, expected) => {
  it('is answered as OTP does', () => {
    expect(answer(tree, ...steps)).toMatchObject(expected)
  })
})

describe('a child whose restart has failed', () => {
  // Every attempt fails, so that the retry is always in the mailbox behind the calls.
  const steps = [{ failStart: 's/a', times: 9 }]
  const failing = (name: string, more: object = {}) => {
    const restarted = supervisor('s', { intensity: 5, children: [leaf('a'), leaf('b')] })
    const at = { at: '1s' }
    return answer(restarted, ...steps, { ...at, exit: 's/a' }, { ...at, ...call(name, 's/a', more) })
  }

  it.each([
    ['restartChild', { ok: false, error: 'restarting' }],
    ['deleteChild', { ok: false, error: 'restarting' }],
    ['terminateChild', { ok: true, value: null }],
  ])('%s', (name, expected) => {
    expect(failing(name)).toEqual(expected)
  })

  it('is already present, and listed as restarting', () => {
    const restarted = supervisor('s', { intensity: 5, children: [leaf('a')] })
    const exit = { at: '1s', exit: 's/a' }
    expect(answer(restarted, ...steps, exit, { at: '1s', ...startA })).toEqual({ ok: false, error: 'already_present' })
    expect(answer(restarted, ...steps, exit, { at: '1s', ...call('whichChildren', 's') })).toMatchObject({
      value: [{ state: 'restarting' }],
    })
  })
})

describe('a child that has died, while its exit waits in the mailbox', () => {
  it('is seen running by a call that came first, and found dead by terminateChild: no restart', () => {
    const both = supervisor('s', { children: [leaf('a'), leaf('b')] })
    const at = { at: '1s' }
    const steps = [
      { ...at, ...call('whichChildren', 's') },
      { ...at, ...call('terminateChild', 's/a') },
      { ...at, exit: 's/a' },
    ]
    const { events, end } = play(both, { steps })
    expect(events.find(({ type }) => type === 'call.answered')).toMatchObject({
      value: [{ state: 'running' }, { state: 'running' }],
    })
    expect(events.some(({ type }) => type === 'supervisor.restarting')).toBe(false)
    expect(end.running).toEqual(['s', 's/b'])
  })

  it('that is temporary is gone with its spec', () => {
    const temporary = supervisor('s', { children: [leaf('a', { restart: 'temporary' })] })
    const at = { at: '1s' }
    const steps = [{ ...at, ...call('terminateChild', 's/a') }, { ...at, exit: 's/a' }, call('countChildren', 's')]
    expect(answer(temporary, ...steps)).toMatchObject({ value: { specs: 0 } })
  })
})

describe('children that take their time', () => {
  it('are running while they are being stopped, and down while a call starts them', () => {
    const at = (ms: string, step: object) => ({ at: ms, ...step })
    const slow = [{ ignoreStop: 's/a' }, { startTakes: 's/n', duration: '3s' }]
    const steps = [...slow, at('1s', down), at('1s', startN), at('2s', call('whichChildren', 's'))]
    expect(answer(supervisor('s', { children: [leaf('a')] }), ...steps)).toMatchObject({ ok: true })
    const { events } = play(supervisor('s', { children: [leaf('a')] }), { until: '2s', steps })
    expect(events.findLast(({ type }) => type === 'call.answered')).toMatchObject({
      value: [
        { id: 'a', state: 'running' },
        { id: 'n', state: 'down' },
      ],
    })
  })

  it('are restarting until a restart that timed out is over', () => {
    const steps = [
      { ignoreStop: 's/a' },
      { startTakes: 's/a', duration: '1h' },
      { at: '1s', exit: 's/a' },
      { at: '4s', ...call('whichChildren', 's') },
    ]
    const timed = supervisor('s', { children: [leaf('a', { startTimeout: '2s' })] })
    const { events } = play(timed, { until: '4s', steps })
    expect(events.findLast(({ type }) => type === 'call.answered')).toMatchObject({ value: [{ state: 'restarting' }] })
  })
})

describe('deleteChild and startChild', () => {
  it('move a child to the end of the order, and its starts are counted on', () => {
    const steps = [down, call('deleteChild', 's/a'), startA, call('whichChildren', 's')]
    const { events } = play(tree, { steps })
    const listed = events.findLast(({ type }) => type === 'call.answered')
    expect(listed).toMatchObject({ value: [{ id: 'b' }, { id: 'sub' }, { id: 'a' }] })
    expect(events.findLast(({ type }) => type === 'child.started')).toMatchObject({ path: 's/a', incarnation: 2 })
  })
})

describe('edges', () => {
  it('belong to children, not to names: one that was deleted and added again has no dependents', () => {
    const rest = supervisor('s', {
      strategy: 'rest_for_one',
      children: [leaf('a'), leaf('b', { dependsOn: ['a'] })],
    })
    const steps = [call('terminateChild', 's/a'), call('deleteChild', 's/a'), startA, { exit: 's/a' }]
    const { events } = play(rest, { steps })
    expect(events.find(({ type }) => type === 'supervisor.restarting')).toMatchObject({ start: ['a'], terminate: [] })
  })
})
