import { describe, expect, it, vi } from 'vitest'
import { SpecError } from '../errors.ts'
import { supervisor, worker } from '../spec/builders.ts'
import type { SupervisorSpec } from '../spec/spec.ts'
import { type ExploreOptions, explore } from './explore.ts'
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
const NO_CALLS: ExploreOptions = { calls: false, together: true, maxStates: 2000 }

describe('an exploration', () => {
  it('ends when every state is known, and tells every way to end with the fewest moves', () => {
    const found = explore(supervisor('s', { intensity: 0, children: [leaf('a')] }), NO_CALLS)
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
