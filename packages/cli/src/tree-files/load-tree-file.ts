// The door of this room: the name of a tree file in, a checked tree or all that is wrong with the file out.
import { readdir } from 'node:fs/promises'
import { dirname, extname, resolve } from 'node:path'
import type { SupervisorChildSpec } from '@otp-sup/core'
import { checkTree } from './check-tree.ts'
import { explainEnding, languageOf, TREE_FILE_ENDINGS } from './endings.ts'
import { readBytes } from './read-bytes.ts'
import type { NamedProgram } from './read-program-tree.ts'
import type { ReadTree, ReadValue } from './read-tree.ts'
import { fileProblem, type TreeFileProblem } from './tree-file-problem.ts'

/** A tree that was read and checked. */
export type LoadedTree = {
  readonly ok: true
  readonly spec: SupervisorChildSpec
  /** What the file says, unchecked. */
  readonly source: unknown
  /** As it was named. */
  readonly file: string
  /** Absolute: what relative paths in the tree are relative to. */
  readonly folder: string
} & Pick<ReadValue, 'placeOf' | 'textAt'>

/** A tree file that was refused. */
export type RefusedTree = {
  readonly ok: false
  /** Whether there was nothing to be read: no such file, or none of a tree. */
  readonly unreadable: boolean
  readonly problems: readonly TreeFileProblem[]
}

/**
 * Reads a tree file (TypeScript, JavaScript, JSON, YAML, TOML or INI) and checks it. Nothing is started; all problems
 * come at once. Variables in what is data are those of this process. `isWatched`: somebody outside sees it if a tree that is a
 * program ends this process.
 */
export async function loadTreeFile(file: string, isWatched = false): Promise<LoadedTree | RefusedTree> {
  const path = resolve(file)
  const bytes = await readBytes(file, path)
  if (!(bytes instanceof Uint8Array)) return { ok: false, unreadable: true, problems: [bytes] }
  const language = languageOf(extname(path))
  if (language === null)
    return { ok: false, unreadable: true, problems: [fileProblem(file, explainEnding(extname(path)))] }
  const read = await reader[language]({ file, path, isWatched }, bytes)
  if (!read.ok) return { ...read, unreadable: false }
  const folder = dirname(path)
  const checked = checkTree(read, { file, folder })
  if (!checked.ok) return { ...checked, unreadable: false }
  const { value: source, placeOf, textAt } = read
  return { ok: true, spec: checked.spec, source, file, folder, placeOf, textAt }
}

// Loaded when needed: jiti and yaml take their time.
const reader: Readonly<Record<'program' | 'data', (named: NamedProgram, bytes: Uint8Array) => Promise<ReadTree>>> = {
  program: async (named, bytes) => {
    const { readProgramTree } = await import('./read-program-tree.ts')
    return readProgramTree(named, new TextDecoder().decode(bytes))
  },
  data: async ({ file }, bytes) => {
    const { readConfigTree } = await import('./config/read-config-tree.ts')
    return readConfigTree(file, bytes, process.env)
  },
}

/** The first `tree.*` of a folder, by the order of their endings; null when there is none. */
export async function findTreeFile(folder: string): Promise<string | null> {
  const names = await readdir(folder).catch((): string[] => [])
  const ending = TREE_FILE_ENDINGS.find((each) => names.includes(`tree${each}`))
  return ending === undefined ? null : `tree${ending}`
}
