// What can only be seen in the world, looked at before anything is started. A folder that is missing would otherwise
// be told by the system as a missing program: ENOENT is all that spawn says.
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { errorCode } from '../system-error.ts'
import type { LoadedTree } from './load-tree-file.ts'
import { isWorker, type Part, partsOf, problemOf } from './parts-of-tree.ts'
import type { TreeFileProblem } from './tree-file-problem.ts'

/** Working folders of the tree that are not there, or are no folders. */
export async function findMissingFolders(tree: LoadedTree): Promise<readonly TreeFileProblem[]> {
  const problems: TreeFileProblem[] = []
  for (const part of partsOf(tree).filter(isWorker)) {
    const { cwd } = part.spec
    const what = cwd === undefined ? null : await whyNoFolder(resolve(tree.folder, cwd))
    if (cwd !== undefined && what !== null) problems.push(missing(tree, part, { cwd, what }))
  }
  return problems
}

function missing(
  tree: LoadedTree,
  part: Part,
  { cwd, what }: { readonly cwd: string; readonly what: string },
): TreeFileProblem {
  // What a variable stands for is not shown.
  const written = tree.textAt([...part.at, 'cwd'])
  const folder = written === null ? resolve(tree.folder, cwd) : 'that folder'
  return problemOf(tree, part, {
    key: 'cwd',
    message: `cwd is ${JSON.stringify(written ?? cwd)}, but ${folder} ${what}.`,
    fix: 'Make the folder, or correct cwd; a relative one is taken from the folder of the tree file.',
  })
}

async function whyNoFolder(path: string): Promise<string | null> {
  try {
    return (await stat(path)).isDirectory() ? null : 'is no folder'
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist'
    return code === 'EACCES' ? 'cannot be reached by this user' : `cannot be reached (${code})`
  }
}
