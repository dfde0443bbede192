// What is allowed in a tree, and hardly ever meant.
import type { ChildSpec, LeafSpec, SupervisorChildSpec, SupervisorSpec } from '@otp-sup/core'
import { membersOf } from '../render/members-of.ts'
import type { LoadedTree } from './load-tree-file.ts'
import { childrenOf, isSupervisor, isWorker, type Part, partsOf, problemOf } from './parts-of-tree.ts'
import type { TreeFileProblem } from './tree-file-problem.ts'

/** Warnings about a tree that is right. */
export function lintTree(tree: LoadedTree): readonly TreeFileProblem[] {
  const parts = partsOf(tree)
  const leaves = leavesOf(tree.spec)
  return [
    ...parts.filter(isSupervisor).flatMap((part) => withoutReady(tree, part)),
    ...parts.filter(isWorker).flatMap((part) => neverReady(tree, part, leaves)),
  ]
}

/** In a group whoever comes later counts on those before, and a process that exists may be far from serving anybody. */
function withoutReady(tree: LoadedTree, part: Part<SupervisorSpec>): readonly TreeFileProblem[] {
  const { strategy } = part.spec
  if (strategy !== 'one_for_all' && strategy !== 'rest_for_one') return []
  const children = childrenOf(part)
  return children.flatMap((child, index) => {
    if (!isWorker(child) || child.spec.ready !== undefined) return []
    const next = children.find((later, at) => at > index && dependsOn(later, child.spec.id))
    if (next === undefined) return []
    return problemOf(tree, child, {
      key: 'ready',
      message: `${child.spec.id} has no ready: "${next.spec.id}", which depends on it, starts as soon as its process exists.`,
      fix: 'Write when it can be used, for example ready: { tcp: 8080 } or { log: "listening" }.',
    })
  })
}

function dependsOn({ spec }: Part, id: string): boolean {
  const isCopy = (name: string) => name.startsWith(`${id}@`)
  return spec.dependsOn === undefined || spec.dependsOn.some((name) => name === id || isCopy(name))
}

function neverReady(tree: LoadedTree, part: Part, leaves: ReadonlyMap<string, LeafSpec>): readonly TreeFileProblem[] {
  const leaf = leaves.get(part.path) ?? leaves.get(`${part.path}@1`)
  if (leaf?.program.ready.kind !== 'delay' || leaf.startTimeoutMs === 'infinity') return []
  if (leaf.program.ready.ms < leaf.startTimeoutMs) return []
  return [
    problemOf(tree, part, {
      key: 'ready.delay',
      message: 'ready.delay is not shorter than startTimeout: it can never become ready.',
      fix: 'Write a longer startTimeout, or a shorter delay.',
    }),
  ]
}

/** The checked workers, by their paths. */
function leavesOf(root: SupervisorChildSpec): ReadonlyMap<string, LeafSpec> {
  const leaves = new Map<string, LeafSpec>()
  const add = (child: ChildSpec, path: string): void => {
    if (child.type === 'worker') leaves.set(path, child)
    else for (const below of membersOf(child)) add(below, `${path}/${below.id}`)
  }
  add(root, root.id)
  return leaves
}
