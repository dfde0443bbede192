// A one-shot is ready when it has exited normally: a migration before a service.
import { supervisor, worker } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { play, trace } from '../support/trace.ts'

const leaf = (id: string, options: object = {}) => worker(id, { command: ['run', id], ...options })
const oneShot = (id: string, options: object = {}) => leaf(id, { ready: { exit: true }, ...options })

describe('a one-shot', () => {
  const tree = supervisor('s', { strategy: 'one_for_all', children: [oneShot('m'), leaf('a')] })

  it('lets its dependents start when it is done, and a round that covers it runs it again', () => {
    const steps = [
      { at: '0s', startTakes: 's/m', duration: '4s' },
      { at: '10s', exit: 's/a' },
    ]
    expect(trace(tree, { steps }, { from: 'boot' })).toBe(
      '…s#1, …m#1, @4000, +m#1, -m#1, …a#1, +a#1, +s#1, ' +
        '@10000, -a#1, s restarts m a for a, 1, …m#2, @14000, +m#2, -m#2, …a#2, +a#2',
    )
  })

  it('is down when it is done, and is not restarted', () => {
    expect(trace(tree, { steps: [{ call: 'whichChildren', path: 's' }] })).toBe('whichChildren m:down a:running')
    expect(play(tree, { steps: [] }).end.running).toEqual(['s', 's/a'])
  })

  it('that fails at boot fails the boot', () => {
    const steps = [{ at: '0s', failStart: 's/m' }]
    expect(trace(tree, { steps }, { from: 'boot' })).toBe('…s#1, …m#1, !m#1, !s#1')
  })

  it('that fails in a round is a failed restart', () => {
    const steps = [{ failStart: 's/m' }, { exit: 's/a' }]
    expect(trace(tree, { steps })).toBe(
      '-a#1, s restarts m a for a, 1, …m#2, !m#2, s restarts m a for m, 2, …m#3, +m#3, -m#3, …a#2, +a#2',
    )
  })

  it('that is temporary is removed when it is done, and a round does not run it again', () => {
    const children = [oneShot('m', { restart: 'temporary' }), leaf('a')]
    const temporary = supervisor('s', { strategy: 'one_for_all', children })
    expect(trace(temporary, { steps: [{ exit: 's/a' }] }, { from: 'boot' })).toBe(
      '…s#1, …m#1, +m#1, -m#1, m removed, …a#1, +a#1, +s#1, -a#1, s restarts a for a, 1, …a#2, +a#2',
    )
  })

  it('started by a call answers without a pid when it is done', () => {
    const steps = [
      { at: '1s', startTakes: 's/m', duration: '2s' },
      { at: '1s', call: 'restartChild', path: 's/m' },
    ]
    const answered = play(tree, { steps }).events.find(({ type }) => type === 'call.answered')
    expect(answered).toMatchObject({ at: 3000, ok: true, value: { path: 's/m', pid: null, incarnation: 2 } })
  })

  it('that is significant shuts its supervisor down, but not before that has started', () => {
    const children = [oneShot('m', { significant: true }), leaf('a')]
    const significant = supervisor('s', { autoShutdown: 'any_significant', children })
    const steps = [{ at: '0s', startTakes: 's/a', duration: '4s' }]
    expect(trace(significant, { steps }, { from: 'boot' })).toBe(
      '…s#1, …m#1, +m#1, -m#1, …a#1, @4000, +a#1, +s#1, s stopping, ?a#1, ~a#1, s stopped',
    )
  })

  it('that is significant and is run again by a round before its end was looked at triggers nothing', () => {
    const children = [
      leaf('a', { dependsOn: [] }),
      oneShot('m', { significant: true, dependsOn: [] }),
      leaf('b', { dependsOn: [] }),
    ]
    const group = supervisor('s', { strategy: 'one_for_all', autoShutdown: 'all_significant', children })
    const steps = [
      { at: '0s', startTakes: 's/m', duration: '2s' },
      { at: '0s', startTakes: 's/b', duration: '5s' },
      { at: '1s', exit: 's/a' },
    ]
    expect(trace(group, { steps, until: '6s' }, { from: 'boot' })).toBe(
      '…s#1, …a#1, …m#1, …b#1, +a#1, @1000, -a#1, @2000, +m#1, -m#1, @5000, +b#1, +s#1, ' +
        's restarts a m b for a, 1, ?b#1, ~b#1, …a#2, …m#2, …b#2, +a#2',
    )
  })

  it('that is significant and is found done by a call or a round triggers nothing any more', () => {
    const job = oneShot('o', { significant: true, dependsOn: [] })
    const slow = [
      { at: '0s', startTakes: 's/o', duration: '100ms' },
      { at: '0s', startTakes: 's/z', duration: '300ms' },
    ]
    const alone = supervisor('s', { autoShutdown: 'any_significant', children: [job, leaf('z', { dependsOn: [] })] })
    const deleted = [...slow, { at: '200ms', call: 'deleteChild', path: 's/o' }]
    // The call was there before the end of the one-shot, and both wait for the boot.
    const first = [...slow, { at: '50ms', call: 'deleteChild', path: 's/o' }]
    expect(play(alone, { steps: first }).end.outcome).toBe('running')
    expect(play(alone, { steps: deleted }).end.outcome).toBe('auto_shutdown')
    const children = [
      leaf('p', { dependsOn: [] }),
      { ...job, dependsOn: ['p'] },
      leaf('x', { dependsOn: [] }),
      leaf('z', { dependsOn: [] }),
    ]
    const group = supervisor('s', {
      strategy: 'one_for_all',
      intensity: 10,
      autoShutdown: 'any_significant',
      children: children as never,
    })
    const steps = [
      ...slow,
      { at: '50ms', exit: 's/x' },
      { at: '200ms', failStart: 's/p' },
      { at: '200ms', startTakes: 's/o', duration: '10s' },
    ]
    expect(play(group, { steps, until: '5s' }).end.outcome).toBe('running')
  })
})
