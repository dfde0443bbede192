// A tree file as it is seen from outside: plain data, that can be handed from one process to another.
import type { SupervisorChildSpec } from '@otp-sup/core'
import { findMissingEnvFiles } from './check-env-files.ts'
import { findMissingFolders } from './check-folders.ts'
import { findMissingPrograms } from './check-programs.ts'
import { lintsOf } from './lint-tree.ts'
import { loadTreeFile } from './load-tree-file.ts'
import type { TreeFileLint, TreeFileProblem } from './tree-file-problem.ts'

/** What there is to say about a tree file. */
export type Examined =
  | {
      readonly ok: true
      readonly spec: SupervisorChildSpec
      /** Absolute: the file and what it imports. */
      readonly files: readonly string[]
      /** Programs, folders and env files that are not there, and what is hardly ever meant. */
      readonly warnings: readonly TreeFileLint[]
      /** What follows from the numbers of this tree. */
      readonly advice: readonly TreeFileLint[]
    }
  | {
      readonly ok: false
      /** Whether there was no tree to be looked at. */
      readonly unreadable: boolean
      readonly files?: readonly string[]
      readonly problems: readonly TreeFileProblem[]
    }

/** Loads a tree file, and looks at what it needs. Nothing of it is started. */
export async function examineTree(file: string): Promise<Examined> {
  const tree = await loadTreeFile(file, true)
  if (!tree.ok) return tree
  const { warnings, advice } = lintsOf(tree)
  const missing = [
    ...named('missing-env-file', findMissingEnvFiles(tree)),
    ...named('missing-folder', await findMissingFolders(tree)),
    ...named('missing-program', await findMissingPrograms(tree)),
  ]
  return {
    ok: true,
    spec: tree.spec,
    files: tree.files,
    warnings: byLine([...missing, ...warnings]),
    advice: byLine(advice),
  }
}

function named(name: string, problems: readonly TreeFileProblem[]): readonly TreeFileLint[] {
  return problems.map((problem) => ({ ...problem, name, numbers: {} }))
}

function byLine(lints: readonly TreeFileLint[]): readonly TreeFileLint[] {
  return lints.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
}
