// What the startChild steps of a case add, each settled once: where, what they are given, and what that can become.
import { type CopyStart, isSupervisor, type SupervisorTree, type Tree } from '../case.ts'
import type { Action, Add } from './action-arbitrary.ts'
import { type Addition, isPool, pickFrom, type SupervisorPlace } from './places.ts'

/** `given` is undefined for a copy that gets a number. */
export type Added = Addition & { readonly given: Tree | CopyStart | undefined }
export type Additions = ReadonlyMap<Add, Added>

type Known = {
  readonly own: readonly SupervisorPlace[]
  readonly ordered: readonly SupervisorPlace[]
  readonly legal: (spec: Tree) => Tree
}

export function additionsOf(filling: readonly Add[], actions: readonly Action[], known: Known): Additions {
  const found = new Map<Add, Added>()
  const pools = known.own.filter(({ tree }) => isPool(tree))
  const first = filling.flatMap((add) => placed(add, pickFrom(pools, add.pick)))
  for (const { add, parent } of [...first, ...actions.flatMap((action) => placedAdds(action, known))]) {
    const before = [...found.values()].filter((added) => added.parent === parent.path)
    found.set(
      add,
      isPool(parent.tree)
        ? newCopy(add, parent, before)
        : { parent: parent.path, ...newChild(add, parent.tree, known) },
    )
  }
  return found
}

type Placed = { readonly add: Add; readonly parent: SupervisorPlace }

function placedAdds(action: Action, { own, ordered }: Known): Placed[] {
  const isTogether = action.kind === 'together'
  const adds = (isTogether ? action.members : [action]).filter(({ kind }) => kind === 'add') as Add[]
  return adds.flatMap((add) => placed(add, isTogether ? pickFrom(ordered, action.pick) : pickFrom(own, add.pick)))
}

function placed(add: Add, parent: SupervisorPlace | undefined): Placed[] {
  return parent === undefined ? [] : [{ add, parent }]
}

/**
 * A copy has the next number, or an id that no other ever gets: OTP does not know ids here, and so cannot refuse one.
 * Fewer numbers may be drawn than are foreseen: a supervisor that is down draws none.
 */
function newCopy({ id }: Add, { path, tree }: SupervisorPlace, before: readonly Added[]): Added {
  const isNumbered = id > 1
  const alike = before.filter(({ given }) => (given === undefined) === isNumbered).length
  const name = `${isNumbered ? 'e' : 'f'}@${alike + 1}`
  const spec = { ...(tree.template as Tree), id: name }
  return { parent: path, spec, given: isNumbered ? undefined : { id: name } }
}

/** A new child, or one whose id is taken; an id always stands for the same kind of child. */
function newChild({ id, spec }: Add, { children = [] }: SupervisorTree, { legal }: Known): Omit<Added, 'parent'> {
  const isAlike = (child: Tree) => (isSupervisor(child) ? isSupervisor(spec) && !isPool(child) : !isSupervisor(spec))
  const taken = children.filter(isAlike).map((child) => child.id)
  const fresh = isSupervisor(spec) ? ['n', 'm'] : ['x', 'y']
  const significant = spec.significant === true && spec.restart !== 'permanent'
  const named = legal({ ...spec, significant, id: [...fresh, ...fresh, ...taken][id] ?? fresh[0] ?? '' })
  return { spec: named, given: named }
}
