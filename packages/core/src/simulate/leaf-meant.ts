// The way out of a path that no leaf has.
import { nearest } from '../spec/nearest.ts'
import { shown } from '../spec/plain-data.ts'
import { firstOf, type PossiblePaths } from './possible-paths.ts'

/** More would not be read. */
const MOST_NAMED = 8

/** What there is to say about a path that no leaf has: what is wrong, and the leaf that was probably meant. */
export function noLeaf(path: unknown, paths: PossiblePaths): { readonly message: string; readonly fix: string } {
  const other = isOfOtherTree(path, paths) ? `: this tree is called ${shown(paths.root)}` : ''
  return { message: `No leaf has the path ${shown(path)}${other}.`, fix: leafMeant(path, paths) }
}

/** Whether a path begins with the root of another tree. */
export function isOfOtherTree(path: unknown, { root }: PossiblePaths): boolean {
  return typeof path === 'string' && path.includes('/') && path.split('/')[0] !== root
}

const leafMeant = (path: unknown, paths: PossiblePaths): string => {
  const meant = typeof path === 'string' ? nearestLeaf(path, [...paths.leaves]) : null
  return meant === null ? leavesOf(paths) : `Did you mean "${firstOf(meant)}"?`
}

/** Which leaves there are. */
export function leavesOf({ leaves }: PossiblePaths): string {
  return `Leaves of this tree: ${someOf([...leaves])}.`
}

/** The first of some paths. */
export function someOf(paths: readonly string[]): string {
  const rest = paths.length > MOST_NAMED ? [`and ${paths.length - MOST_NAMED} more`] : []
  return [...paths.slice(0, MOST_NAMED).map(firstOf), ...rest].join(', ')
}

// Long paths that begin alike look near when their ends have nothing in common: only ids are compared.
const nearestLeaf = (path: string, leaves: readonly string[]): string | null => {
  const copy = leaves.find((leaf) => withoutNumber(leaf) === withoutNumber(path))
  if (copy !== undefined) return copy
  const [parent, id] = split(path)
  const elsewhere = leaves.find((leaf) => split(leaf)[1] === id)
  if (elsewhere !== undefined) return elsewhere
  const siblings = leaves.filter((leaf) => split(leaf)[0] === parent)
  const sibling = nearest(
    id,
    siblings.map((leaf) => split(leaf)[1]),
  )
  if (sibling !== null) return `${parent}/${sibling}`
  return siblings.length === 0 ? nearest(path, leaves) : null
}

/** One of several copies, or made of a template: `shop/web` is short for `shop/web@1`. */
const withoutNumber = (path: string): string => path.replaceAll(/@(?:\d+|\*)(?=\/|$)/g, '')

const split = (path: string): readonly [parent: string, id: string] => {
  const slash = path.lastIndexOf('/')
  return [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)]
}
