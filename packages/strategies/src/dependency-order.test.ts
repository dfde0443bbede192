import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Dependencies,
  lastNamed,
  nextToStart,
  nextToStop,
  type Placed,
  type StartProgress,
  stopOrder,
  withDependents,
} from './dependency-order.ts'

type Member = Placed & { readonly id: string }

const list = (...dependsOn: readonly Dependencies[]): Member[] =>
  dependsOn.map((each, position) => ({ id: 'abcdefghij'.charAt(position), position, dependsOn: each }))
const ids = (members: readonly Member[]): string => members.map(({ id }) => id).join('')

const chain = list('all_before', 'all_before', 'all_before')
// b and c need a only; d needs c.
const fork = list([], [0], [0], [2])

const startable = (members: readonly Member[], progress: Readonly<Record<string, StartProgress>>): string => {
  const set = { members, from: 0, lastNamed: lastNamed(members) }
  return ids(nextToStart(set, ({ id }) => progress[id] ?? 'waiting'))
}
const stoppable = (members: readonly Member[], down: string): string =>
  ids(nextToStop({ members, until: members.length }, ({ id }) => down.includes(id)))

describe('starts', () => {
  it.each([
    ['by default one at a time, in list order', chain, {}, 'a'],
    ['the next when the one before is ready', chain, { a: 'met' }, 'b'],
    ['not while the one before is starting', chain, { a: 'met', b: 'unmet' }, ''],
    ['side by side where there is no path between', fork, { a: 'met' }, 'bc'],
    ['each as soon as what it depends on is ready', fork, { a: 'met', b: 'unmet', c: 'met' }, 'd'],
    ['a failed start holds back only its dependents', fork, { a: 'met', b: 'met', c: 'unmet' }, ''],
    ['a named child behind the default ones need not wait for them', list('all_before', 'all_before', []), {}, 'ac'],
  ] as const)('%s', (_, members, progress, expected) => {
    expect(startable(members, progress)).toBe(expected)
  })

  it('skip what is known to be ready', () => {
    const set = { members: chain, from: 2, lastNamed: -1 }
    expect(ids(nextToStart(set, () => 'waiting'))).toBe('c')
  })
})

describe('stops', () => {
  it.each([
    ['by default one at a time, in reverse', chain, '', 'c'],
    ['the one before when it is down', chain, 'c', 'b'],
    ['side by side where there is no path between, the later one first', fork, '', 'db'],
    ['not before everything that depends on it is down', fork, 'd', 'cb'],
    ['not while one that depends on it through one that is down is up', list([], [0], [1]), 'b', 'c'],
    ['nobody, when all are down', chain, 'abc', ''],
  ] as const)('%s', (_, members, down, expected) => {
    expect(stoppable(members, down)).toBe(expected)
  })

  it.each([
    ['a chain', chain, 'cba'],
    ['a fork', fork, 'dbca'],
    ['one that becomes free comes behind those already asked', list([], [], [1]), 'cab'],
  ] as const)('are listed in the order in which they are asked: %s', (_, members, expected) => {
    expect(ids(stopOrder(members, () => false))).toBe(expected)
  })
})

it('who is down already is not asked, and still stands between those that it connects', () => {
  const members = list([], [], [0], [1])
  expect(ids(stopOrder(members, ({ id }) => id === 'c'))).toBe('dab')
  expect(ids(stopOrder(list([], [0], [1]), ({ id }) => id === 'b'))).toBe('ca')
  expect(ids(stopOrder(chain, ({ id }) => id === 'b'))).toBe('ca')
})

describe('dependents', () => {
  it.each([
    ['by default every sibling after it', chain, 1, 'bc'],
    ['only those that named it, directly or not', fork, 2, 'cd'],
    ['itself alone when nobody did', fork, 1, 'b'],
  ] as const)('%s', (_, members, failed, expected) => {
    expect(ids(withDependents(members, members[failed] as Member))).toBe(expected)
  })
})

const anyList = fc
  .array(fc.option(fc.array(fc.nat(9), { maxLength: 3 }), { nil: null }), { maxLength: 10 })
  .map((each) =>
    list(...each.map((named, position) => (named === null ? 'all_before' : named.filter((edge) => edge < position)))),
  )

const dependsOn = (members: readonly Member[], from: Member, on: Member): boolean =>
  from.dependsOn === 'all_before'
    ? on.position < from.position
    : from.dependsOn.some((edge) => edge === on.position || dependsOn(members, members[edge] as Member, on))

describe('whatever the relation', () => {
  it('every member is started, and none before what it depends on', () => {
    fc.assert(
      fc.property(anyList, (members) => {
        const started: Member[] = []
        for (let round = 0; round <= members.length; round++) {
          const met = new Set(started)
          const set = { members, from: 0, lastNamed: lastNamed(members) }
          started.push(...nextToStart(set, (member) => (met.has(member) ? 'met' : 'waiting')))
        }
        expect(new Set(started).size).toBe(members.length)
        for (const [index, member] of started.entries()) {
          expect(started.slice(0, index).some((earlier) => dependsOn(members, earlier, member))).toBe(false)
        }
      }),
    )
  })

  it('every member is stopped, and none before those that depend on it', () => {
    fc.assert(
      fc.property(anyList, (members) => {
        const order = stopOrder(members, () => false)
        expect(ids(order.toSorted((a, b) => a.position - b.position))).toBe(ids(members))
        for (const [index, member] of order.entries()) {
          expect(order.slice(index + 1).some((later) => dependsOn(members, later, member))).toBe(false)
        }
      }),
    )
  })

  it('dependents are exactly those with a path to the child', () => {
    fc.assert(
      fc.property(anyList, fc.nat(9), (members, index) => {
        const failed = members[index % Math.max(members.length, 1)]
        if (failed === undefined) return
        const expected = members.filter((member) => member === failed || dependsOn(members, member, failed))
        expect(ids(withDependents(members, failed))).toBe(ids(expected))
      }),
    )
  })
})
