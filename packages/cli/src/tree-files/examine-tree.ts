// A tree file as it is seen from outside: plain data, that can be handed from one process to another.
import type { SupervisorChildSpec } from '@otp-sup/core'
import { findMissingFolders } from './check-folders.ts'
import { findMissingPrograms } from './check-programs.ts'
import { lintTree } from './lint-tree.ts'
import { loadTreeFile } from './load-tree-file.ts'
import type { TreeFileProblem } from './tree-file-problem.ts'

/** What there is to say about a tree file. */
export type Examined =
  | { readonly ok: true; readonly spec: SupervisorChildSpec; readonly warnings: readonly TreeFileProblem[] }
  | {
      readonly ok: false
      /** Whether there was no tree to be looked at. */
      readonly unreadable: boolean
      readonly problems: readonly TreeFileProblem[]
    }

/** Loads a tree file, and looks at what it needs. Nothing of it is started. */
export async function examineTree(file: string): Promise<Examined> {
  const tree = await loadTreeFile(file, true)
  if (!tree.ok) return tree
  const warnings = [...(await findMissingFolders(tree)), ...(await findMissingPrograms(tree)), ...lintTree(tree)]
  return { ok: true, spec: tree.spec, warnings: warnings.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)) }
}
