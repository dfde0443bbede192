// Back-off: the first restart in a row is OTP's, at once; the next ones wait, and meanwhile calls are served.
import { supervisor, worker } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { play, trace } from '../support/trace.ts'

const leaf = (id: string, options: object = {}) => worker(id, { command: ['run', id], ...options })
const backoff = { initial: '1s', jitter: 0 } as const
const flags = { intensity: 9, period: '1m' } as const
const exit = (path: string, at?: string) => (at === undefined ? { exit: path } : { at, exit: path })
const call = (name: string, path: string, at?: string) => ({ call: name, path, ...(at === undefined ? {} : { at }) })

describe('a child that fails again and again', () => {
  const tree = supervisor('s', { ...flags, children: [leaf('a', { backoff }), leaf('b')] })

  it('is restarted at once, then after 1 s, then after 2 s', () => {
    expect(trace(tree, { steps: [exit('s/a'), exit('s/a'), exit('s/a')] })).toBe(
      '-a#1, s restarts a for a, 1, …a#2, +a#2, -a#2, s restarts a for a, 2, @1000, …a#3, +a#3, ' +
        '-a#3, s restarts a for a, 3, @3000, …a#4, +a#4',
    )
  })

  it('counts a failed start like a failure', () => {
    expect(trace(tree, { steps: [{ failStart: 's/a', times: 2 }, exit('s/a')] })).toBe(
      '-a#1, s restarts a for a, 1, …a#2, !a#2, s restarts a for a, 2, @1000, …a#3, !a#3, ' +
        's restarts a for a, 3, @3000, …a#4, +a#4',
    )
  })

  it('begins anew when it was ready for long enough', () => {
    expect(trace(tree, { steps: [exit('s/a'), exit('s/a'), exit('s/a', '31s')] })).toBe(
      '-a#1, s restarts a for a, 1, …a#2, +a#2, -a#2, s restarts a for a, 2, @1000, …a#3, +a#3, ' +
        '@31000, -a#3, s restarts a for a, 3, …a#4, +a#4',
    )
  })

  it('is counted when the restart is decided, and its delay is announced', () => {
    const { events } = play(tree, { steps: [exit('s/a'), exit('s/a')] })
    const rounds = events.flatMap((event) => (event.type === 'supervisor.restarting' ? [event] : []))
    expect(rounds.map(({ at, restarts, delayMs }) => [at, restarts, delayMs])).toEqual([
      [0, 1, 0],
      [0, 2, 1000],
    ])
  })

  it('waits a little more or less by chance, the same for the same seed', () => {
    const jittery = supervisor('s', { ...flags, children: [leaf('a', { backoff: true })] })
    const delays = (seed: number) =>
      play(jittery, { seed, steps: [exit('s/a'), exit('s/a'), exit('s/a')] }).events.flatMap((event) =>
        event.type === 'supervisor.restarting' ? [event.delayMs] : [],
      )
    expect(delays(7)).toEqual(delays(7))
    expect(delays(7)).not.toEqual(delays(8))
    for (const [, second, third] of [delays(1), delays(2)]) {
      expect(Math.abs(Number(second) - 200)).toBeLessThanOrEqual(20)
      expect(Math.abs(Number(third) - 400)).toBeLessThanOrEqual(40)
    }
  })

  it('with intensity infinity never makes its supervisor give up', () => {
    const endless = supervisor('s', { intensity: 'infinity', children: [leaf('a', { backoff })] })
    const steps = Array.from({ length: 30 }, () => exit('s/a'))
    expect(play(endless, { steps }).end.outcome).toBe('running')
  })

  it('may be a supervisor: its parent’s back-off is for it', () => {
    const sub = supervisor('sub', { intensity: 0, children: [leaf('x')] })
    const parent = supervisor('s', { ...flags, backoff, children: [sub] })
    expect(trace(parent, { steps: [exit('s/sub/x'), exit('s/sub/x')] })).toBe(
      '-sub/x#1, sub gave up, sub stopping, sub stopped, s restarts sub for sub, 1, …sub#2, …sub/x#2, +sub/x#2, +sub#2, ' +
        '-sub/x#2, sub gave up, sub stopping, sub stopped, s restarts sub for sub, 2, ' +
        '@1000, …sub#3, …sub/x#3, +sub/x#3, +sub#3',
    )
  })
})

describe('while one child waits for its back-off', () => {
  const tree = supervisor('s', { ...flags, children: [leaf('a', { backoff })] })
  const waiting = [exit('s/a', '1s'), exit('s/a', '2s')]

  it.each([
    ['it is restarting', call('whichChildren', 's', '2500ms'), 'whichChildren a:restarting'],
    ['restartChild is refused', call('restartChild', 's/a', '2500ms'), 'restartChild restarting'],
    ['deleteChild is refused', call('deleteChild', 's/a', '2500ms'), 'deleteChild restarting'],
  ] as const)('%s', (_, step, answered) => {
    expect(trace(tree, { steps: [...waiting, step] })).toContain(`@2500, ${answered}, @3000, …a#3, +a#3`)
  })

  it('terminateChild calls the restart off, and restartChild then starts it at once', () => {
    const steps = [...waiting, call('terminateChild', 's/a', '2500ms'), call('restartChild', 's/a')]
    expect(trace(tree, { steps })).toContain('@2500, terminateChild ok, …a#3, +a#3, restartChild ok')
    expect(play(tree, { steps, until: '10s' }).events.filter(({ type }) => type === 'child.starting')).toHaveLength(3)
  })

  it('a stop ends at once, and nothing is started later', () => {
    const { events } = play(tree, { steps: [...waiting, { at: '2500ms', call: 'stop' }], until: '1m' })
    expect(events.at(-1)).toMatchObject({ type: 'tree.stopped', at: 2500 })
  })
})

describe('while a round waits for its back-off', () => {
  const group = (strategy: 'one_for_all' | 'rest_for_one') =>
    supervisor('s', { ...flags, strategy, children: [leaf('a', { backoff }), leaf('b'), leaf('c')] })
  const waiting = [exit('s/a'), exit('s/a', '1s')]
  /** From where the second round waits. */
  const later = (tree: ReturnType<typeof group>, ...steps: readonly object[]): string => {
    const told = trace(tree, { steps: [...waiting, ...steps] })
    return told.slice(told.indexOf('@1500'))
  }

  it('all of it is stopped first, then it waits, then all starts in order', () => {
    expect(trace(group('one_for_all'), { steps: waiting })).toContain(
      '@1000, -a#2, s restarts a b c for a, 2, ?c#2, ~c#2, ?b#2, ~b#2, @2000, …a#3, +a#3, …b#3, +b#3, …c#3, +c#3',
    )
  })

  it('the child that failed is restarting, the rest is down', () => {
    const { events } = play(group('one_for_all'), { steps: [...waiting, call('whichChildren', 's', '1500ms')] })
    expect(events.find(({ type }) => type === 'call.answered')).toMatchObject({
      value: [{ state: 'restarting' }, { state: 'down' }, { state: 'down' }],
    })
  })

  it('terminateChild of the one that failed cancels the round: its siblings stay down (S17c)', () => {
    const steps = [call('terminateChild', 's/a', '1500ms'), call('whichChildren', 's')]
    expect(later(group('one_for_all'), ...steps)).toBe('@1500, terminateChild ok, whichChildren a:down b:down c:down')
  })

  it('a call that stops another takes that one out of it', () => {
    expect(later(group('one_for_all'), call('terminateChild', 's/b', '1500ms'))).toBe(
      '@1500, terminateChild ok, @2000, …a#3, +a#3, …c#3, +c#3',
    )
  })

  it('a call that starts another takes that one out of it', () => {
    expect(later(group('rest_for_one'), call('restartChild', 's/b', '1500ms'))).toBe(
      '@1500, …b#3, +b#3, restartChild ok, @2000, …a#3, +a#3, …c#3, +c#3',
    )
  })

  it('a call that deletes another takes that one out of it', () => {
    expect(later(group('rest_for_one'), call('deleteChild', 's/b', '1500ms'))).toBe(
      '@1500, b removed, deleteChild ok, @2000, …a#3, +a#3, …c#3, +c#3',
    )
  })

  it('a child that is added starts at once and is not in it', () => {
    expect(later(group('one_for_all'), { at: '1500ms', call: 'startChild', path: 's', spec: leaf('n') })).toBe(
      '@1500, …n#1, +n#1, startChild ok, @2000, …a#3, +a#3, …b#3, +b#3, …c#3, +c#3',
    )
  })

  it('a child that is in two sets waits for both; disjoint sets do not wait for each other', () => {
    const free = { dependsOn: [] }
    const children = [
      leaf('a', { backoff, ...free }),
      leaf('b', { dependsOn: ['a'] }),
      leaf('x', { backoff, ...free }),
      leaf('y', { dependsOn: ['x'] }),
      leaf('z', { dependsOn: ['a', 'x'] }),
    ]
    const tree = supervisor('s', { ...flags, strategy: 'rest_for_one', children })
    const steps = [exit('s/a'), exit('s/x'), exit('s/a', '1s'), exit('s/x', '1500ms')]
    const told = trace(tree, { steps })
    expect(told.slice(told.indexOf('@1000'))).toBe(
      '@1000, -a#2, s restarts a b z for a, 3, ?z#3, ?b#2, ~z#3, ~b#2, ' +
        '@1500, -x#2, s restarts x y z for x, 4, ?y#2, ~y#2, ' +
        '@2000, …a#3, +a#3, …b#3, +b#3, @2500, …x#3, +x#3, …y#3, …z#4, +y#3, +z#4',
    )
  })

  it('a failure that covers it does not cut it short', () => {
    const steps = [call('restartChild', 's/b', '1500ms'), exit('s/b', '1700ms')]
    expect(later(group('one_for_all'), ...steps)).toBe(
      '@1500, …b#3, +b#3, restartChild ok, @1700, -b#3, s restarts a b c for b, 3, ' +
        '@2000, …a#3, +a#3, …b#4, +b#4, …c#3, +c#3',
    )
  })
})

describe('when every significant child has to have ended, and one ends by itself', () => {
  const significant = { restart: 'transient', significant: true } as const
  const last = leaf('j', { ...significant, dependsOn: [] })
  const outcome = (strategy: 'one_for_one' | 'rest_for_one', children: readonly object[], steps: readonly object[]) => {
    const tree = supervisor('s', { ...flags, strategy, autoShutdown: 'all_significant', children: children as never })
    return play(tree, { steps, until: '10s' }).end.outcome
  }
  const done = { at: '1500ms', exit: 's/j', code: 0 }

  it('one that waits for its own back-off is restarting: the supervisor goes on', () => {
    const children = [last, leaf('a', { ...significant, backoff })]
    expect(outcome('one_for_one', children, [exit('s/a'), exit('s/a', '1s'), done])).toBe('running')
  })

  it('one that waits for the back-off of another is down: the supervisor ends', () => {
    const children = [last, leaf('a', { backoff, dependsOn: [] }), leaf('c', { ...significant, dependsOn: ['a'] })]
    expect(outcome('rest_for_one', children, [exit('s/a'), exit('s/a', '1s'), done])).toBe('auto_shutdown')
  })

  it('one whose turn comes in the round under way is not down: the supervisor goes on', () => {
    const children = [last, leaf('a', { dependsOn: [] }), leaf('c', { ...significant, dependsOn: ['a'] })]
    const slow = { at: '1s', startTakes: 's/a', duration: '2s' }
    expect(outcome('rest_for_one', children, [slow, exit('s/a', '1s'), done])).toBe('running')
  })
})
