// Every path that a case can have: those of its tree, and those that its startChild steps could make. A supervisor of
// `simple_one_for_one` is called a pool here, and its children copies: they, and only they, have an @ in their ids.
import { idOf, isSupervisor, parentOf, type SupervisorTree, type Tree } from '../case.ts'

export type SupervisorPlace = { readonly path: string; readonly tree: SupervisorTree }

export type Places = {
  readonly root: string
  readonly leaves: readonly string[]
  readonly supervisors: readonly SupervisorPlace[]
}

export type Addition = { readonly parent: string; readonly spec: Tree }

export function placesOf(tree: SupervisorTree, additions: readonly Addition[] = []): Places {
  const found = [
    { path: tree.id, tree },
    ...additions.map(({ parent, spec }) => ({ path: `${parent}/${spec.id}`, tree: spec })),
  ]
  const all = found.flatMap(placesBelow)
  const leaves = all.filter((place) => !isSupervisor(place.tree)).map(({ path }) => path)
  const supervisors = all.flatMap((place) => (isSupervisor(place.tree) ? [{ path: place.path, tree: place.tree }] : []))
  const paths = new Set(supervisors.map(({ path }) => path))
  return {
    root: tree.id,
    leaves: [...new Set(leaves)],
    supervisors: supervisors.filter(({ path }) => paths.delete(path)),
  }
}

type Place = { readonly path: string; readonly tree: Tree }

function placesBelow(place: Place): Place[] {
  const children = isSupervisor(place.tree) ? (place.tree.children ?? []) : []
  return [place, ...children.flatMap((child) => placesBelow({ path: `${place.path}/${child.id}`, tree: child }))]
}

/** The children that a supervisor may have, leaves first. */
export function childrenOf(places: Places, parent: string): string[] {
  const supervisors = places.supervisors.map(({ path }) => path)
  return [...places.leaves, ...supervisors].filter((path) => parentOf(path) === parent)
}

export function isPool({ strategy }: SupervisorTree): boolean {
  return strategy === 'simple_one_for_one'
}

export function isCopy(path: string): boolean {
  return idOf(path).includes('@')
}

/** The entry that a drawn number stands for. */
export function pickFrom<T>(entries: readonly T[], pick: number): T | undefined {
  return entries[pick % Math.max(1, entries.length)]
}
