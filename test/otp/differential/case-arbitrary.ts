// Random cases that happen in zero time. What is done was drawn as numbers and is resolved here against the tree, so
// that trees and scenarios shrink apart from each other.
//
// Erlang has no order between different supervisors, so what is simultaneous goes to the mailbox of one. Stops take
// time where a leaf ignores them, and a one_for_one supervisor of ours goes on meanwhile (design, section 4): in such
// a case only groups under the other strategies get simultaneous steps, and no stop among them.
import fc from 'fast-check'
import { type Case, isSupervisor, parentOf, type Step, type SupervisorTree, type Tree } from '../case.ts'
import {
  type Action,
  type Add,
  actionsArbitrary,
  bootArbitrary,
  type FailStart,
  type LeafAction,
  type Member,
} from './action-arbitrary.ts'
import { type Addition, childrenOf, type Places, pickFrom, placesOf, type SupervisorPlace } from './places.ts'
import { treeArbitrary } from './tree-arbitrary.ts'

export const caseArbitrary: fc.Arbitrary<Case> = fc
  .record({ tree: treeArbitrary, boot: bootArbitrary, actions: actionsArbitrary })
  .map(({ tree, boot, actions }) => resolveCase(tree, boot, actions))

type Ground = {
  readonly places: Places
  /** Some leaf ignores its stop: then no child may be waited for without limit. */
  readonly hasDeaf: boolean
  /** Supervisors of the tree itself: only they are added to. */
  readonly own: readonly SupervisorPlace[]
  /** Those of them that may get several messages at once. */
  readonly ordered: readonly SupervisorPlace[]
}

function resolveCase(drawn: SupervisorTree, boot: readonly FailStart[], actions: readonly Action[]): Case {
  const hasDeaf = actions.some(({ kind }) => kind === 'ignoreStop')
  const tree = hasDeaf ? withoutInfinity(drawn) : drawn
  const own = placesOf(tree).supervisors
  const ordered = hasDeaf ? own.filter((place) => place.tree.strategy !== 'one_for_one') : own
  const places = placesOf(
    tree,
    actions.flatMap((action) => additionsOf(action, { hasDeaf, own, ordered })),
  )
  const ground = { places, hasDeaf, own, ordered }
  const before = boot.flatMap((failing) => leafSteps(failing, places.leaves)).map((step) => ({ ...step, at: '0s' }))
  // Ten hours apart: time enough for whoever must be killed on the way.
  const steps = actions.flatMap((action, index) => actionSteps(action, ground, `${(index + 1) * 10}h`))
  return { tree, steps: [...before, ...steps] }
}

function actionSteps(action: Action, ground: Ground, at: string): Step[] {
  const { supervisors, leaves, root } = ground.places
  switch (action.kind) {
    case 'together': {
      const supervisor = pickFrom(ground.ordered, action.pick)
      if (supervisor === undefined) return []
      return action.members
        .flatMap((member) => memberSteps(member, supervisor, ground))
        .map((step) => ({ ...step, at }))
    }
    case 'exits': {
      const supervisor = pickFrom(ground.ordered, action.pick)
      const own = leaves.filter((path) => parentOf(path) === supervisor?.path)
      const named = action.picks.flatMap((pick) => pickFrom(own, pick) ?? [])
      return named.length === 0 ? [] : [{ exit: [...new Set(named)], ...action.end }]
    }
    case 'exit':
    case 'failStart':
    case 'failingExit':
      return leafSteps(action, leaves)
    case 'ignoreStop':
      return [{ ignoreStop: pickFrom(leaves, action.pick) ?? '' }]
    case 'childCalls': {
      const children = supervisors.flatMap(({ path }) => childrenOf(ground.places, path))
      return callSteps(action.names, pickFrom([...children, `${root}/nobody`, `${root}/nowhere/nobody`], action.pick))
    }
    case 'listing':
      return callSteps(
        [action.name],
        pickFrom([...supervisors.map(({ path }) => path), `${root}/nowhere`], action.pick),
      )
    case 'add':
      return addSteps(action, pickFrom(ground.own, action.pick), ground)
    case 'stop':
      return [{ call: 'stop' }]
  }
}

/** One of several simultaneous steps, all for one supervisor. */
function memberSteps(action: Member, supervisor: SupervisorPlace, ground: Ground): Step[] {
  const { places, hasDeaf } = ground
  const { path } = supervisor
  const children = childrenOf(places, path)
  switch (action.kind) {
    case 'exit':
    case 'failStart':
    case 'failingExit':
      return leafSteps(
        action,
        children.filter((child) => places.leaves.includes(child)),
      )
    case 'childCalls':
      return callSteps(action.names, pickFrom([...children, `${path}/nobody`], action.pick))
    case 'listing':
      // Not countChildren: OTP's `active` knows of a death that is still in the mailbox.
      return callSteps(['whichChildren'], path)
    case 'add':
      return addSteps(action, supervisor, ground)
    case 'stop':
      return path === places.root && !hasDeaf ? [{ call: 'stop' }] : []
  }
}

function leafSteps(action: LeafAction, leaves: readonly string[]): Step[] {
  const path = pickFrom(leaves, action.pick)
  if (path === undefined) return []
  const fails = 'times' in action ? [{ failStart: path, times: action.times }] : []
  return [...fails, ...('end' in action ? [{ exit: path, ...action.end }] : [])]
}

function callSteps(names: readonly string[], path = ''): Step[] {
  return names.map((name) => ({ call: name, path }))
}

type Known = Omit<Ground, 'places'>

function addSteps(action: Add, parent: SupervisorPlace | undefined, ground: Known): Step[] {
  return parent === undefined
    ? []
    : [{ call: 'startChild', path: parent.path, spec: addedSpec(action, parent, ground) }]
}

function additionsOf(action: Action, known: Known): Addition[] {
  const isGroup = action.kind === 'together'
  const adds = (isGroup ? action.members : [action]).filter(({ kind }) => kind === 'add') as Add[]
  return adds.flatMap((add) => {
    const parent = isGroup ? pickFrom(known.ordered, action.pick) : pickFrom(known.own, add.pick)
    return parent === undefined ? [] : [{ parent: parent.path, spec: addedSpec(add, parent, known) }]
  })
}

/** A new child, or one whose id is taken; an id is always of a leaf or always of a supervisor. */
function addedSpec({ id, spec }: Add, { tree }: SupervisorPlace, { hasDeaf }: Known): Tree {
  const taken = tree.children.filter((child) => isSupervisor(child) === isSupervisor(spec)).map((child) => child.id)
  const fresh = isSupervisor(spec) ? ['n', 'm'] : ['x', 'y']
  const legal = spec.restart === 'permanent' ? { ...spec, significant: false } : spec
  const named = { ...legal, id: [...fresh, ...fresh, ...taken][id] ?? fresh[0] ?? '' }
  return hasDeaf ? withoutInfinity(named) : named
}

function withoutInfinity<T extends Tree>(tree: T): T {
  if (isSupervisor(tree)) return { ...tree, children: tree.children.map(withoutInfinity) }
  return 'shutdown' in tree && tree.shutdown === 'infinity' ? { ...tree, shutdown: '1s' } : tree
}
