import { describe, expect, it, vi } from 'vitest'
import { SpecError } from '../errors.ts'
import { supervisor, worker } from '../spec/builders.ts'
import { checkedTree } from '../spec/checked-tree.ts'
import type { SupervisorSpec } from '../spec/spec.ts'
import { type ExploreOptions, explore } from './explore.ts'
import { fingerprint } from './fingerprint.ts'
import { type Move, make, movesOf } from './moves.ts'
import { openWorld } from './open-world.ts'
import { follow, shorten, wander } from './wander.ts'

/** Rules of OTP that are broken on purpose, by name. */
const planted = vi.hoisted(() => ({ rules: {} as Record<string, unknown> }))
vi.mock('@otp-sup/strategies', async (original) => {
  const real = await original<Record<string, unknown>>()
  type Rule = (...given: readonly unknown[]) => unknown
  const rules = Object.entries(real).filter((entry): entry is [string, Rule] => typeof entry[1] === 'function')
  const plantable = rules.map(([name, rule]): [string, Rule] => [
    name,
    (...given) => ((planted.rules[name] ?? rule) as Rule)(...given),
  ])
  return { ...real, ...Object.fromEntries(plantable) }
})

const leaf = (id: string, options: object = {}) => worker(id, { command: ['run'], ...options })

const pair = (strategy: 'one_for_one' | 'one_for_all' | 'rest_for_one', intensity = 1): SupervisorSpec =>
  supervisor('s', {
    strategy,
    intensity,
    children: [leaf('a'), leaf('b', { restart: 'transient' }), leaf('c', { restart: 'temporary' })],
  })

const ALL: ExploreOptions = { calls: true, together: false, maxStates: 2000 }
const NO_CALLS: ExploreOptions = { calls: false, together: true, maxStates: 10_000 }

describe('an exploration', () => {
  it('ends when every state is known, and tells every way to end by the fewest faults', () => {
    const found = explore(supervisor('s', { intensity: 0, children: [leaf('a')] }), { maxStates: 1000 })
    expect(found).toMatchObject({ isComplete: true, broken: null })
    expect(found.endings).toMatchObject({
      start_failed: [{ kind: 'end', path: 's/a', end: { kind: 'exit', code: 1 } }],
      gave_up: [{ kind: 'ready' }, { kind: 'end' }],
      requested: [{ kind: 'stop' }, { kind: 'end' }],
    })
  })

  it('refuses a tree that is wrong', () => {
    expect(() => explore({ id: 'no id' }, ALL)).toThrow(SpecError)
  })

  it('ends when it knows as many states as it may', () => {
    expect(explore(pair('one_for_one'), { ...ALL, maxStates: 50 })).toMatchObject({ isComplete: false, states: 50 })
  })

  it('finds the same states each time', () => {
    const [first, second] = [explore(pair('one_for_all'), NO_CALLS), explore(pair('one_for_all'), NO_CALLS)]
    expect(second).toEqual(first)
  })

  it.each(['one_for_one', 'one_for_all', 'rest_for_one'] as const)('finds no broken law under %s', (strategy) => {
    expect(explore(pair(strategy), NO_CALLS)).toMatchObject({ isComplete: true, broken: null })
  })
})

describe('two states that count as the same', () => {
  const MOVES = { calls: true, together: false }
  const tree = supervisor('s', { strategy: 'one_for_all', intensity: 1, children: [leaf('a'), leaf('b'), leaf('c')] })
  const spec = checkedTree(tree)
  const after = (way: readonly Move[]) => {
    const world = openWorld(spec)
    for (const move of way) make(world, move)
    return world
  }

  it('go on alike, whatever happens next', () => {
    const ways: (readonly Move[])[] = [[]]
    const first = new Map<string, readonly Move[]>()
    let compared = 0
    for (const way of ways) {
      const state = fingerprint(after(way))
      const twin = first.get(state)
      if (twin !== undefined) {
        const futures = [way, twin].map((each) =>
          movesOf(after(each), MOVES).map((move) => [move, fingerprint(after([...each, move]))]),
        )
        expect(futures[0], JSON.stringify([way, twin])).toEqual(futures[1])
        compared += 1
      }
      first.set(state, way)
      if (ways.length < 400 && twin === undefined)
        ways.push(...movesOf(after(way), MOVES).map((move) => [...way, move]))
    }
    expect(compared).toBeGreaterThan(50)
  })

  it('but not when a start of another child waits in the mailbox', () => {
    const down = (id: string): Move[] => [
      { kind: 'call', name: 'terminateChild', supervisor: 's', id },
      { kind: 'end', path: `s/${id}`, end: { kind: 'signal', signal: 'SIGTERM' }, asked: true },
      { kind: 'call', name: 'deleteChild', supervisor: 's', id },
    ]
    const up: Move[] = ['a', 'b', 'c'].map((id) => ({ kind: 'ready', path: `s/${id}` }))
    const crash: Move = { kind: 'end', path: 's/a', end: { kind: 'exit', code: 1 }, asked: false }
    const waiting = (id: string): Move[] => [
      ...up,
      ...down('b'),
      ...down('c'),
      crash,
      { kind: 'call', name: 'startChild', supervisor: 's', id },
    ]
    expect(fingerprint(after(waiting('b')))).not.toBe(fingerprint(after(waiting('c'))))
  })
})

describe('a planted bug is found', () => {
  const PLANTED = [
    [
      'a window that counts one too few',
      { isIntensityExceeded: (n: number, most: number) => n >= most },
      'no more restarts',
    ],
    ['a round that starts temporary children', { isStartedByRound: () => true }, 'whichChildren agrees'],
    ['stops in the order of starts', { nextToStop: stopsForward }, 'is stopped after what depends on it'],
    ['starts that wait for nobody', { nextToStart: startsAll }, 'starts after what it depends on is ready'],
    ['a transient child that is not restarted', { isRestarted: () => false }, 'whoever is down is down for a reason'],
  ] as const

  it.each(PLANTED)('%s', (_name, rules, law) => {
    planted.rules = rules
    try {
      const { broken } = explore(pair('one_for_all'), NO_CALLS)
      expect(broken?.law).toContain(law)
      expect(follow(pair('one_for_all'), broken?.way ?? [])).toMatchObject({ law: broken?.law })
    } finally {
      planted.rules = {}
    }
  })
})

type Members = { readonly members: readonly { readonly status: { readonly kind: string } }[] }

function stopsForward({ members }: Members, isDown: (child: unknown) => boolean): unknown[] {
  return members.filter((child) => !isDown(child)).slice(0, 1)
}

function startsAll({ members }: Members, progressOf: (child: unknown) => string): unknown[] {
  return members.filter((child) => progressOf(child) === 'waiting')
}

describe('a walk', () => {
  const numbers = (seed: number) => {
    let at = seed
    return { next: () => (at = (at * 16_807) % 2_147_483_647) / 2_147_483_647 }
  }

  it('ends with a tree that is down, and every law holds', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const { way, broken } = wander(pair('rest_for_one'), { random: numbers(seed), steps: 30 })
      expect(broken, JSON.stringify(way)).toBeNull()
    }
  })

  it('is the same for the same chance', () => {
    const walk = () => wander(pair('one_for_one'), { random: numbers(7), steps: 30 })
    expect(walk()).toEqual(walk())
  })

  it('is shortened to the moves that break the law', () => {
    planted.rules = { isStartedByRound: () => true }
    try {
      const spec = pair('one_for_all', 3)
      const walks = Array.from({ length: 50 }, (_, seed) => wander(spec, { random: numbers(seed + 1), steps: 30 }))
      const found = walks.find(({ broken, way }) => broken !== null && way.length > 4)
      const way = shorten(spec, found?.way ?? [], found?.broken?.law ?? '')
      expect(way.length).toBeLessThan(found?.way.length ?? 0)
      expect(follow(spec, way)).toMatchObject({ law: found?.broken?.law })
    } finally {
      planted.rules = {}
    }
  })
})
