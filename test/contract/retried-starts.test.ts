// `onStartFailure: 'retry'`: a start that fails at boot is tried again like a failed restart, and the boot goes on.
import { supervisor, worker } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { play, trace } from '../support/trace.ts'

const leaf = (id: string, options: object = {}) => worker(id, { command: ['run', id], ...options })
const retried = (id: string, options: object = {}) => leaf(id, { onStartFailure: 'retry', ...options })
const fails = (path: string, times = 1) => ({ at: '0s', failStart: path, times })
const takes = (path: string, duration: string) => ({ at: '0s', startTakes: path, duration })
const boot = (tree: Parameters<typeof trace>[0], ...steps: readonly object[]) =>
  trace(tree, { steps }, { from: 'boot' })

describe('a start that fails at boot and is retried', () => {
  it('is counted, and what depends on it waits until it is ready', () => {
    const tree = supervisor('s', { children: [retried('a'), leaf('b')] })
    expect(boot(tree, fails('s/a', 2))).toBe(
      '…s#1, …a#1, !a#1, s restarts a for a, 1, …a#2, !a#2, s restarts a for a, 2, …a#3, +a#3, …b#1, +b#1, +s#1',
    )
  })

  it('waits for its back-off, but for the first time', () => {
    const tree = supervisor('s', { children: [retried('a', { backoff: { initial: '1s', jitter: 0 } }), leaf('b')] })
    expect(boot(tree, fails('s/a', 2))).toBe(
      '…s#1, …a#1, !a#1, s restarts a for a, 1, …a#2, !a#2, s restarts a for a, 2, @1000, …a#3, +a#3, …b#1, +b#1, +s#1',
    )
  })

  it('holds back nobody that does not depend on it', () => {
    const tree = supervisor('s', {
      children: [retried('a', { backoff: { initial: '1s', jitter: 0 } }), leaf('b', { dependsOn: [] }), leaf('c')],
    })
    expect(boot(tree, fails('s/a', 2))).toBe(
      '…s#1, …a#1, …b#1, !a#1, +b#1, s restarts a for a, 1, …a#2, !a#2, s restarts a for a, 2, ' +
        '@1000, …a#3, +a#3, …c#1, +c#1, +s#1',
    )
  })

  it('is a child that was not ready in time, too', () => {
    const tree = supervisor('s', { children: [retried('a', { startTimeout: '2s' })] })
    const steps = [takes('s/a', '3s'), { at: '1s', startTakes: 's/a', duration: '1s' }]
    expect(boot(tree, ...steps)).toBe(
      '…s#1, …a#1, @2000, x a#1 start_timeout, !a#1, s restarts a for a, 1, …a#2, @3000, +a#2, +s#1',
    )
  })

  it('once too often is a failed boot, told by the child that failed', () => {
    const tree = supervisor('s', { intensity: 1, children: [leaf('b'), retried('a')] })
    expect(boot(tree, fails('s/a', 2))).toBe(
      '…s#1, …b#1, +b#1, …a#1, !a#1, s restarts a for a, 1, …a#2, !a#2, s gave up, ?b#1, ~b#1, !s#1',
    )
    const { events, end } = play(tree, { steps: [fails('s/a', 2)] })
    expect(end.outcome).toBe('start_failed')
    expect(events.find((event) => event.type === 'child.start_failed' && event.path === 's')).toMatchObject({
      failed: 's/a',
      exit: { kind: 'start_failed' },
    })
  })

  it('keeps the supervisor above waiting', () => {
    const sub = supervisor('sub', { children: [retried('a', { backoff: { initial: '1s', jitter: 0 } })] })
    const tree = supervisor('s', { children: [sub, leaf('z')] })
    expect(boot(tree, fails('s/sub/a', 2))).toBe(
      '…s#1, …sub#1, …sub/a#1, !sub/a#1, sub restarts a for a, 1, …sub/a#2, !sub/a#2, sub restarts a for a, 2, ' +
        '@1000, …sub/a#3, +sub/a#3, +sub#1, …z#1, +z#1, +s#1',
    )
  })

  it('is a failed start of the supervisor above when it gives up', () => {
    const sub = supervisor('sub', { intensity: 0, children: [retried('a')] })
    const tree = supervisor('s', { children: [leaf('b'), sub] })
    expect(boot(tree, fails('s/sub/a', 1))).toBe(
      '…s#1, …b#1, +b#1, …sub#1, …sub/a#1, !sub/a#1, sub gave up, !sub#1, ?b#1, ~b#1, !s#1',
    )
  })

  it('is interrupted by a stop', () => {
    const tree = supervisor('s', { children: [leaf('b'), retried('a', { backoff: { initial: '20s', jitter: 0 } })] })
    expect(boot(tree, fails('s/a', 9), { at: '1s', call: 'stop' })).toBe(
      '…s#1, …b#1, +b#1, …a#1, !a#1, s restarts a for a, 1, …a#2, !a#2, s restarts a for a, 2, ' +
        '@1000, s stopping, ?b#1, ~b#1, s stopped',
    )
  })

  it('lets other children be restarted meanwhile', () => {
    const tree = supervisor('s', {
      intensity: 9,
      children: [leaf('b'), retried('a', { backoff: { initial: '10s', jitter: 0 } })],
    })
    expect(boot(tree, fails('s/a', 2), { at: '1s', exit: 's/b' })).toBe(
      '…s#1, …b#1, +b#1, …a#1, !a#1, s restarts a for a, 1, …a#2, !a#2, s restarts a for a, 2, ' +
        '@1000, -b#1, s restarts b for b, 3, …b#2, +b#2, @10000, …a#3, +a#3, +s#1',
    )
  })

  it('no longer holds the boot when a call has called it off', () => {
    const tree = supervisor('s', { children: [retried('a', { backoff: { initial: '20s', jitter: 0 } }), leaf('b')] })
    expect(boot(tree, fails('s/a', 9), { at: '1s', call: 'terminateChild', path: 's/a' })).toBe(
      '…s#1, …a#1, !a#1, s restarts a for a, 1, …a#2, !a#2, s restarts a for a, 2, ' +
        '@1000, terminateChild ok, …b#1, +b#1, +s#1',
    )
  })

  it('does not keep a child that has waited for it from failing the boot', () => {
    const tree = supervisor('s', { children: [retried('a'), leaf('b')] })
    expect(boot(tree, fails('s/a'), fails('s/b'))).toBe(
      '…s#1, …a#1, !a#1, s restarts a for a, 1, …a#2, +a#2, …b#1, !b#1, ?a#2, ~a#2, !s#1',
    )
  })

  it('may be followed by another one', () => {
    const tree = supervisor('s', { children: [retried('a'), retried('b')] })
    expect(boot(tree, fails('s/a'), fails('s/b'))).toBe(
      '…s#1, …a#1, !a#1, s restarts a for a, 1, …a#2, +a#2, …b#1, !b#1, s restarts b for b, 2, …b#2, +b#2, +s#1',
    )
  })

  it('does not keep another child from failing the boot', () => {
    const tree = supervisor('s', { children: [retried('a'), leaf('b', { dependsOn: [] })] })
    expect(boot(tree, fails('s/a'), fails('s/b'))).toBe('…s#1, …a#1, …b#1, !a#1, !b#1, !s#1')
  })

  it('is a failed restart after boot, whatever it says', () => {
    const tree = supervisor('s', { children: [retried('a')] })
    expect(trace(tree, { steps: [{ failStart: 's/a' }, { exit: 's/a' }] })).toBe(
      '-a#1, s restarts a for a, 1, …a#2, !a#2, s restarts a for a, 2, …a#3, +a#3',
    )
  })
})

describe('under the group strategies', () => {
  it('rest_for_one starts what depends on it by the round of the retry', () => {
    const tree = supervisor('s', { strategy: 'rest_for_one', children: [leaf('a'), retried('b'), leaf('c')] })
    expect(boot(tree, fails('s/b'))).toBe(
      '…s#1, …a#1, +a#1, …b#1, !b#1, s restarts b c for b, 1, …b#2, +b#2, …c#1, +c#1, +s#1',
    )
  })

  it('one_for_all starts all anew, as for any failed restart', () => {
    const tree = supervisor('s', { strategy: 'one_for_all', children: [leaf('a'), retried('b'), leaf('c')] })
    expect(boot(tree, fails('s/b'))).toBe(
      '…s#1, …a#1, +a#1, …b#1, !b#1, s restarts a b c for b, 1, ?a#1, ~a#1, …a#2, +a#2, …b#2, +b#2, …c#1, +c#1, +s#1',
    )
  })
})

describe('under a group strategy, a retry that a call calls off', () => {
  const tree = supervisor('s', {
    strategy: 'rest_for_one',
    children: [retried('a', { backoff: { initial: '10s', jitter: 0 } }), leaf('b')],
  })

  it('in its back-off lets the others start without it', () => {
    expect(boot(tree, fails('s/a', 2), { at: '1s', call: 'terminateChild', path: 's/a' })).toBe(
      '…s#1, …a#1, !a#1, s restarts a b for a, 1, …a#2, !a#2, s restarts a b for a, 2, ' +
        '@1000, terminateChild ok, …b#1, +b#1, +s#1',
    )
  })

  it('before it has begun does so, too', () => {
    const call = { at: '1s', call: 'terminateChild', path: 's/a' }
    expect(boot(tree, takes('s/a', '2s'), fails('s/a'), call)).toBe(
      '…s#1, …a#1, @2000, !a#1, terminateChild ok, …b#1, +b#1, +s#1',
    )
  })

  it('does not start who waits for another one', () => {
    const two = supervisor('s', {
      strategy: 'one_for_all',
      children: [retried('a'), retried('b', { dependsOn: [] }), leaf('c')],
    })
    const slow = [takes('s/a', '2s'), takes('s/b', '2s'), fails('s/a'), fails('s/b')]
    expect(boot(two, ...slow, { at: '1s', call: 'terminateChild', path: 's/a' })).toBe(
      '…s#1, …a#1, …b#1, @2000, !a#1, !b#1, terminateChild ok, s restarts a b c for b, 1, …a#2, …b#2, ' +
        '@4000, +a#2, +b#2, …c#1, +c#1, +s#1',
    )
  })
})

describe('a temporary child', () => {
  const tree = supervisor('s', {
    strategy: 'rest_for_one',
    children: [retried('a'), leaf('t', { restart: 'temporary' })],
  })

  it('that waits for a retry is started once that is up, though no round starts it', () => {
    expect(boot(tree, fails('s/a'))).toBe('…s#1, …a#1, !a#1, s restarts a for a, 1, …a#2, +a#2, …t#1, +t#1, +s#1')
  })

  it('that fails then fails the boot', () => {
    expect(boot(tree, fails('s/a'), fails('s/t'))).toBe(
      '…s#1, …a#1, !a#1, s restarts a for a, 1, …a#2, +a#2, …t#1, !t#1, ?a#2, ~a#2, !s#1',
    )
  })

  it('that waits leaves the list when a call stops it', () => {
    const held = supervisor('s', {
      children: [retried('a', { backoff: { initial: '10s', jitter: 0 } }), leaf('t', { restart: 'temporary' })],
    })
    expect(boot(held, fails('s/a', 2), { at: '1s', call: 'terminateChild', path: 's/t' })).toContain(
      '@1000, t removed, terminateChild ok, @10000, …a#3, +a#3, +s#1',
    )
  })
})

describe('automatic shutdown', () => {
  const done = (id: string) => leaf(id, { ready: { exit: true }, significant: true, dependsOn: [] })
  const held = retried('a', { backoff: { initial: '10s', jitter: 0 }, dependsOn: [] })

  it('waits until all is up', () => {
    const tree = supervisor('s', { autoShutdown: 'any_significant', children: [held, done('b')] })
    expect(boot(tree, fails('s/a', 2))).toBe(
      '…s#1, …a#1, …b#1, !a#1, +b#1, -b#1, s restarts a for a, 1, …a#2, !a#2, s restarts a for a, 2, ' +
        '@10000, …a#3, +a#3, +s#1, s stopping, ?a#3, ~a#3, s stopped',
    )
  })

  it('looks at each end that came meanwhile, not only at the last', () => {
    const again = leaf('c', { restart: 'transient', significant: true, dependsOn: [] })
    const tree = supervisor('s', { autoShutdown: 'any_significant', children: [held, done('b'), again] })
    const steps = [
      { at: '1s', exit: 's/c', code: 0 },
      { at: '2s', call: 'restartChild', path: 's/c' },
    ]
    expect(boot(tree, fails('s/a', 2), ...steps)).toContain(
      '@1000, -c#1, @2000, …c#2, +c#2, restartChild ok, @10000, …a#3, +a#3, +s#1, s stopping',
    )
  })

  it('does not come earlier when a call has stopped a child meanwhile', () => {
    const tree = supervisor('s', {
      autoShutdown: 'any_significant',
      children: [held, done('b'), leaf('c', { dependsOn: [] })],
    })
    expect(boot(tree, fails('s/a', 2), { at: '1s', call: 'terminateChild', path: 's/c' })).toContain(
      '@1000, ?c#1, ~c#1, terminateChild ok, @10000, …a#3, +a#3, +s#1, s stopping',
    )
  })

  it('forgets an end after which the child was started again', () => {
    const tree = supervisor('s', { autoShutdown: 'any_significant', children: [held, done('b')] })
    const again = { at: '1s', call: 'restartChild', path: 's/b' }
    const slow = { at: '1s', startTakes: 's/b', duration: '20s' }
    expect(boot(tree, fails('s/a', 2), slow, again)).toContain('@21000, +b#2, -b#2, restartChild ok, +s#1, s stopping')
  })

  it('is not for an end that does not count', () => {
    const tree = supervisor('s', {
      autoShutdown: 'any_significant',
      children: [held, leaf('b', { restart: 'transient', dependsOn: [] })],
    })
    expect(boot(tree, fails('s/a', 2), { at: '1s', exit: 's/b', code: 0 })).toMatch(/-b#1, @10000, …a#3, \+a#3, \+s#1$/)
  })
})
