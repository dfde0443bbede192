// Where in a document the specs stand: in `children` lists and in `template`, and in a list of specs by itself. A key of
// that name elsewhere (a variable called `children`) is none of them.
import type { At } from './plain-data.ts'

/** For each spec on a path, outermost first, how many of the path's keys lead to it. */
export function lengthsToSpecs(at: At): readonly number[] {
  const lengths: number[] = []
  let used = 0
  for (let step = stepToSpec(at, 0); step > 0; step = stepToSpec(at, used)) {
    used += step
    lengths.push(used)
  }
  return lengths
}

/** How many keys lead from a spec at `used` to the next one below it on the way; 0 when there is none. */
function stepToSpec(at: At, used: number): number {
  if (used === 0 && typeof at[0] === 'number') return 1
  if (at[used] === 'children' && typeof at[used + 1] === 'number') return 2
  return at[used] === 'template' && at.length > used + 1 ? 1 : 0
}

/** How many keys of a path lead to the innermost spec on it. */
export function lengthToSpec(at: At): number {
  return lengthsToSpecs(at).at(-1) ?? 0
}

/** Where the specs on a path stand among their siblings, outermost first: for the order of problems. */
export function indexesOn(at: At): readonly number[] {
  return lengthsToSpecs(at).map((length) => Number(at[length - 1]) || 0) // a template has no siblings
}
