import { type AnyChild, supervisor, worker } from '@otp-sup/core'
import { explain, type Failure } from '@otp-sup/core/testing'
import { describe, expect, it } from 'vitest'
import { explainText } from './explain.ts'
import { ink } from './paragraph.ts'

const leaf = (id: string, options: object = {}) => worker(id, { command: ['run', id], ...options })
const tree = (options: object, ...children: readonly AnyChild[]) => supervisor('s', { ...options, children })

const told = (of: ReturnType<typeof tree>, failure: Failure, exitCode: number | null = null): string =>
  explainText(explain(of, failure), exitCode, ink(false))

describe('an explanation for people', () => {
  it('is at most 80 columns wide, however many and however long the names', () => {
    const many = Array.from({ length: 40 }, (_, index) => leaf(`a-service-with-a-name-${index}`))
    const text = told(tree({ strategy: 'one_for_all' }, ...many), { path: 's/a-service-with-a-name-7', times: 3 })
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(text).toContain('and 27 more')
    expect(text).toContain('and 20 more; --json has all')
  })

  it('is coloured on a terminal that shows colours: headings bold, what is bad red', () => {
    const explanation = explain(tree({ intensity: 0 }, leaf('a')), { path: 's/a' })
    const text = explainText(explanation, 10, ink(true))
    expect(text).toContain('\u001B[1mWhat happens\u001B[22m\n')
    expect(text).toContain('\u001B[31m  s gives up: restart 1 in 5s is one too many (intensity 0).\u001B[39m\n')
    expect(text).toContain('\u001B[31mThe tree ends: s gave up. otp-sup run ends with exit code 10.\u001B[39m\n')
  })

  it('tells failures that lead to the same once, as long as the restarts count up', () => {
    const backoff = { initial: '1h', max: '1h', jitter: 0 }
    const text = told(tree({ intensity: 'infinity' }, leaf('a', { backoff })), { path: 's/a', times: 5 })
    expect(text).toMatch(/^Failure 1\n[^]*^Failure 2\n[^]*counts {3}restart 2; it never gives up\n/m)
    expect(text).toMatch(
      /^Failures 3 to 5, each\n[^]*waits {4}1h \(back-off\)\n[^]*counts {3}restart 1; it never gives up\n/m,
    )
  })

  it('tells failures that find nobody once, though others come up meanwhile', () => {
    const backoff = { initial: '1h', max: '1h', jitter: 0 }
    const slow = leaf('slow', { ready: { delay: '3s' } })
    const of = tree({ strategy: 'rest_for_one' }, leaf('a', { backoff }), slow)
    const text = told(of, { path: 's/a', times: 7, every: '2s' })
    expect(text).toMatch(/^Failures 3 to 7, each\n {2}s\/a is not running then: nothing happens\.\n\n/m)
  })

  it('tells the pace of the failures that are still ahead, also of one', () => {
    expect(told(tree({}, leaf('a')), { path: 's/a', every: '1s' })).toContain(
      'Tree s: s/a exits with code 1, once, one every 1s\n',
    )
  })

  it('writes durations as people do', () => {
    const many = Array.from({ length: 40 }, (_, index) => leaf(`w${index}`, { shutdown: '30s' }))
    expect(told(tree({ strategy: 'one_for_all', period: '100s' }, ...many), { path: 's/w0' })).toMatch(
      /of 3 in 100s\n[^]*s\/w39 .* 19m 30s\n {2}s\/w38 .* 19m\n/,
    )
  })

  it.each<[string, ReturnType<typeof tree>, Failure, number | null, readonly string[]]>([
    [
      'a temporary child',
      tree({}, leaf('a', { restart: 'temporary' }), leaf('b')),
      { path: 's/a' },
      null,
      ['s/a is temporary: never restarted.', 'untouched  s/b', 'From now on down: s/a.'],
    ],
    [
      'a transient child that ends normally',
      tree({}, leaf('a', { restart: 'transient' })),
      { path: 's/a', end: { code: 0 } },
      null,
      ['s/a is transient, and this end is normal: not restarted.'],
    ],
    [
      'an automatic shutdown',
      tree({ autoShutdown: 'any_significant' }, leaf('x'), leaf('a', { restart: 'transient', significant: true })),
      { path: 's/a', end: { code: 0 } },
      0,
      [
        's shuts down automatically: s/a, which is significant, has ended.',
        'stops    x',
        'The tree ends: it shut down automatically. otp-sup run ends with exit code',
      ],
    ],
    [
      'a supervisor that stays down',
      tree({}, supervisor('sub', { restart: 'transient', intensity: 0, children: [leaf('a')] })),
      { path: 's/sub/a' },
      null,
      ['s/sub is transient, and this end is shutdown: not restarted.', 's/sub  is down'],
    ],
    [
      'a tree that does not come up',
      tree({}, leaf('a', { ready: { delay: '40s' } })),
      { path: 's/a' },
      12,
      ['The tree does not come up', 'it could not be started. otp-sup run ends with exit code 12.'],
    ],
    [
      'one that is not there at that time',
      tree({}, leaf('a', { ready: { delay: '4s' } })),
      { path: 's/a', times: 2, every: '1s' },
      null,
      ['s/a is not running then: nothing happens.'],
    ],
    [
      'a stop without a limit',
      tree({ strategy: 'one_for_all' }, leaf('a'), leaf('b', { shutdown: 'infinity' })),
      { path: 's/a' },
      null,
      ['s/a           no time       no limit', 'No limit, as s/b has shutdown: infinity.'],
    ],
  ])('tells %s', (_what, of, failure, exitCode, words) => {
    const text = told(of, failure, exitCode)
    for (const each of words) expect(text).toContain(each)
  })
})
