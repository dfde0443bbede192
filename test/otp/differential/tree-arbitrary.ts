// Random trees: four levels of supervisors, every strategy, restart type and autoShutdown, significant children where
// OTP lets them.
import fc from 'fast-check'
import { isSupervisor, type SupervisorTree, type Tree } from '../case.ts'
import { isPool } from './places.ts'

/** So long that no restart leaves the window, here or in Erlang: whole seconds are not our subject. */
const PERIOD = '480h'

const restart = fc.oneof(
  { weight: 3, arbitrary: fc.constant('permanent' as const) },
  { weight: 3, arbitrary: fc.constant('transient' as const) },
  { weight: 2, arbitrary: fc.constant('temporary' as const) },
)

const childKeys = { restart, significant: fc.constantFrom(true, true, false) }

const leaf = fc.record({
  ...childKeys,
  id: fc.constant('leaf'),
  command: fc.constant(['leaf']),
  shutdown: fc.oneof(
    { weight: 4, arbitrary: fc.constant('1s') },
    { weight: 1, arbitrary: fc.constantFrom('brutal_kill', 'infinity') },
  ),
})

const flags = {
  id: fc.constant('supervisor'),
  strategy: fc.constantFrom('one_for_one' as const, 'one_for_all' as const, 'rest_for_one' as const),
  intensity: fc.constantFrom(0, 1, 1, 2, 2, 3, 3, 4, 4),
  period: fc.constant(PERIOD),
  autoShutdown: fc.constantFrom('never' as const, 'any_significant' as const, 'all_significant' as const),
}

function group(child: fc.Arbitrary<Tree>): fc.Arbitrary<SupervisorTree> {
  return fc.record({ ...childKeys, ...flags, children: fc.array(child, { minLength: 1, maxLength: 4 }) })
}

/** What is one of several shrinks to the first of them. */
const SMALLER = { withCrossShrink: true }

const template: fc.Arbitrary<Tree> = fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 1, arbitrary: group(leaf) })

const pool: fc.Arbitrary<SupervisorTree> = fc.record({
  ...childKeys,
  ...flags,
  strategy: fc.constant('simple_one_for_one' as const),
  autoShutdown: fc.constant('never' as const),
  template,
})

function supervisor(child: fc.Arbitrary<Tree>): fc.Arbitrary<SupervisorTree> {
  return fc.oneof(SMALLER, { weight: 5, arbitrary: group(child) }, { weight: 1, arbitrary: pool })
}

function leafOr(other: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> {
  return fc.oneof(SMALLER, { weight: 2, arbitrary: leaf }, { weight: 1, arbitrary: other })
}

const fourLevels = supervisor(leafOr(supervisor(leafOr(supervisor(leafOr(supervisor(leaf)))))))

/** The root of a tree. */
export const treeArbitrary: fc.Arbitrary<SupervisorTree> = fourLevels.map(
  ({ restart: _restart, significant: _significant, ...root }) => withIds({ ...root, id: 's' }),
)

/** The spec of a child that is added while the tree runs: a leaf, or a small supervisor. */
export const addedSpecArbitrary: fc.Arbitrary<Tree> = leafOr(group(leaf).map(withIds))

/** Leaves are a to d, groups t to w, pools i to l, by place: an id always stands for the same kind of child. */
function withIds(tree: SupervisorTree): SupervisorTree {
  const legal = (child: Tree, id: string): Tree => {
    const mayBeSignificant = tree.autoShutdown !== 'never' && child.restart !== 'permanent'
    const named = { ...child, id, significant: mayBeSignificant && child.significant === true }
    return isSupervisor(named) ? withIds(named) : named
  }
  if (tree.template !== undefined) return { ...tree, template: legal(tree.template, 'e') }
  return { ...tree, children: (tree.children ?? []).map((child, place) => legal(child, idsOf(child).charAt(place))) }
}

function idsOf(child: Tree): string {
  if (!isSupervisor(child)) return 'abcd'
  return isPool(child) ? 'ijkl' : 'tuvw'
}
