// Random specs of one tree, near to each other: children come, go, move and change, a nested supervisor too.
import { type SupervisorSpec, supervisor, worker } from '@otp-sup/core'
import fc from 'fast-check'

const IDS = ['a', 'b', 'c', 'd', 'e'] as const

const anyLeaf = fc.record({
  command: fc.constantFrom('one', 'one', 'two'),
  restart: fc.constantFrom('permanent', 'permanent', 'transient', 'temporary', 'one-shot'),
  shutdown: fc.constantFrom('5s', '1s', 'brutal_kill'),
  isBackedOff: fc.boolean(),
  dependsOn: fc.option(fc.subarray([...IDS]), { nil: undefined, freq: 1 }),
})
type Leaf = typeof anyLeaf extends fc.Arbitrary<infer L> ? L : never

const toLeaf = (id: string, leaf: Leaf, before: readonly string[]): unknown => {
  const { command, restart, shutdown, isBackedOff, dependsOn } = leaf
  return worker(id, {
    command: [command, id],
    shutdown,
    ...(restart === 'one-shot' ? { ready: { exit: true } } : { restart }),
    ...(isBackedOff ? { backoff: { initial: '1s' } } : {}),
    ...(dependsOn === undefined ? {} : { dependsOn: dependsOn.filter((each) => before.includes(each)) }),
  } as never)
}

const groupOf = (leaf: fc.Arbitrary<Leaf>, intensities: fc.Arbitrary<number>) =>
  fc
    .record({
      strategy: fc.constantFrom('one_for_one', 'one_for_all', 'rest_for_one'),
      intensity: intensities,
      ids: fc.shuffledSubarray([...IDS]),
      leaves: fc.tuple(...IDS.map(() => leaf)),
    })
    .map(
      ({ strategy, intensity, ids, leaves }) =>
        (id: string, nested: { readonly at: number; readonly child: unknown } | null): SupervisorSpec => {
          const children = ids.map((each, index) => toLeaf(each, leaves[index] as Leaf, ids.slice(0, index)))
          if (nested !== null) children.splice(nested.at, 0, nested.child)
          return supervisor(id, { strategy, intensity, children } as never)
        },
    )

const treeOf = (anyGroup: ReturnType<typeof groupOf>): fc.Arbitrary<SupervisorSpec> =>
  fc
    .tuple(anyGroup, fc.option(anyGroup, { freq: 3 }), fc.nat(3))
    .map(([outer, inner, at]) => outer('s', inner === null ? null : { at, child: inner('sub', null) }))

/** A tree of the root `s`. */
export const anySpec = treeOf(groupOf(anyLeaf, fc.integer({ min: 5, max: 7 })))

/** The same, of children that always come back. */
export const anyLastingSpec = treeOf(
  groupOf(
    anyLeaf.map((each) => ({ ...each, restart: 'permanent' })),
    fc.integer({ min: 1000, max: 1002 }),
  ),
)
