import type { Io } from './io.ts'
import { renderProblems } from './render/problems.ts'
import { findMissingEnvFiles } from './tree-files/check-env-files.ts'
import { findMissingFolders } from './tree-files/check-folders.ts'
import { TREE_FILE_ENDINGS } from './tree-files/endings.ts'
import { findTreeFile, type LoadedTree, loadTreeFile } from './tree-files/load-tree-file.ts'

/** Loads and checks a tree file; null when it cannot be used, and stderr tells why. */
export const findTree = async (file: string, io: Io): Promise<LoadedTree | null> => {
  const loaded = await loadTreeFile(file)
  if (loaded.ok) return loaded
  io.stderr.write(renderProblems(loaded.problems))
  return null
}

/**
 * As {@link findTree}, for a tree that is to run here: its folders and env files must be there. Without a name, the first
 * `tree.*`.
 */
export const findTreeToRun = async (named: string | undefined, io: Io): Promise<LoadedTree | null> => {
  const file = await treeFile(named, io)
  const tree = file === null ? null : await findTree(file, io)
  const missing = tree === null ? [] : [...(await findMissingFolders(tree)), ...findMissingEnvFiles(tree)]
  io.stderr.write(renderProblems(missing))
  return missing.length === 0 ? tree : null
}

/** The file that was named, or the first `tree.*` here; null when there is none, and stderr tells it. */
export const treeFile = async (named: string | undefined, io: Io): Promise<string | null> => {
  const file = named ?? (await findTreeFile(io.cwd))
  if (file !== null) return file
  const message = `There is no tree.* (${TREE_FILE_ENDINGS.join(', ')}) in this folder.`
  io.stderr.write(renderProblems([{ message, fix: 'Name the tree file, for example tree.yaml.', file: io.cwd }]))
  return null
}
