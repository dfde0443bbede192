// Random trees: three levels, every strategy, restart type and autoShutdown, significant children where OTP lets them.
import fc from 'fast-check'
import { isSupervisor, type SupervisorTree, type Tree } from '../case.ts'

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

function supervisor(child: fc.Arbitrary<Tree>): fc.Arbitrary<SupervisorTree> {
  return fc.record({ ...childKeys, ...flags, children: fc.array(child, { minLength: 1, maxLength: 4 }) })
}

function leafOr(other: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> {
  return fc.oneof({ weight: 2, arbitrary: leaf }, { weight: 1, arbitrary: other })
}

/** The root of a tree. */
export const treeArbitrary: fc.Arbitrary<SupervisorTree> = supervisor(leafOr(supervisor(leafOr(supervisor(leaf))))).map(
  ({ restart: _restart, significant: _significant, ...root }) => withIds({ ...root, id: 's' }),
)

/** The spec of a child that is added while the tree runs: a leaf, or a small supervisor. */
export const addedSpecArbitrary: fc.Arbitrary<Tree> = leafOr(supervisor(leaf).map(withIds))

/** Leaves are a, b, c, d and supervisors t, u, v, w, by place: an id is never both. */
function withIds(tree: SupervisorTree): SupervisorTree {
  const children = tree.children.map((child, place) => {
    const mayBeSignificant = tree.autoShutdown !== 'never' && child.restart !== 'permanent'
    const legal = mayBeSignificant ? child : { ...child, significant: false }
    return isSupervisor(legal)
      ? withIds({ ...legal, id: 'tuvw'.charAt(place) })
      : { ...legal, id: 'abcd'.charAt(place) }
  })
  return { ...tree, children }
}
