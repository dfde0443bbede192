// Trees that are explored, some of them to the last state in every run: every strategy, with and without `dependsOn`, one level and two.
import { type SupervisorSpec, supervisor, worker } from '@otp-sup/core'

/** A tree and what is looked at beside processes, time and a stop. */
export type ModelTree = {
  readonly name: string
  readonly tree: SupervisorSpec
  /** Calls that start, stop, restart and delete children. */
  readonly calls: boolean
  /** Two things at one instant. */
  readonly together: boolean
  /** Whether it has so few states that every run of the tests comes to the last. */
  readonly isSmall: boolean
}

const STRATEGIES = ['one_for_one', 'one_for_all', 'rest_for_one'] as const
type Strategy = (typeof STRATEGIES)[number]
type Shape = Omit<ModelTree, 'tree' | 'isSmall'> & {
  /** Under which strategies it is small. */
  readonly small?: readonly Strategy[]
  readonly children: (strategy: Strategy) => readonly object[]
}

const leaf = (id: string, options: object = {}) => worker(id, { command: ['run'], ...options })
const oneShot = (id: string, options: object = {}) => leaf(id, { ready: { exit: true }, ...options })
const group = (id: string, options: object) => supervisor(id, { intensity: 1, ...options })

const SHAPES: readonly Shape[] = [
  {
    name: 'two permanent leaves, calls, and two things at once',
    calls: true,
    together: true,
    children: () => [leaf('a'), leaf('b')],
  },
  {
    name: 'the three restart types',
    small: STRATEGIES,
    calls: false,
    together: true,
    children: () => [leaf('a'), leaf('b', { restart: 'transient' }), leaf('c', { restart: 'temporary' })],
  },
  {
    name: 'a fork: b and c depend on a alone, d on both',
    small: ['one_for_all', 'rest_for_one'],
    calls: false,
    together: false,
    children: () => [
      leaf('a'),
      leaf('b', { dependsOn: ['a'] }),
      leaf('c', { dependsOn: ['a'] }),
      leaf('d', { dependsOn: ['b', 'c'] }),
    ],
  },
  {
    name: 'b depends on nobody, c on a, and calls',
    calls: true,
    together: false,
    children: () => [leaf('a'), leaf('b', { dependsOn: [] }), leaf('c', { dependsOn: ['a'] })],
  },
  {
    name: 'a supervisor below, calls, and two things at once',
    calls: true,
    together: true,
    children: (strategy) => [leaf('a'), group('t', { strategy, children: [leaf('b')] })],
  },
  {
    name: 'a transient supervisor with a finite shutdown, two leaves below',
    small: ['one_for_all', 'rest_for_one'],
    calls: false,
    together: true,
    children: (strategy) => [
      leaf('a', { shutdown: 'brutal_kill' }),
      group('t', { strategy, restart: 'transient', shutdown: '3s', children: [leaf('b'), leaf('c')] }),
    ],
  },
  {
    name: 'a one-shot before two services',
    calls: true,
    together: false,
    children: () => [oneShot('a'), leaf('b'), leaf('c', { dependsOn: ['a'] })],
  },
  {
    name: 'back-off of both, and calls',
    calls: true,
    together: false,
    children: () => [
      leaf('a', { backoff: { initial: '1s', max: '1s' } }),
      leaf('b', { backoff: { initial: '2s', max: '2s' } }),
    ],
  },
  {
    name: 'health and limits, and calls',
    calls: true,
    together: false,
    children: () => [leaf('a', { health: { tcp: 80 }, shutdown: '1s' }), leaf('b', { limits: { memory: '1MiB' } })],
  },
  {
    name: 'significant children below that shut down their supervisor',
    small: STRATEGIES,
    calls: false,
    together: true,
    children: (strategy) => [
      leaf('a'),
      group('t', {
        strategy,
        restart: 'transient',
        autoShutdown: 'any_significant',
        children: [leaf('b', { restart: 'transient', significant: true }), leaf('c', { restart: 'temporary' })],
      }),
    ],
  },
]

const SIMPLE: readonly ModelTree[] = [
  {
    name: 'simple_one_for_one: a permanent template',
    tree: supervisor('s', { strategy: 'simple_one_for_one', intensity: 1, template: leaf('a') }),
    calls: true,
    together: true,
    isSmall: false,
  },
  {
    name: 'simple_one_for_one: a transient template with back-off',
    tree: supervisor('s', {
      strategy: 'simple_one_for_one',
      intensity: 1,
      template: leaf('a', { restart: 'transient', backoff: { initial: '1s', max: '1s' } }),
    }),
    calls: true,
    together: false,
    isSmall: false,
  },
]

/** Every shape under every strategy, and templates. */
export const MODEL_TREES: readonly ModelTree[] = [
  ...STRATEGIES.flatMap((strategy) =>
    SHAPES.map(({ name, children, calls, together, small }) => ({
      name: `${strategy}: ${name}`,
      tree: supervisor('s', { strategy, intensity: 1, children: children(strategy) as never }),
      calls,
      together,
      isSmall: small?.includes(strategy) === true,
    })),
  ),
  ...SIMPLE,
]
