// OTP's starts take no time. Ours do: what may happen meanwhile, and what waits.
import { supervisor, worker } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { trace } from '../support/trace.ts'

const leaf = (id: string, options: object = {}) => worker(id, { command: ['run', id], ...options })
const free = (id: string) => leaf(id, { dependsOn: [] })
const after = (id: string, ...dependsOn: string[]) => leaf(id, { dependsOn })
const takes = (path: string, duration: string, at = '1s') => ({ at, startTakes: path, duration })

describe('one_for_one', () => {
  const tree = supervisor('s', { children: [leaf('a'), leaf('b')] })

  it('restarts different children side by side', () => {
    const steps = [takes('s/a', '2s'), takes('s/b', '2s'), { at: '1s', exit: 's/a' }, { at: '2s', exit: 's/b' }]
    expect(trace(tree, { steps })).toBe(
      '@1000, -a#1, s restarts a for a, 1, …a#2, @2000, -b#1, s restarts b for b, 2, …b#2, @3000, +a#2, @4000, +b#2',
    )
  })

  it('lets a call wait only for what is under way on the child that it names', () => {
    const steps = [
      takes('s/a', '2s'),
      { at: '1s', exit: 's/a' },
      { at: '2s', call: 'whichChildren', path: 's' },
      { at: '2s', call: 'terminateChild', path: 's/a' },
      { at: '2s', call: 'terminateChild', path: 's/b' },
    ]
    expect(trace(tree, { steps })).toBe(
      '@1000, -a#1, s restarts a for a, 1, …a#2, ' +
        '@2000, whichChildren a:restarting b:running, ?b#1, ~b#1, terminateChild ok, ' +
        '@3000, +a#2, ?a#2, ~a#2, terminateChild ok',
    )
  })

  it('lists a child that a call is starting as down, and takes it out again when the start fails', () => {
    const steps = [
      takes('s/n', '2s'),
      { at: '1s', failStart: 's/n' },
      { at: '1s', call: 'startChild', path: 's', spec: leaf('n') },
      { at: '2s', call: 'whichChildren', path: 's' },
      { call: 'whichChildren', path: 's' },
    ]
    expect(trace(tree, { steps })).toBe(
      '@1000, …n#1, @2000, whichChildren a:running b:running n:down, ' +
        '@3000, !n#1, startChild start_failed, whichChildren a:running b:running',
    )
  })

  it('lets a second startChild of the same id wait for the first', () => {
    const steps = [
      takes('s/n', '2s'),
      { at: '1s', call: 'startChild', path: 's', spec: leaf('n') },
      { at: '2s', call: 'startChild', path: 's', spec: leaf('n') },
    ]
    expect(trace(tree, { steps })).toBe('@1000, …n#1, @3000, +n#1, startChild ok, startChild already_started')
  })

  it('knows the one copy of a worker by its number', () => {
    const spec = leaf('n', { instances: 1 })
    const steps = [
      takes('s/n@1', '2s'),
      { at: '1s', call: 'startChild', path: 's', spec },
      { at: '2s', call: 'startChild', path: 's', spec },
    ]
    expect(trace(tree, { steps })).toBe('@1000, …n@1#1, @3000, +n@1#1, startChild ok, startChild already_started')
  })
})

describe('a round that waits for starts', () => {
  it('takes the exit of any child at once: all of one_for_all starts over', () => {
    const tree = supervisor('s', { strategy: 'one_for_all', children: [leaf('a'), leaf('c'), leaf('b')] })
    const steps = [takes('s/b', '10s'), { at: '1s', exit: 's/a' }, { at: '5s', exit: 's/c' }]
    expect(trace(tree, { steps })).toBe(
      '@1000, -a#1, s restarts a c b for a, 1, ?b#1, ~b#1, ?c#1, ~c#1, …a#2, +a#2, …c#2, +c#2, …b#2, ' +
        '@5000, -c#2, s restarts a c b for c, 2, ?b#2, ~b#2, ?a#2, ~a#2, …a#3, +a#3, …c#3, +c#3, …b#3, @15000, +b#3',
    )
  })

  it('goes on with the starts that the new failure does not concern', () => {
    const children = [free('a'), after('b', 'a'), free('x'), after('y', 'x')]
    const tree = supervisor('s', { strategy: 'rest_for_one', children })
    const steps = [takes('s/a', '10s'), { at: '1s', exit: 's/a' }, { at: '5s', exit: 's/x' }]
    expect(trace(tree, { steps })).toBe(
      '@1000, -a#1, s restarts a b for a, 1, ?b#1, ~b#1, …a#2, ' +
        '@5000, -x#1, s restarts x y for x, 2, ?y#1, ~y#1, …x#2, +x#2, …y#2, +y#2, @11000, +a#2, …b#2, +b#2',
    )
  })

  it('starts what has become free even while it stops others', () => {
    const children = [free('a'), after('b', 'a'), free('x'), after('y', 'x')]
    const tree = supervisor('s', { strategy: 'rest_for_one', children })
    const steps = [
      takes('s/a', '3s'),
      { at: '1s', ignoreStop: 's/y' },
      { at: '1s', exit: 's/a' },
      { at: '2s', exit: 's/x' },
    ]
    expect(trace(tree, { steps })).toBe(
      '@1000, -a#1, s restarts a b for a, 1, ?b#1, ~b#1, …a#2, @2000, -x#1, s restarts x y for x, 2, ?y#1, ' +
        '@4000, +a#2, …b#2, +b#2, @7000, x y#1 shutdown_timeout, ~y#1, …x#2, +x#2, …y#2, +y#2',
    )
  })

  it('lets calls wait until it is over', () => {
    const tree = supervisor('s', { strategy: 'one_for_all', children: [leaf('a'), leaf('b')] })
    const steps = [takes('s/a', '2s'), { at: '1s', exit: 's/b' }, { at: '2s', call: 'whichChildren', path: 's' }]
    expect(trace(tree, { steps })).toBe(
      '@1000, -b#1, s restarts a b for b, 1, ?a#1, ~a#1, …a#2, ' +
        '@3000, +a#2, …b#2, +b#2, whichChildren a:running b:running',
    )
  })

  it('serves a call that came first between a failed attempt and its retry (S17c)', () => {
    const tree = supervisor('s', {
      strategy: 'one_for_all',
      intensity: 10,
      children: [leaf('a'), leaf('b'), leaf('c')],
    })
    const steps = [
      takes('s/b', '100ms'),
      { at: '1s', failStart: 's/b' },
      { at: '1s', exit: 's/a' },
      { at: '1040ms', call: 'terminateChild', path: 's/b' },
      { call: 'whichChildren', path: 's' },
    ]
    expect(trace(tree, { steps })).toBe(
      '@1000, -a#1, s restarts a b c for a, 1, ?c#1, ~c#1, ?b#1, ~b#1, …a#2, +a#2, …b#2, ' +
        '@1100, !b#2, terminateChild ok, whichChildren a:running b:down c:down',
    )
  })

  it('is interrupted by the automatic shutdown that a significant child sets off', () => {
    const significant = leaf('j', { restart: 'transient', significant: true, dependsOn: [] })
    const children = [significant, free('a')]
    const tree = supervisor('s', { strategy: 'rest_for_one', autoShutdown: 'any_significant', children })
    const steps = [takes('s/a', '4s'), { at: '1s', exit: 's/a' }, { at: '2s', exit: 's/j', code: 0 }]
    expect(trace(tree, { steps })).toBe(
      '@1000, -a#1, s restarts a for a, 1, …a#2, @2000, -j#1, s stopping, ?a#2, ~a#2, s stopped',
    )
  })
})

describe('while a round stops children', () => {
  it('nothing is taken; an exit is announced when it comes and handled when its turn has come', () => {
    const tree = supervisor('s', { strategy: 'rest_for_one', children: [leaf('z'), leaf('a'), leaf('c')] })
    const steps = [
      { at: '1s', ignoreStop: 's/c' },
      { at: '1s', exit: 's/a' },
      { at: '2s', exit: 's/z' },
    ]
    expect(trace(tree, { steps, until: '7s' })).toBe(
      '@1000, -a#1, s restarts a c for a, 1, ?c#1, @2000, -z#1, ' +
        '@6000, x c#1 shutdown_timeout, ~c#1, …a#2, +a#2, …c#2, +c#2, s restarts z a c for z, 2, ?c#2',
    )
  })

  it('a child that dies before its turn to be stopped keeps its own exit and costs no restart', () => {
    const tree = supervisor('s', { strategy: 'one_for_all', children: [leaf('a'), leaf('b'), leaf('c')] })
    const steps = [
      { at: '1s', ignoreStop: 's/c' },
      { at: '1s', exit: 's/a' },
      { at: '2s', exit: 's/b' },
    ]
    expect(trace(tree, { steps })).toBe(
      '@1000, -a#1, s restarts a b c for a, 1, ?c#1, @2000, -b#1, ' +
        '@6000, x c#1 shutdown_timeout, ~c#1, …a#2, +a#2, …b#2, +b#2, …c#2, +c#2',
    )
  })
})

describe('a start that fails in a round', () => {
  it('holds back only its dependents; the others go on, and the retry covers it and its dependents', () => {
    const children = [free('r'), after('a', 'r'), after('b', 'a'), after('x', 'r'), after('y', 'x')]
    const tree = supervisor('s', { strategy: 'rest_for_one', children })
    const steps = [takes('s/x', '2s'), { at: '1s', failStart: 's/a' }, { at: '1s', exit: 's/r' }]
    expect(trace(tree, { steps })).toBe(
      '@1000, -r#1, s restarts r a b x y for r, 1, ?y#1, ?b#1, ~y#1, ?x#1, ~b#1, ?a#1, ~x#1, ~a#1, ' +
        '…r#2, +r#2, …a#2, …x#2, !a#2, s restarts a b for a, 2, …a#3, +a#3, …b#2, +b#2, @3000, +x#2, …y#2, +y#2',
    )
  })

  const three = [free('a'), free('b'), free('c')]
  const bothFail = [{ failStart: 's/a' }, { failStart: 's/b' }]

  it('under one_for_all starts all again; of two that fail side by side the second retry is stale and free', () => {
    const tree = supervisor('s', { strategy: 'one_for_all', intensity: 2, children: three })
    expect(trace(tree, { steps: [...bothFail, { exit: 's/c' }] })).toBe(
      '-c#1, s restarts a b c for c, 1, ?b#1, ?a#1, ~b#1, ~a#1, …a#2, …b#2, …c#2, !a#2, !b#2, +c#2, ' +
        's restarts a b c for a, 2, ?c#2, ~c#2, …a#3, …b#3, …c#3, +a#3, +b#3, +c#3',
    )
  })

  it('counts as side by side also when both have taken their time', () => {
    const tree = supervisor('s', { strategy: 'one_for_all', intensity: 2, children: three })
    const slow = [takes('s/a', '1s'), takes('s/b', '1s')]
    const fail = bothFail.map((step) => ({ at: '1s', ...step }))
    expect(trace(tree, { steps: [...slow, ...fail, { at: '1s', exit: 's/c' }] })).toBe(
      '@1000, -c#1, s restarts a b c for c, 1, ?b#1, ?a#1, ~b#1, ~a#1, …a#2, …b#2, …c#2, +c#2, @2000, !a#2, !b#2, ' +
        's restarts a b c for a, 2, ?c#2, ~c#2, …a#3, …b#3, …c#3, +c#3, @3000, +a#3, +b#3',
    )
  })

  it('under rest_for_one each of two that fail side by side costs one', () => {
    const children = [free('r'), after('a', 'r'), after('b', 'r')]
    const tree = supervisor('s', { strategy: 'rest_for_one', children })
    expect(trace(tree, { steps: [...bothFail, { exit: 's/r' }] })).toBe(
      '-r#1, s restarts r a b for r, 1, ?b#1, ?a#1, ~b#1, ~a#1, …r#2, +r#2, …a#2, …b#2, !a#2, !b#2, ' +
        's restarts a for a, 2, …a#3, +a#3, s restarts b for b, 3, …b#3, +b#3',
    )
  })
})

describe('a child whose start has failed', () => {
  it('holds back its dependents until its retry, whichever round they belong to', () => {
    const children = [free('q'), after('a', 'q'), after('b', 'q'), after('c', 'a', 'b')]
    const tree = supervisor('s', { strategy: 'rest_for_one', children })
    const steps = [{ failStart: 's/a' }, { failStart: 's/b' }, { exit: 's/q' }]
    expect(trace(tree, { steps })).toContain(
      '!a#2, !b#2, s restarts a c for a, 2, …a#3, +a#3, s restarts b c for b, 3, …b#3, +b#3, …c#2, +c#2',
    )
  })
})

describe('a child that is held back by a failed start', () => {
  const children = [free('a'), after('b', 'a'), after('c', 'b')]
  const tree = supervisor('s', { strategy: 'rest_for_one', children })
  const at = '1s'

  it('comes up with its retry, also when the child between them was deleted meanwhile', () => {
    const steps = [
      { at, failStart: 's/a' },
      { at, exit: 's/a' },
      { at, call: 'deleteChild', path: 's/b' },
    ]
    expect(trace(tree, { steps })).toContain(
      '!a#2, b removed, deleteChild ok, s restarts a c for a, 2, …a#3, …c#2, +a#3, +c#2',
    )
  })

  it('stays down when a call stops the one whose start has failed', () => {
    const steps = [
      { at, failStart: 's/a' },
      { at, exit: 's/a' },
      { at, call: 'terminateChild', path: 's/a' },
    ]
    expect(trace(tree, { steps })).not.toContain('…c#2')
  })
})

describe('a start that takes exactly the time that it has', () => {
  it('is in time', () => {
    const tree = supervisor('s', { children: [leaf('a', { startTimeout: '2s' })] })
    expect(trace(tree, { steps: [takes('s/a', '2s', '0s')] }, { from: 'boot' })).toBe('…s#1, …a#1, @2000, +a#1, +s#1')
  })
})

describe('a boot', () => {
  it('ends at the first start that fails: the others are interrupted', () => {
    const tree = supervisor('s', { children: [free('a'), free('b'), after('c', 'a', 'b')] })
    const steps = [takes('s/a', '10s', '0s'), takes('s/b', '1s', '0s'), { at: '0s', failStart: 's/b' }]
    expect(trace(tree, { steps }, { from: 'boot' })).toBe('…s#1, …a#1, …b#1, @1000, !b#1, ?a#1, ~a#1, !s#1')
  })

  it('takes exits when it is over', () => {
    const tree = supervisor('s', { children: [leaf('a'), leaf('b')] })
    const steps = [takes('s/b', '3s', '0s'), { at: '1s', exit: 's/a' }]
    expect(trace(tree, { steps }, { from: 'boot' })).toBe(
      '…s#1, …a#1, +a#1, …b#1, @1000, -a#1, @3000, +b#1, +s#1, s restarts a for a, 1, …a#2, +a#2',
    )
  })

  it('is interrupted by a stop, and pending calls are answered supervisor_down', () => {
    const tree = supervisor('s', { children: [leaf('a'), leaf('b')] })
    const steps = [
      takes('s/b', '20s', '0s'),
      { at: '1s', call: 'whichChildren', path: 's' },
      { at: '2s', call: 'stop' },
    ]
    expect(trace(tree, { steps }, { from: 'boot' })).toBe(
      '…s#1, …a#1, +a#1, …b#1, @2000, s stopping, whichChildren supervisor_down, ?b#1, ~b#1, ?a#1, ~a#1, s stopped',
    )
  })
})

describe('a call under a group strategy', () => {
  const tree = supervisor('s', { strategy: 'one_for_all', children: [leaf('a'), leaf('b')] })

  it('that starts a child lets exits wait, as in OTP', () => {
    const steps = [
      takes('s/n', '2s'),
      { at: '1s', call: 'startChild', path: 's', spec: leaf('n') },
      { at: '2s', exit: 's/a' },
    ]
    expect(trace(tree, { steps, until: '3s' })).toBe(
      '@1000, …n#1, @2000, -a#1, @3000, +n#1, startChild ok, ' +
        's restarts a b n for a, 1, ?n#1, ~n#1, ?b#1, ~b#1, …a#2, +a#2, …b#2, +b#2, …n#2',
    )
  })

  it('that is interrupted by a stop is answered supervisor_down, in order of arrival', () => {
    const steps = [
      { at: '1s', ignoreStop: 's/b' },
      { at: '1s', call: 'terminateChild', path: 's/b' },
      { at: '2s', call: 'whichChildren', path: 's' },
      { at: '3s', call: 'stop' },
    ]
    expect(trace(tree, { steps })).toBe(
      '@1000, ?b#1, @3000, s stopping, terminateChild supervisor_down, whichChildren supervisor_down, ' +
        '@6000, x b#1 shutdown_timeout, ~b#1, ?a#1, ~a#1, s stopped',
    )
  })
})
