// From a case that was drawn to the smallest that still shows the difference: steps, children and keys are left out as
// long as it does. Nothing is added, so what the generator keeps out stays out.
import { type Case, isSupervisor, type SupervisorTree, type Tree } from '../case.ts'

/** The smallest case below `tested` for which `differs` holds, as it does for `tested`. */
export async function smallest(tested: Case, differs: (smaller: Case) => Promise<boolean>): Promise<Case> {
  for (const smaller of smallerCases(tested)) {
    if (await differs(smaller)) return await smallest(smaller, differs)
  }
  return tested
}

function* smallerCases({ tree, steps }: Case): Generator<Case> {
  for (const child of smallerTrees(tree)) yield { tree: child, steps }
  for (const index of steps.keys()) yield { tree, steps: steps.toSpliced(index, 1) }
  for (const [index, step] of steps.entries()) {
    const { at, ...apart } = step
    const isAlone = steps.every((other, place) => place === index || other.at !== at)
    if (at !== undefined && at !== '0s' && isAlone) yield { tree, steps: steps.with(index, apart) }
  }
}

const NOT_NEEDED = ['restart', 'significant', 'shutdown', 'autoShutdown'] as const

function* smallerTrees<T extends Tree>(tree: T): Generator<T> {
  if (isSupervisor(tree)) yield* withSmallerChildren(tree)
  for (const key of NOT_NEEDED) {
    if (!(key in tree)) continue
    const { [key]: _left, ...less } = tree as Record<string, unknown>
    yield less as T
  }
}

function* withSmallerChildren<T extends SupervisorTree>(tree: T): Generator<T> {
  const { children = [], template } = tree
  for (const index of children.keys()) yield { ...tree, children: children.toSpliced(index, 1) }
  for (const [index, child] of children.entries())
    for (const smaller of smallerTrees(child)) yield { ...tree, children: children.with(index, smaller) }
  if (template !== undefined) for (const smaller of smallerTrees(template)) yield { ...tree, template: smaller }
}
