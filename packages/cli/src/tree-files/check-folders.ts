// What can only be seen in the world, looked at before anything is started. A folder that is missing would otherwise
// be told by the system as a missing program: ENOENT is all that spawn says.
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { SupervisorSpec, WorkerSpec } from '@otp-sup/core'
import type { LoadedTree } from './load-tree-file.ts'
import type { TreeFileProblem } from './tree-file-problem.ts'

/** A `cwd` in the tree, with its place. */
type Folder = { readonly cwd: string; readonly path: string; readonly at: readonly (string | number)[] }

/** Working folders of the tree that are not there, or are no folders. */
export async function findMissingFolders(tree: LoadedTree): Promise<readonly TreeFileProblem[]> {
  const problems: TreeFileProblem[] = []
  // The file's own data, which was found right: its indexes are those of the file, and only it tells what was given.
  for (const { cwd, path, at } of foldersIn(tree.source as SupervisorSpec, tree.spec.id, [])) {
    const absolute = resolve(tree.folder, cwd)
    const what = await whyNoFolder(absolute)
    if (what === null) continue
    const { line, column } = tree.placeOf({ path, at: [...at, 'cwd'] }) ?? { line: null, column: null }
    const message = `cwd is ${JSON.stringify(cwd)}, but ${absolute} ${what}.`
    const fix = 'Make the folder, or correct cwd; a relative one is taken from the folder of the tree file.'
    problems.push({ message, fix, file: tree.file, line, column, path, key: 'cwd' })
  }
  return problems
}

function foldersIn(spec: WorkerSpec | SupervisorSpec, path: string, at: Folder['at']): readonly Folder[] {
  if (!('children' in spec)) return 'cwd' in spec && spec.cwd !== undefined ? [{ cwd: spec.cwd, path, at }] : []
  return (spec.children ?? []).flatMap((child, index) => {
    if (child === null || child === undefined || child === false) return []
    return foldersIn(child, `${path}/${child.id}`, [...at, 'children', index])
  })
}

async function whyNoFolder(path: string): Promise<string | null> {
  try {
    return (await stat(path)).isDirectory() ? null : 'is no folder'
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist'
    return code === 'EACCES' ? 'cannot be reached by this user' : `cannot be reached (${code})`
  }
}
