// The specs in what a tree file says, with their places in it. Of a tree that was found right: only the file tells
// what was given, and its indexes are those of the places.
import type { SupervisorSpec, WorkerSpec } from '@otp-sup/core'
import type { At } from './config/text-tree.ts'
import type { LoadedTree } from './load-tree-file.ts'
import type { TreeFileProblem } from './tree-file-problem.ts'

/** One spec of a tree file. */
export type Part<Spec = WorkerSpec | SupervisorSpec> = {
  readonly spec: Spec
  readonly path: string
  readonly at: At
}

/** Whether it is a supervisor. */
export function isSupervisor(part: Part): part is Part<SupervisorSpec> {
  return 'children' in part.spec || 'template' in part.spec
}

/** Whether it is a worker. */
export function isWorker(part: Part): part is Part<WorkerSpec> {
  return !isSupervisor(part)
}

/** All specs of a tree, the root first. */
export function partsOf(tree: LoadedTree): readonly Part[] {
  const root = { spec: withChildren(tree.source as SupervisorSpec), path: tree.spec.id, at: [] }
  return [root, ...partsBelow(root)]
}

/** A root without children may say nothing of them. */
function withChildren(spec: SupervisorSpec): SupervisorSpec {
  return spec.template === undefined ? { children: [], ...spec } : spec
}

function partsBelow(part: Part): readonly Part[] {
  return isSupervisor(part) ? childrenOf(part).flatMap((child) => [child, ...partsBelow(child)]) : []
}

/** The children, or the template, of a supervisor. */
export function childrenOf({ spec, path, at }: Part<SupervisorSpec>): readonly Part[] {
  const { template, children = [] } = spec
  if (template !== undefined) return [{ spec: template, path: `${path}/${template.id}`, at: [...at, 'template'] }]
  return children.flatMap((child, index) =>
    child === null || child === undefined || child === false
      ? []
      : [{ spec: child, path: `${path}/${child.id}`, at: [...at, 'children', index] }],
  )
}

/** Something to be said of an option of a part. */
export function problemOf(
  tree: LoadedTree,
  { path, at }: Part,
  { key, message, fix }: { readonly key: string; readonly message: string; readonly fix: string },
): TreeFileProblem {
  const { line, column } = tree.placeOf({ path, at: key === '' ? at : [...at, ...key.split('.')] }) ?? NOWHERE
  return { message, fix: tree.fixIn(fix), file: tree.file, line, column, path, key }
}

const NOWHERE = { line: null, column: null }
