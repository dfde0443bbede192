// `run --only PATH`: a tree without what is neither named nor needed by what is named.
import type { ChildSpec, SupervisorChildSpec } from '@otp-sup/core'
import type { LoadedTree } from '../tree-files/load-tree-file.ts'

type At = readonly (string | number)[]

/** Ids that are kept of the children of each supervisor, by its path; a supervisor without an entry is kept whole. */
type Kept = Map<string, ReadonlySet<string>>

const isWithin = (path: string, above: string): boolean => path === above || path.startsWith(`${above}/`)

/** Every path of a tree, the root first. */
export const pathsOf = (spec: ChildSpec, above = ''): readonly string[] => {
  const path = above === '' ? spec.id : `${above}/${spec.id}`
  return spec.type === 'worker' ? [path] : [path, ...spec.children.flatMap((child) => pathsOf(child, path))]
}

/** The tree with these paths, with all below them, and with the siblings that they depend on. */
export const onlyPaths = (tree: LoadedTree, paths: readonly string[]): LoadedTree => {
  const kept: Kept = new Map()
  keepOf(tree.spec, tree.spec.id, paths, kept)
  const pruned = prunedSource(tree.source, tree.spec.id, kept)
  return {
    ...tree,
    spec: prunedSpec(tree.spec, tree.spec.id, kept),
    source: pruned.source,
    textAt: (at: At) => tree.textAt(pruned.oldPlace(at)),
  }
}

/** The same of a tree that is checked, and nothing else. */
export const onlySpec = (spec: SupervisorChildSpec, paths: readonly string[]): SupervisorChildSpec => {
  const kept: Kept = new Map()
  keepOf(spec, spec.id, paths, kept)
  return prunedSpec(spec, spec.id, kept)
}

const keepOf = (spec: SupervisorChildSpec, path: string, paths: readonly string[], kept: Kept): void => {
  if (paths.some((wanted) => isWithin(path, wanted))) return
  const ids = new Set<string>()
  for (const child of spec.children.toReversed()) {
    const below = `${path}/${child.id}`
    const isOnTheWay = paths.some((wanted) => isWithin(below, wanted) || isWithin(wanted, below))
    if (!isOnTheWay && !ids.has(child.id)) continue
    ids.add(child.id)
    needsOf(child, spec.children).forEach((id) => ids.add(id))
    if (isOnTheWay && child.type === 'supervisor') keepOf(child, below, paths, kept)
  }
  kept.set(path, ids)
}

/** Walked from the last child to the first, whatever a needed one needs comes after it. */
const needsOf = ({ id, dependsOn }: ChildSpec, siblings: readonly ChildSpec[]): readonly string[] =>
  dependsOn === 'all_before'
    ? siblings
        .slice(
          0,
          siblings.findIndex((each) => each.id === id),
        )
        .map((each) => each.id)
    : dependsOn

const prunedSpec = (spec: SupervisorChildSpec, path: string, kept: Kept): SupervisorChildSpec => {
  const ids = kept.get(path)
  if (ids === undefined) return spec
  const children = spec.children.filter(({ id }) => ids.has(id))
  const below = (child: ChildSpec): ChildSpec =>
    child.type === 'supervisor' ? prunedSpec(child, `${path}/${child.id}`, kept) : child
  return { ...spec, children: children.map(below) }
}

type Pruned = { readonly source: unknown; readonly oldPlace: (at: At) => At }

const WHOLE = (source: unknown): Pruned => ({ source, oldPlace: (at) => at })

const prunedSource = (source: unknown, path: string, kept: Kept): Pruned => {
  const ids = kept.get(path)
  if (ids === undefined) return WHOLE(source)
  const { children, ...rest } = source as { readonly children: readonly unknown[] }
  const entries = children.flatMap((child, index) => {
    const { id } = (child ?? {}) as { readonly id?: string }
    if (id === undefined || !isKept(id, ids)) return []
    return [{ index, pruned: prunedSource(child, `${path}/${id}`, kept) }]
  })
  return {
    source: { ...rest, children: entries.map(({ pruned }) => pruned.source) },
    oldPlace: (at) => {
      const [key, index, ...below] = at
      const entry = key === 'children' && typeof index === 'number' ? entries[index] : undefined
      return entry === undefined ? at : ['children', entry.index, ...entry.pruned.oldPlace(below)]
    },
  }
}

/** Copies are made of one entry. */
const isKept = (id: string, ids: ReadonlySet<string>): boolean =>
  ids.has(id) || [...ids].some((each) => each.startsWith(`${id}@`))
