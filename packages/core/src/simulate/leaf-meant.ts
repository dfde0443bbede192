// The way out of a path that no leaf has.
import { nearest } from '../spec/nearest.ts'
import type { PossiblePaths } from './possible-paths.ts'

/** More would not be read. */
const MOST_NAMED = 8

/** The leaf that was probably meant, or else which there are. */
export function leafMeant(path: unknown, paths: PossiblePaths): string {
  const meant = typeof path === 'string' ? nearestLeaf(path, [...paths.leaves]) : null
  return meant === null ? leavesOf(paths) : `Did you mean "${meant}"?`
}

/** Which leaves there are. */
export function leavesOf({ leaves }: PossiblePaths): string {
  return `Leaves of this tree: ${someOf([...leaves])}.`
}

/** The first of some paths. */
export function someOf(paths: readonly string[]): string {
  const rest = paths.length > MOST_NAMED ? [`and ${paths.length - MOST_NAMED} more`] : []
  return [...paths.slice(0, MOST_NAMED), ...rest].join(', ')
}

// Long paths that begin alike look near when their ends have nothing in common: only ids are compared.
const nearestLeaf = (path: string, leaves: readonly string[]): string | null => {
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

const split = (path: string): readonly [parent: string, id: string] => {
  const slash = path.lastIndexOf('/')
  return [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)]
}
