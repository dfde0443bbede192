// What the lints say of a tree, with the places in its file.
import { type Lint, lintTree } from '@otp-sup/core'
import type { LoadedTree } from './load-tree-file.ts'
import { type Part, partsOf, problemOf } from './parts-of-tree.ts'
import type { TreeFileLint } from './tree-file-problem.ts'

/** The lints of a tree that is right. */
export function lintsOf(tree: LoadedTree): Readonly<Record<'warnings' | 'advice', readonly TreeFileLint[]>> {
  const lints = lintTree(tree.spec)
  const parts = new Map(partsOf(tree).map((part) => [part.path, part]))
  const of = (level: Lint['level']) =>
    lints.flatMap((lint) => (lint.level === level ? [placed(tree, parts, lint)] : []))
  return { warnings: of('warning'), advice: of('advice') }
}

function placed(tree: LoadedTree, parts: ReadonlyMap<string, Part>, lint: Lint): TreeFileLint {
  const { name, path, numbers } = lint
  const part = parts.get(path)
  if (part === undefined) throw new Error(`The lint ${name} is about ${path}, which is not in the file.`)
  return { ...problemOf(tree, part, lint), name, numbers }
}
