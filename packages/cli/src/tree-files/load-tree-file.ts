// The door of this room: the name of a tree file in, a checked tree or all that is wrong with the file out.
import { statSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, extname, resolve } from 'node:path'
import { checkSpec, type SupervisorChildSpec } from '@otp-sup/core'
import type { PlaceOf, ReadTree } from './read-tree.ts'
import { fileProblem, type TreeFileProblem } from './tree-file-problem.ts'

/** Endings of tree files, in the order in which a folder is searched for `tree.*`. */
export const TREE_FILE_ENDINGS = ['.ts', '.mts', '.js', '.mjs', '.cjs', '.json'] as const
const LATER_ENDINGS: readonly string[] = ['.yaml', '.yml', '.toml', '.ini']

/** A tree that was read and checked. */
export type LoadedTree = {
  readonly ok: true
  readonly spec: SupervisorChildSpec
  /** What the file says, unchecked and unchanged: for `start`. */
  readonly source: unknown
  /** As it was named. */
  readonly file: string
  /** Absolute: what relative paths in the tree are relative to. */
  readonly folder: string
  readonly placeOf: PlaceOf
}

/** A tree file that was refused. */
export type RefusedTree = { readonly ok: false; readonly problems: readonly TreeFileProblem[] }

/** Reads a tree file (TypeScript, JavaScript or JSON) and checks it. Nothing is started; all problems come at once. */
export async function loadTreeFile(file: string): Promise<LoadedTree | RefusedTree> {
  const path = resolve(file)
  const read = await readTree(file, path)
  if (!read.ok) return read
  const folder = dirname(path)
  const checked = checkSpec(read.value, { cwd: folder, fileExists: isFile })
  if (checked.ok) return { ok: true, spec: checked.spec, source: read.value, file, folder, placeOf: read.placeOf }
  const problems = checked.problems.map((problem): TreeFileProblem => {
    const { message, fix, path: treePath, key } = problem
    const { line, column } = read.placeOf(problem) ?? { line: null, column: null }
    return { message, fix, file, line, column, path: treePath, key }
  })
  return { ok: false, problems }
}

/** The first `tree.*` of a folder, by {@link TREE_FILE_ENDINGS}; null when there is none. */
export async function findTreeFile(folder: string): Promise<string | null> {
  const names = await readdir(folder).catch((): string[] => [])
  const ending = TREE_FILE_ENDINGS.find((each) => names.includes(`tree${each}`))
  return ending === undefined ? null : `tree${ending}`
}

async function readTree(file: string, path: string): Promise<ReadTree> {
  const bytes = await readBytes(file, path)
  if (!(bytes instanceof Uint8Array)) return { ok: false, problems: [bytes] }
  const ending = extname(path)
  if (ending === '.json') return (await import('./read-json-tree.ts')).readJsonTree(file, bytes)
  if (!(TREE_FILE_ENDINGS as readonly string[]).includes(ending))
    return { ok: false, problems: [fileProblem(file, explainEnding(ending))] }
  const { readProgramTree } = await import('./read-program-tree.ts')
  return readProgramTree({ file, path }, new TextDecoder().decode(bytes))
}

async function readBytes(file: string, path: string): Promise<Uint8Array | TreeFileProblem> {
  try {
    return await readFile(path)
  } catch (error) {
    return fileProblem(file, await explainUnreadable(path, codeOf(error)))
  }
}

async function explainUnreadable(path: string, code: string): Promise<{ message: string; fix: string }> {
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const there = await treeFilesIn(dirname(path))
    const fix =
      there.length === 0 ? 'Check the name; there is no tree file in that folder.' : `There is ${there.join(', ')}.`
    return { message: 'There is no such file.', fix }
  }
  if (code === 'EISDIR') {
    const [inside] = await treeFilesIn(path)
    const fix = inside === undefined ? 'Name a file.' : `Name the file in it: ${inside}.`
    return { message: 'This is a folder, not a tree file.', fix }
  }
  if (code === 'EACCES') return { message: 'The file may not be read.', fix: 'Give yourself the right to read it.' }
  return { message: `The file cannot be read: ${code}.`, fix: 'Make it readable, or name another file.' }
}

/** What looks like a tree file, best first; few, for they are a hint. */
async function treeFilesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): string[] => [])
  return names.filter((name) => basename(name, extname(name)).includes('tree') && isKnown(extname(name))).slice(0, 5)
}

function isKnown(ending: string): boolean {
  return (TREE_FILE_ENDINGS as readonly string[]).includes(ending)
}

function explainEnding(ending: string): { message: string; fix: string } {
  const known = TREE_FILE_ENDINGS.join(', ')
  if (LATER_ENDINGS.includes(ending))
    return {
      message: `Tree files that end in ${ending} are not supported by this version of otp-sup yet.`,
      fix: `Write the tree as ${known}.`,
    }
  const what = ending === '' ? 'Its name has no ending' : `Its name ends in ${ending}`
  return { message: `${what}, so its language is unknown.`, fix: `Give it one of the endings ${known}.` }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error)
}
