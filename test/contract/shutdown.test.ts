// How children and supervisors are stopped, and what happens when they do not stop in time.
import { supervisor, worker } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { play, trace } from '../support/trace.ts'

const leaf = (id: string, options: object = {}) => worker(id, { command: ['run', id], ...options })
const stop = { call: 'stop' }

describe('a child', () => {
  it('that does not stop within its shutdown is killed', () => {
    const tree = supervisor('s', { children: [leaf('a', { shutdown: '2s' })] })
    expect(trace(tree, { steps: [{ ignoreStop: 's/a' }, stop] })).toBe(
      's stopping, ?a#1, @2000, x a#1 shutdown_timeout, ~a#1, s stopped',
    )
  })

  it('with a stop command is asked by that, in the time of its shutdown', () => {
    const tree = supervisor('s', { children: [leaf('a', { stopCommand: ['stop', 'a'], shutdown: '2s' })] })
    expect(trace(tree, { steps: [stop] })).toBe('s stopping, ?a#1, ~a#1, s stopped')
    const { events } = play(tree, { steps: [{ ignoreStop: 's/a' }, stop] })
    const stopping = events.find(({ type }) => type === 'child.stopping')
    expect(stopping).toMatchObject({ command: ['stop', 'a'], timeoutMs: 2000 })
    expect(stopping).not.toHaveProperty('signal')
    expect(events.find(({ type }) => type === 'child.killing')).toMatchObject({ at: 2000, why: 'shutdown_timeout' })
  })

  it('with brutal_kill is killed without being asked', () => {
    const tree = supervisor('s', { children: [leaf('a', { shutdown: 'brutal_kill' })] })
    expect(trace(tree, { steps: [stop] })).toBe('s stopping, x a#1 brutal_kill, ~a#1, s stopped')
  })

  it('with shutdown 0s is asked first, and killed in the same instant if it does not obey (S11c)', () => {
    const tree = supervisor('s', { children: [leaf('a', { shutdown: '0s' })] })
    expect(trace(tree, { steps: [{ ignoreStop: 's/a' }, stop] })).toBe(
      's stopping, ?a#1, x a#1 shutdown_timeout, ~a#1, s stopped',
    )
  })

  it('with shutdown infinity is waited for without limit', () => {
    const tree = supervisor('s', { children: [leaf('a', { shutdown: 'infinity' })] })
    const { end } = play(tree, { until: '24h', steps: [{ ignoreStop: 's/a' }, stop] })
    expect(end).toMatchObject({ at: 86_400_000, outcome: 'running' })
  })

  it('with brutal_kill that is not ready in time is killed', () => {
    const tree = supervisor('s', { children: [leaf('a', { startTimeout: '3s', shutdown: 'brutal_kill' })] })
    const slow = { at: '0s', startTakes: 's/a', duration: '20s' }
    expect(trace(tree, { steps: [slow] }, { from: 'boot' })).toBe('…s#1, …a#1, @3000, x a#1 start_timeout, !a#1, !s#1')
  })

  it('that is not ready in time is stopped by its own protocol, and its start has failed', () => {
    const tree = supervisor('s', { children: [leaf('a', { startTimeout: '3s', shutdown: '1s' })] })
    const slow = { at: '0s', startTakes: 's/a', duration: '20s' }
    expect(trace(tree, { steps: [slow] }, { from: 'boot' })).toBe('…s#1, …a#1, @3000, x a#1 start_timeout, !a#1, !s#1')
    expect(trace(tree, { steps: [slow, { at: '0s', ignoreStop: 's/a' }] }, { from: 'boot' })).toBe(
      '…s#1, …a#1, @3000, x a#1 start_timeout, @4000, x a#1 shutdown_timeout, !a#1, !s#1',
    )
  })
})

describe('children', () => {
  it('are stopped one after the other in reverse start order (S11a)', () => {
    const tree = supervisor('s', { children: [leaf('a'), leaf('b'), leaf('c')] })
    expect(trace(tree, { steps: [stop] })).toBe('s stopping, ?c#1, ~c#1, ?b#1, ~b#1, ?a#1, ~a#1, s stopped')
  })

  it('that do not depend on each other are stopped side by side', () => {
    const tree = supervisor('s', { children: [leaf('a'), leaf('b', { dependsOn: [] }), leaf('c', { dependsOn: [] })] })
    const deaf = ['s/b', 's/c'].map((path) => ({ ignoreStop: path }))
    expect(trace(tree, { steps: [...deaf, stop] })).toBe(
      's stopping, ?c#1, ?b#1, ?a#1, ~a#1, @5000, x c#1 shutdown_timeout, ~c#1, x b#1 shutdown_timeout, ~b#1, s stopped',
    )
  })
})

describe('a nested supervisor', () => {
  const sub = supervisor('n', { dependsOn: [], children: [leaf('x')] })
  const tree = supervisor('s', { strategy: 'one_for_all', children: [leaf('q'), leaf('a', { dependsOn: ['q'] }), sub] })

  it('is asked in its turn, like any child', () => {
    expect(trace(tree, { steps: [{ exit: 's/q' }] })).toContain(
      'n stopping, ?n/x#1, ~n/x#1, n stopped, ?a#1, ~a#1, …q#2',
    )
    expect(trace(tree, { steps: [stop] })).toBe(
      's stopping, n stopping, ?n/x#1, ~n/x#1, n stopped, ?a#1, ~a#1, ?q#1, ~q#1, s stopped',
    )
  })
})

describe('a round', () => {
  it('announces whom it stops in the order in which it asks them, also around one that is dead', () => {
    const children = [
      leaf('a', { dependsOn: [] }),
      leaf('b', { dependsOn: [] }),
      leaf('c', { dependsOn: ['a'] }),
      leaf('d', { dependsOn: ['b'] }),
    ]
    const tree = supervisor('s', { strategy: 'one_for_all', children })
    const { events } = play(tree, { steps: [{ exit: 's/c' }] })
    const asked = events.flatMap(({ type, path }) => (type === 'child.stopping' ? [path.slice(2)] : []))
    expect(asked).toEqual(['d', 'a', 'b'])
    expect(events.find(({ type }) => type === 'supervisor.restarting')).toMatchObject({ terminate: asked })
  })
})

describe('a supervisor with a finite shutdown', () => {
  const nested = supervisor('sub', { shutdown: '2s', children: [leaf('a'), leaf('b'), leaf('c')] })
  const tree = supervisor('s', { children: [leaf('z'), nested] })
  const steps = [{ ignoreStop: 's/sub/a' }, { ignoreStop: 's/sub/b' }, stop]

  it('is killed with everything below it when the time is over (OTP leaves orphans: S16b)', () => {
    expect(trace(tree, { steps })).toBe(
      's stopping, sub stopping, ?sub/c#1, ~sub/c#1, ?sub/b#1, ' +
        '@2000, x sub/b#1 subtree_timeout, x sub/a#1 subtree_timeout, ~sub/b#1, ~sub/a#1, sub stopped, ' +
        '?z#1, ~z#1, s stopped',
    )
  })

  it('ends abnormally then, kind killed', () => {
    const { events } = play(tree, { steps })
    const stopped = events.find(({ type, path }) => type === 'supervisor.stopped' && path === 's/sub')
    expect(stopped).toMatchObject({ exit: { class: 'abnormal', kind: 'killed' } })
  })

  it('with brutal_kill is killed at once', () => {
    const brutal = supervisor('sub', { shutdown: 'brutal_kill', children: [leaf('a'), leaf('b')] })
    expect(trace(supervisor('s', { children: [brutal] }), { steps: [stop] })).toBe(
      's stopping, sub stopping, x sub/b#1 brutal_kill, x sub/a#1 brutal_kill, ~sub/b#1, ~sub/a#1, sub stopped, s stopped',
    )
  })
})

describe('a child that is still starting, and whose turn to be stopped has not come', () => {
  // b depends on a, and was started by a call, which waits for nobody: so a is asked only when b is down.
  const at = (ms: string, step: object) => ({ at: ms, ...step })
  const begin = [
    { ignoreStop: 's/b' },
    { startTakes: 's/a', duration: '3s' },
    at('1s', { call: 'terminateChild', path: 's/a' }),
    at('1s', { call: 'restartChild', path: 's/a' }),
    at('2s', { call: 'stop' }),
  ]
  const group = (options: object) => supervisor('s', { children: [leaf('a', options), leaf('b')] })

  it('may get ready meanwhile, and is stopped when it is its turn', () => {
    expect(trace(group({}), { steps: begin })).toBe(
      '@1000, ?a#1, ~a#1, terminateChild ok, …a#2, @2000, s stopping, restartChild supervisor_down, ?b#1, ' +
        '@4000, +a#2, @7000, x b#1 shutdown_timeout, ~b#1, ?a#2, ~a#2, s stopped',
    )
  })

  it('may fail meanwhile: nobody tries again', () => {
    expect(trace(group({}), { steps: [{ failStart: 's/a' }, ...begin] })).toBe(
      '@1000, ?a#1, ~a#1, terminateChild ok, …a#2, @2000, s stopping, restartChild supervisor_down, ?b#1, ' +
        '@4000, !a#2, @7000, x b#1 shutdown_timeout, ~b#1, s stopped',
    )
  })

  it('may be done meanwhile, if it is a one-shot', () => {
    expect(trace(group({ ready: { exit: true } }), { steps: begin })).toBe(
      '@1000, terminateChild ok, …a#2, @2000, s stopping, restartChild supervisor_down, ?b#1, ' +
        '@4000, +a#2, -a#2, @7000, x b#1 shutdown_timeout, ~b#1, s stopped',
    )
  })

  it('may take too long meanwhile, and is stopped for that', () => {
    expect(trace(group({ startTimeout: '2s' }), { steps: begin })).toBe(
      '@1000, ?a#1, ~a#1, terminateChild ok, …a#2, @2000, s stopping, restartChild supervisor_down, ?b#1, ' +
        '@3000, x a#2 start_timeout, !a#2, @7000, x b#1 shutdown_timeout, ~b#1, s stopped',
    )
  })
})

describe('a stop', () => {
  it('also of a nested supervisor waits for the messages that it has got before (OTP)', () => {
    const sub = supervisor('sub', { children: [leaf('x')] })
    const tree = supervisor('s', { strategy: 'one_for_all', children: [leaf('a'), sub] })
    expect(trace(tree, { steps: [{ at: '1s', exit: ['s/a', 's/sub/x'] }] })).toBe(
      '@1000, -a#1, -sub/x#1, s restarts a sub for a, 1, sub restarts x for x, 1, …sub/x#2, +sub/x#2, ' +
        'sub stopping, ?sub/x#2, ~sub/x#2, sub stopped, …a#2, +a#2, …sub#2, …sub/x#3, +sub/x#3, +sub#2',
    )
  })

  it('finds dead what has died meanwhile: no strategy, no count', () => {
    const tree = supervisor('s', { strategy: 'one_for_all', children: [leaf('a'), leaf('b')] })
    const steps = [{ ignoreStop: 's/b' }, { at: '1s', call: 'stop' }, { at: '2s', exit: 's/a' }]
    expect(trace(tree, { steps })).toBe(
      '@1000, s stopping, ?b#1, @2000, -a#1, @6000, x b#1 shutdown_timeout, ~b#1, s stopped',
    )
  })

  it('that is asked twice changes nothing', () => {
    const tree = supervisor('s', { children: [leaf('a')] })
    const steps = [{ ignoreStop: 's/a' }, { at: '1s', call: 'stop' }, { at: '2s', call: 'stop' }]
    expect(trace(tree, { steps })).toBe('@1000, s stopping, ?a#1, @6000, x a#1 shutdown_timeout, ~a#1, s stopped')
  })

  it('is taken in its turn: what came before it is handled first, what came after it is found dead', () => {
    const tree = supervisor('s', { children: [leaf('a'), leaf('b')] })
    const together = [
      { at: '1s', exit: 's/a' },
      { at: '1s', call: 'stop' },
    ]
    expect(trace(tree, { steps: together })).toBe(
      '@1000, -a#1, s restarts a for a, 1, …a#2, +a#2, s stopping, ?b#1, ~b#1, ?a#2, ~a#2, s stopped',
    )
    expect(trace(tree, { steps: together.toReversed() })).toBe('@1000, -a#1, s stopping, ?b#1, ~b#1, s stopped')
  })
})
