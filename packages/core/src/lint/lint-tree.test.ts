// Which trees give which lints, and that what a lint tells to write silences it.
import { describe, expect, it } from 'vitest'
import { checkSpec } from '../spec/check-spec.ts'
import type { LintName } from './lint.ts'
import { lintTree } from './lint-tree.ts'

const checked = (tree: object) => {
  const result = checkSpec(tree, { cwd: '/' })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.spec
}
const lintsOf = (tree: object) => lintTree(checked(tree))
const told = (tree: object): readonly string[] => lintsOf(tree).map(({ name, path, key }) => `${name} ${path} ${key}`)

const leaf = (id: string, more: object = {}) => ({ id, command: ['x'], ...more })
const of = (...children: readonly object[]) => ({ id: 's', children })
const one = (more: object) => of(leaf('a', more))
const sub = (more: object, ...children: readonly object[]) =>
  of({ id: 'sub', ...more, children: children.length === 0 ? [leaf('a', { restart: 'temporary' })] : children })

describe('a tree of the usual kind', () => {
  it.each<[string, object]>([
    ['nothing at all', { id: 's' }],
    ['two workers', of(leaf('a'), leaf('b'))],
    [
      'a group with readiness',
      { ...of(leaf('a', { ready: { tcp: 1 }, startTimeout: '1s' }), leaf('b')), strategy: 'rest_for_one' },
    ],
    [
      'a one-shot before a server',
      of(leaf('migrate', { ready: { exit: true } }), leaf('api', { dependsOn: ['migrate'] })),
    ],
    ['a pool', { id: 's', strategy: 'simple_one_for_one', template: leaf('a') }],
    ['no limit, and a back-off', { ...one({}), intensity: 'infinity', backoff: true }],
    ['a limit that nobody means', { ...one({ backoff: true }), intensity: 1_000_000_000 }],
    [
      'a temporary child with a back-off',
      { ...one({ restart: 'temporary', backoff: { initial: '10s' } }), intensity: 0 },
    ],
    ['a supervisor with time enough', sub({ shutdown: '6s' })],
    ['one that is killed at once', sub({ shutdown: 'brutal_kill' })],
    ['an automatic shutdown', { ...one({ restart: 'transient', significant: true }), autoShutdown: 'any_significant' }],
    [
      'a significant supervisor',
      { ...sub({ restart: 'transient', significant: true }), autoShutdown: 'any_significant' },
    ],
    [
      'one with its own automatic shutdown',
      sub(
        { restart: 'transient', autoShutdown: 'any_significant' },
        leaf('a', { restart: 'temporary', significant: true }),
      ),
    ],
    ['nested, without a restart', { ...sub({ intensity: 0 }, leaf('a')), intensity: 0 }],
    [
      'one-shots, and an end',
      { ...one({ ready: { exit: true }, significant: true }), autoShutdown: 'all_significant' },
    ],
    ['a stop of 90 s', one({ shutdown: '90s' })],
    ['a stop without a limit', one({ shutdown: 'infinity' })],
  ])('gives none: %s', (_, tree) => {
    expect(told(tree)).toEqual([])
  })
})

describe('what is hardly meant', () => {
  it.each<[string, object, readonly string[]]>([
    [
      'workers that others count on too early, copies as one',
      {
        ...of(leaf('a', { instances: 2 }), leaf('b', { dependsOn: ['a'] }), leaf('c', { dependsOn: [] })),
        strategy: 'one_for_all',
      },
      ['missing-ready s/a ready'],
    ],
    ['a delay that is too long', one({ ready: { delay: '30s' } }), ['never-ready s/a ready.delay']],
    ['a stop of more than 90 s', one({ shutdown: '91s' }), ['slow-stop s ']],
    ['a supervisor that ends with its children', sub({ shutdown: '5s' }), ['short-shutdown s/sub shutdown']],
    [
      'one whose child has no limit',
      sub({ shutdown: '1m' }, leaf('a', { restart: 'temporary', shutdown: 'infinity' })),
      ['short-shutdown s/sub shutdown'],
    ],
    [
      'waits that are too long for the window',
      one({ backoff: { initial: '10s' } }),
      ['backoff-never-trips s/a backoff'],
    ],
    [
      'of all children, told once',
      { ...of(leaf('a'), leaf('b')), backoff: { initial: '10s' } },
      ['backoff-never-trips s backoff'],
    ],
    [
      'of a template',
      { id: 's', strategy: 'simple_one_for_one', backoff: { initial: '10s' }, template: leaf('a') },
      ['backoff-never-trips s backoff'],
    ],
    [
      'of children with the same of their own',
      of(leaf('a', { backoff: { initial: '9s' } }), leaf('b', { backoff: { initial: '9s' } })),
      ['backoff-never-trips s/a backoff'],
    ],
    ['a back-off and one restart', { ...one({ backoff: true }), intensity: 1 }, ['backoff-never-waits s/a backoff']],
    ['a back-off and no restart', { ...one({ backoff: true }), intensity: 0 }, ['backoff-never-waits s/a backoff']],
    ['more copies than restarts', one({ instances: 4 }), ['instances-over-intensity s/a instances']],
    [
      'only one-shots',
      of({ id: 'sub', children: [leaf('a', { ready: { exit: true } })] }),
      ['never-ends s autoShutdown'],
    ],
    [
      'an automatic shutdown that nobody sets off',
      { ...one({}), autoShutdown: 'any_significant' },
      ['nobody-significant s autoShutdown'],
    ],
    ['a transient supervisor', sub({ restart: 'transient' }), ['transient-supervisor s/sub restart']],
    [
      'a permanent one with an automatic shutdown',
      sub({ autoShutdown: 'any_significant' }, leaf('a', { restart: 'temporary', significant: true })),
      ['auto-shutdown-restarted s/sub restart'],
    ],
  ])('%s', (_, tree, lints) => {
    expect(told(tree)).toEqual(lints)
    expect(lintsOf(tree).every(({ level }) => level === 'warning')).toBe(true)
  })
})

describe('what is worth knowing', () => {
  it.each<[string, object, readonly string[]]>([
    ['nested limits', sub({}, leaf('a')), ['escalation-multiplies s/sub intensity']],
    ['a back-off that is cut short', one({ backoff: true }), ['backoff-gives-up s/a backoff']],
    ['waits that never grow to max', one({ backoff: { initial: '1s', factor: 1 } }), []],
    ['waits that are as long as max', one({ backoff: { initial: '1s', max: '1s' } }), []],
    ['a start that may hang', one({ ready: { tcp: 1 } }), ['endless-start s/a startTimeout']],
    ['one without a limit', one({ ready: { tcp: 1 }, startTimeout: 'infinity' }), []],
    [
      'a one-shot that may hang in a round',
      { ...of(leaf('a', { ready: { exit: true }, startTimeout: '1m' }), leaf('b')), strategy: 'one_for_all' },
      ['endless-start s/a startTimeout'],
    ],
    [
      'edges that no restart follows',
      of(leaf('a', { instances: 2 }), leaf('b', { dependsOn: ['a'] })),
      ['dependants-not-restarted s/b dependsOn'],
    ],
  ])('%s', (_, tree, lints) => {
    expect(told(tree)).toEqual(lints)
    expect(lintsOf(tree).every(({ level }) => level === 'advice')).toBe(true)
  })
})

describe('the sentences', () => {
  const sentence = (name: LintName, tree: object): readonly (string | undefined)[] => {
    const lint = lintsOf(tree).find((each) => each.name === name)
    return [lint?.message, lint?.fix]
  }

  it('have the numbers of the tree', () => {
    expect(sentence('short-shutdown', sub({ shutdown: '5s' }, leaf('a', { shutdown: '30s' }), leaf('b')))).toEqual([
      'shutdown is 5s, but the children of sub may take 35s to stop: who is not down by then is killed.',
      'Write shutdown: "36s", or leave it out: then each child has its own time.',
    ])
    expect(sentence('slow-stop', of(leaf('a', { shutdown: '2m' }), leaf('b')))[0]).toBe(
      'A stop may take 2m 5s (2 one after the other): systemd kills after 90s, unless told.',
    )
    expect(sentence('escalation-multiplies', { ...sub({ intensity: 2 }, leaf('a')), intensity: 1 })).toEqual([
      'a must crash 6 times (2 × 3) within 10s until s gives up; if it lives longer than 1.67s each time, it never does.',
      'Write period: "12s" in s, so that it counts whenever sub gives up; for fewer crashes a smaller intensity in sub.',
    ])
  })

  it('name the children, a few of them', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((id) => leaf(id, { backoff: { initial: '10s', jitter: 0 } }))
    expect(sentence('backoff-never-trips', of(...many))).toEqual([
      'a, b, c or 2 others alone never makes s give up (2 that fail twice at the same time do): 4 restarts take 30s at least, and period is 5s.',
      'Write period: "45s" in s; or intensity: "infinity" if it never shall.',
    ])
    expect(sentence('backoff-never-trips', { ...of(...many.slice(0, 2)), strategy: 'one_for_all' })[0]).toMatch(
      /^a or b alone never makes s give up: 4 /,
    )
  })
})

describe('what a lint tells to write', () => {
  it.each<[LintName, object]>([
    ['backoff-never-trips', one({ backoff: { initial: '10s' } })],
    ['backoff-never-trips', { ...one({ backoff: { initial: '10s', resetAfter: '1s' } }), intensity: 9 }],
    ['backoff-gives-up', one({ backoff: true })],
    ['endless-start', one({ ready: { tcp: 1 } })],
    ['instances-over-intensity', one({ instances: 12 })],
    ['escalation-multiplies', sub({}, leaf('a'))],
  ])('%s: silences it, and brings no warning', (name, tree) => {
    const fix = lintsOf(tree).find((lint) => lint.name === name)?.fix ?? ''
    const [, period] = /period: "(\w+)"/.exec(fix) ?? []
    const [, intensity] = /intensity: (\d+)/.exec(fix) ?? []
    expect(period ?? intensity).toBeDefined()
    const corrected = {
      ...tree,
      ...(period === undefined ? {} : { period }),
      ...(intensity === undefined ? {} : { intensity: Number(intensity) }),
    }
    // That crashes multiply stays true; what is gone is that some never count.
    const left = lintsOf(corrected).filter(
      (lint) => lint.level === 'warning' || (lint.name === name && lint.fix.includes('period')),
    )
    expect(left).toEqual([])
  })
})

it('ten thousand children are looked at in no time', () => {
  const named = Array.from({ length: 10_000 }, (_, index) =>
    leaf(`w${index}`, { dependsOn: index === 0 ? [] : [`w${index - 1}`], backoff: true }),
  )
  const began = performance.now()
  expect(told(of(...named)).length).toBe(10_001)
  expect(performance.now() - began).toBeLessThan(10_000)
})
