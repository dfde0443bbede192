import { describe, expect, it } from 'vitest'
import { checkSpec } from './check-spec.ts'
import type { Problem } from './problem.ts'

const cwd = '/srv/shop'
const command = ['true']

function problemsOf(value: unknown): readonly Problem[] {
  const checked = checkSpec(value, { cwd })
  return checked.ok ? [] : checked.problems
}

/** What is wrong with one worker, as `key: message fix`. */
const said = (options: object, flags: object = {}): readonly string[] =>
  problemsOf({ id: 'shop', ...flags, children: [{ id: 'api', command, ...options }] }).map(
    ({ key, message, fix }) => `${key}: ${message} ${fix}`,
  )

describe('rules between options, siblings and parents', () => {
  it.each([
    [{ significant: true, restart: 'transient' }, { autoShutdown: 'any_significant' }, 0],
    [{ significant: true, ready: { exit: true } }, { autoShutdown: 'all_significant' }, 0],
    [{ significant: true, restart: 'transient' }, {}, 1],
    [{ significant: true }, { autoShutdown: 'any_significant' }, 1],
    [{ significant: true }, {}, 2],
  ])('%j under %j: %i problems (OTP: bad_combination)', (options, flags, count) => {
    expect(said(options, flags)).toHaveLength(count)
  })

  it('an id is used once among siblings, and both places are named', () => {
    const twice = {
      id: 's',
      children: [
        { id: 'a', command },
        { id: 'b', children: [] },
        { id: 'a', command },
      ],
    }
    expect(problemsOf(twice)).toMatchObject([
      {
        path: 's/a',
        key: 'id',
        at: ['children', 2, 'id'],
        message: 'id "a" is used by children.0 and again by children.2.',
      },
    ])
  })

  it('an id may be used again on another level', () => {
    const tree = {
      id: 's',
      children: [
        { id: 'a', command },
        { id: 's', children: [{ id: 'a', command }] },
      ],
    }
    expect(problemsOf(tree)).toEqual([])
  })

  it.each([
    [
      [
        { id: 'a', command, instances: 2 },
        { id: 'a@2', command },
      ],
      'id "a@2" is used by children.0 (a copy of "a") and again by children.1.',
    ],
    [
      [
        { id: 'a', command },
        { id: 'a', command, instances: 2 },
      ],
      'id "a" is used by children.0 and again by children.1.',
    ],
  ])('copies count as siblings: %j', (children, message) => {
    expect(problemsOf({ id: 's', children })).toMatchObject([{ message }])
  })

  const edges = (dependsOn: readonly string[]) =>
    problemsOf({
      id: 's',
      children: [
        { id: 'cache', command },
        { id: 'api', command, dependsOn },
        { id: 'db', command },
      ],
    })

  it.each([
    [['db'], 'dependsOn names "db", which is listed after "api".', 'Move "db" before "api".'],
    [['api'], '"api" depends on itself.', 'Remove "api" from its dependsOn.'],
    [['cahce'], 'dependsOn names "cahce", but no sibling has that id.', 'Did you mean "cache"?'],
    [
      ['postgres'],
      'dependsOn names "postgres", but no sibling has that id.',
      'Name siblings that are listed before: cache.',
    ],
  ])('dependsOn %j', (names, message, fix) => {
    expect(edges(names)).toEqual([
      { path: 's/api', key: 'dependsOn.0', at: ['children', 1, 'dependsOn', 0], message, fix },
    ])
  })

  it('dependsOn may be empty, or name siblings before it more than once', () => {
    expect(edges([])).toEqual([])
    expect(edges(['cache', 'cache'])).toEqual([])
  })

  it.each([
    [63, 0],
    [64, 1],
  ])('%i supervisors above a worker: %i problems (64 levels at most)', (supervisors, count) => {
    let tree: object = { id: 'leaf', command }
    for (let n = 0; n < supervisors; n += 1) tree = { id: 's', children: [tree] }
    expect(problemsOf(tree)).toHaveLength(count)
  })

  it('a tree of any depth is refused, not followed to its end', () => {
    let tree: object = { id: 'leaf', command }
    for (let n = 0; n < 20_000; n += 1) tree = { id: 's', children: [tree] }
    expect(problemsOf(tree).map(({ message }) => message)).toContain('The tree is more than 64 levels deep here.')
  })
})

describe('all problems come at once, each with its place', () => {
  it('parents before children, siblings in order', () => {
    const found = problemsOf({
      id: 'shop',
      strategy: 'all',
      children: [
        { id: 'jobs', period: 5, children: [{ id: 'mailer', command: [], nope: 1 }] },
        { command },
        { id: 'api', command, shutdown: 5 },
        7,
      ],
    })
    expect(found.map(({ path, key, at }) => [path, key, at])).toEqual([
      ['shop', 'strategy', ['strategy']],
      ['shop/jobs', 'period', ['children', 0, 'period']],
      ['shop/jobs/mailer', 'command.0', ['children', 0, 'children', 0, 'command', 0]],
      ['shop/jobs/mailer', 'nope', ['children', 0, 'children', 0, 'nope']],
      ['shop', 'children.1.id', ['children', 1, 'id']],
      ['shop/api', 'shutdown', ['children', 2, 'shutdown']],
      ['shop', 'children.3', ['children', 3]],
    ])
  })
})
