// Paths that no leaf of the tree has: slips of the pen, or a scenario for another tree, which is one mistake, not twenty.
import { shown } from '../spec/plain-data.ts'
import { isOfOtherTree, leavesOf, noLeaf } from './leaf-meant.ts'
import type { PossiblePaths } from './possible-paths.ts'
import type { LeafKey } from './reading.ts'
import type { CheckedStep, ScenarioProblem } from './scenario.ts'

/** A path of no leaf, in a step that needs one. */
export type Stranger = { readonly step: number; readonly key: LeafKey; readonly path: unknown }

/** So many paths that are not in the tree, and more than those that are: it is not the pen that slipped. */
const MANY = 3

/** What there is to say about them. `steps`: those that know their leaves. */
export function tellStrangers(
  strangers: readonly Stranger[],
  steps: readonly (CheckedStep | null)[],
  paths: PossiblePaths,
): readonly ScenarioProblem[] {
  const unknown = new Set(strangers.map(({ path }) => path)).size
  const known = new Set(steps.flatMap((step) => (step !== null && 'paths' in step ? step.paths : []))).size
  const problems = strangers.map(({ step, key, path }) => ({ step, at: ['steps', step, key], ...noLeaf(path, paths) }))
  const [first] = problems
  if (first === undefined || unknown < MANY || unknown <= known) return problems
  const named = strangers.every(({ path }) => isOfOtherTree(path, paths))
    ? `, which is called ${shown(paths.root)}`
    : ''
  const who = `${unknown} of its leaves are not in this one${named}, the first is ${shown(strangers[0]?.path)}`
  return [{ ...first, message: `This scenario is for another tree: ${who}.`, fix: leavesOf(paths) }]
}
