// The door of this room: the name of a tree file in, a checked tree or all that is wrong with the file out.
import { readdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { SupervisorChildSpec } from '@otp-sup/core'
import { checkTree } from './check-tree.ts'
import { TREE_FILE_ENDINGS } from './endings.ts'
import type { ReadValue } from './read-tree.ts'
import { type RefusedTree, readTreeFile } from './read-tree-file.ts'

export type { RefusedTree } from './read-tree-file.ts'

/** A tree that was read and checked. */
export type LoadedTree = {
  readonly ok: true
  readonly spec: SupervisorChildSpec
  /** What the file says, unchecked. */
  readonly source: unknown
  /** As it was named. */
  readonly file: string
  /** Absolute: all that it was made from, itself and what it imports. */
  readonly files: readonly string[]
  /** Absolute. */
  readonly path: string
  /** Absolute: what relative paths in the tree are relative to. */
  readonly folder: string
} & Pick<ReadValue, 'placeOf' | 'textAt' | 'fixIn'>

/**
 * Reads a tree file (TypeScript, JavaScript, JSON, YAML, TOML or INI), or a file of another tool by import, and checks it.
 * Nothing is started; all problems come at once. Variables in what is data are those of this process. `isWatched`:
 * somebody outside sees it if a tree that is a program ends this process.
 */
export async function loadTreeFile(file: string, isWatched = false): Promise<LoadedTree | RefusedTree> {
  const found = await readTreeFile(file, isWatched)
  if (!found.ok) return found
  const path = resolve(file)
  const folder = dirname(path)
  const checked = checkTree(found.read, { file, folder })
  const { value: source, files = [path], placeOf, textAt, fixIn } = found.read
  if (!checked.ok) return { ...checked, files, unreadable: false }
  return { ok: true, spec: checked.spec, source, file, path, files, folder, placeOf, textAt, fixIn }
}

/** The first `tree.*` of a folder, by the order of their endings; null when there is none. */
export async function findTreeFile(folder: string): Promise<string | null> {
  const names = await readdir(folder).catch((): string[] => [])
  const ending = TREE_FILE_ENDINGS.find((each) => names.includes(`tree${each}`))
  return ending === undefined ? null : `tree${ending}`
}
