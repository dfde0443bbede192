// Random cases that happen in zero time. What is done was drawn as numbers and is resolved here against the tree, so
// that trees and scenarios shrink apart from each other.
//
// Erlang has no order between different supervisors, so what is simultaneous goes to the mailbox of one. Stops take
// time where a leaf ignores them, and a one_for_one supervisor or a pool of ours goes on meanwhile (design, section 4):
// in such a case only groups under the other strategies get simultaneous steps, and no stop among them.
import fc from 'fast-check'
import { type Case, idOf, isSupervisor, parentOf, type Step, type SupervisorTree, type Tree } from '../case.ts'
import {
  type Action,
  type Add,
  actionsArbitrary,
  bootArbitrary,
  type FailStart,
  fillingArbitrary,
  type LastEnds,
  type LeafAction,
  type Meeting,
  type Member,
} from './action-arbitrary.ts'
import { type Additions, additionsOf } from './additions.ts'
import { withoutDeviations } from './deviations.ts'
import { childrenOf, isCopy, isPool, type Places, pickFrom, placesOf, type SupervisorPlace } from './places.ts'
import { treeArbitrary } from './tree-arbitrary.ts'

export const caseArbitrary: fc.Arbitrary<Case> = fc
  .record({ tree: treeArbitrary, boot: bootArbitrary, filling: fillingArbitrary, actions: actionsArbitrary })
  .map(resolveCase)

type DrawnCase = {
  readonly tree: SupervisorTree
  readonly boot: readonly FailStart[]
  readonly filling: readonly Add[]
  readonly actions: readonly Action[]
}

type Ground = {
  readonly places: Places
  /** Some leaf ignores its stop: then no child may be waited for without limit. */
  readonly hasDeaf: boolean
  /** Supervisors of the tree itself that may get several messages at once. */
  readonly ordered: readonly SupervisorPlace[]
  readonly additions: Additions
}

function resolveCase({ tree: drawn, boot, filling, actions }: DrawnCase): Case {
  const hasDeaf = actions.some(({ kind }) => kind === 'ignoreStop')
  const tree = hasDeaf ? withoutInfinity(drawn) : drawn
  const own = placesOf(tree).supervisors
  const ordered = hasDeaf ? own.filter((place) => isGroup(place.tree)) : own
  const legal = (spec: Tree) => (hasDeaf ? withoutInfinity(spec) : spec)
  const additions = additionsOf(filling, actions, { own, ordered, legal })
  const ground = { places: placesOf(tree, [...additions.values()]), hasDeaf, ordered, additions }
  const before = boot
    .flatMap((failing) => leafSteps(failing, ground.places.leaves))
    .map((step) => ({ ...step, at: '0s' }))
  // Ten hours apart: time enough for whoever must be killed on the way.
  const steps = actions.flatMap((action, index) => actionSteps(action, ground, `${(index + 1) * 10}h`))
  return { tree, steps: withoutDeviations([...before, ...filling.flatMap((add) => addSteps(add, ground)), ...steps]) }
}

function isGroup({ strategy }: SupervisorTree): boolean {
  return strategy === 'one_for_all' || strategy === 'rest_for_one'
}

function actionSteps(action: Action, ground: Ground, at: string): Step[] {
  const { supervisors, leaves, root } = ground.places
  switch (action.kind) {
    case 'together':
    case 'meeting': {
      const supervisor = pickFrom(ground.ordered, action.pick)
      if (supervisor === undefined) return []
      const steps =
        action.kind === 'meeting'
          ? meetingSteps(action, supervisor, ground)
          : action.members.flatMap((member) => memberSteps(member, supervisor, ground))
      return steps.map((step) => ({ ...step, at }))
    }
    case 'lastEnds':
      return lastEndSteps(action, ground).map((step) => ({ ...step, at }))
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
    case 'ignoreStop': {
      // No copy: a pool has one time limit for all its children, and the others would run a race with it.
      const path = pickFrom(
        leaves.filter((leaf) => !isCopy(leaf)),
        action.pick,
      )
      return path === undefined ? [] : [{ ignoreStop: path }]
    }
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
      return addSteps(action, ground)
    case 'stop':
      return [{ call: 'stop' }]
  }
}

/** One of several simultaneous steps, all for one supervisor. */
function memberSteps(action: Member, supervisor: SupervisorPlace, ground: Ground): Step[] {
  const { places, hasDeaf } = ground
  const { path, tree } = supervisor
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
      // OTP's `active` knows of a death that is still in the mailbox, but not in a pool.
      return callSteps([isPool(tree) ? action.name : 'whichChildren'], path)
    case 'add':
      return addSteps(action, ground)
    case 'stop':
      return path === places.root && !hasDeaf ? [{ call: 'stop' }] : []
  }
}

/** A child's restart fails, and what is behind its exit in the mailbox meets it, or a sibling, before the retry. */
function meetingSteps(action: Meeting, { path, tree }: SupervisorPlace, { places, hasDeaf }: Ground): Step[] {
  const children = childrenOf(places, path)
  const leaves = children.filter((child) => places.leaves.includes(child))
  const failing = pickFrom(leaves, action.child)
  if (failing === undefined) return []
  const behind = action.behind.flatMap(({ name, whom, pick, end }): Step[] => {
    if (name === 'whichChildren') return callSteps([name], path)
    if (name === 'exit') return [{ exit: pickFrom(leaves, pick) ?? failing, ...end }]
    const met = whom === 'same' ? failing : (pickFrom(children, pick) ?? failing)
    if (name !== 'startChild') return callSteps([name], met)
    const spec = tree.children?.find(({ id }) => id === idOf(met))
    return spec === undefined ? [] : [{ call: name, path, spec }]
  })
  const stop: Step[] = action.stops && path === places.root && !hasDeaf ? [{ call: 'stop' }] : []
  return [{ failStart: failing, times: action.times }, { exit: failing, ...action.end }, ...behind, ...stop]
}

function lastEndSteps(action: LastEnds, { ordered }: Ground): Step[] {
  const found = ordered.map(({ path, tree }) => ({ path, significant: significantLeaves(tree) }))
  const supervisor = pickFrom(
    found.filter(({ significant }) => significant.length > 1),
    action.pick,
  )
  if (supervisor === undefined) return []
  const { path, significant } = supervisor
  const failing = pickFrom(
    significant.filter(({ restart }) => restart === 'transient'),
    action.child,
  )
  if (failing === undefined) return []
  const others = significant.filter((child) => child !== failing)
  return [
    { failStart: `${path}/${failing.id}`, times: action.times },
    { exit: `${path}/${failing.id}`, code: 1 },
    ...others.map(({ id }) => ({ exit: `${path}/${id}`, code: 0 })),
  ]
}

function significantLeaves({ autoShutdown, children = [] }: SupervisorTree): readonly Tree[] {
  return autoShutdown !== 'never' ? children.filter((child) => !isSupervisor(child) && child.significant === true) : []
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

function addSteps(action: Add, { additions }: Ground): Step[] {
  const addition = additions.get(action)
  if (addition === undefined) return []
  const { parent: path, given } = addition
  return [{ call: 'startChild', path, ...(given === undefined ? {} : { spec: given }) }]
}

function withoutInfinity<T extends Tree>(tree: T): T {
  if (!isSupervisor(tree)) return tree.shutdown === 'infinity' ? { ...tree, shutdown: '1s' } : tree
  const { children, template } = tree
  return {
    ...tree,
    ...(children === undefined ? {} : { children: children.map(withoutInfinity) }),
    ...(template === undefined ? {} : { template: withoutInfinity(template) }),
  }
}
