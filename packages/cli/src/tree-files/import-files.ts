// Files of another tool in, a tree that was made of them and checked out; and the place where it is written.
import { writeFile } from 'node:fs/promises'
import { basename, dirname, extname, relative, resolve } from 'node:path'
import { errorCode } from '../system-error.ts'
import { checkTree } from './check-tree.ts'
import { type Imported, idOf } from './imports/draft.ts'
import { importedTree } from './imports/imported-tree.ts'
import { rebased } from './imports/rebase.ts'
import { importSystemd } from './imports/systemd.ts'
import { recordOf } from './imports/values.ts'
import { readBytes } from './read-bytes.ts'
import { type ReadFile, type RefusedTree, readTreeFile } from './read-tree-file.ts'
import { fileProblem, type TreeFileProblem } from './tree-file-problem.ts'

/** What was made of files, or why nothing was. */
export type ImportedFiles =
  | { readonly ok: true; readonly imported: Imported; readonly from: string }
  | { readonly ok: false; readonly problems: readonly TreeFileProblem[] }

/** Imports one file, or several units of systemd, for a tree file in the folder `into`. */
export async function importFiles(files: readonly string[], into: string): Promise<ImportedFiles> {
  const [file = ''] = files
  const found = files.length === 1 ? await readTreeFile(file, false) : await readUnits(files)
  if (!found.ok) return found
  if (found.imported === null) return refused(file, explainNoImport(found.read.written))
  const folder = dirname(resolve(file))
  const checked = checkTree(found.read, { file, folder })
  if (!checked.ok && checked.problems.some(isOfTree)) return { ok: false, problems: checked.problems.filter(isOfTree) }
  return { ok: true, imported: rebased(found.imported, relative(resolve(into), folder)), from: files.join(', ') }
}

function explainNoImport(value: unknown): { readonly message: string; readonly fix: string } {
  if ('id' in recordOf(value))
    return { message: 'It is a tree already.', fix: 'Run it: otp-sup run takes it as it is.' }
  return {
    message: 'Nothing in it tells whose file it is: it has no services, processes or apps.',
    fix: 'Name a file of docker compose, process-compose or pm2.',
  }
}

/** A variable that is not set here may be set where the tree runs. */
function isOfTree({ message }: TreeFileProblem): boolean {
  return !/^(?:The|What the) variable /.test(message)
}

function refused(
  file: string,
  words: { readonly message: string; readonly fix: string },
): ImportedFiles & { ok: false } {
  return { ok: false, problems: [fileProblem(file, words)] }
}

async function readUnits(files: readonly string[]): Promise<ReadFile | Omit<RefusedTree, 'unreadable'>> {
  const other = files.find((file) => extname(file) !== '.service')
  if (other !== undefined)
    return refused(other, {
      message: 'Of several files each must be a .service of systemd.',
      fix: 'Import it by itself.',
    })
  const read = await Promise.all(files.map(async (file) => ({ file, bytes: await readBytes(file, resolve(file)) })))
  const problems = read.flatMap(({ bytes }) => (bytes instanceof Uint8Array ? [] : [bytes]))
  if (problems.length > 0) return { ok: false, problems }
  const units = read.map(({ file, bytes }) => ({
    file: basename(file),
    text: new TextDecoder().decode(bytes as Uint8Array),
  }))
  const [first = ''] = files
  const treeId = idOf(basename(dirname(resolve(first))))
  const conversion = importSystemd(units, { file: basename(first), treeId, besides: [] })
  const tree = importedTree(first, conversion, process.env)
  if (!tree.ok || !conversion.ok) return { ok: false, problems: tree.ok ? [] : tree.problems }
  return { ok: true, read: tree, imported: conversion.imported }
}

/** The folder that a file is in. */
export function folderOf(file: string): string {
  return dirname(file)
}

/** Writes a new file; never over another one unless told to. */
export async function writeNewFile(file: string, text: string, isForced = false): Promise<TreeFileProblem | null> {
  try {
    await writeFile(file, text, { flag: isForced ? 'w' : 'wx' })
    return null
  } catch (error) {
    const code = errorCode(error)
    if (code === 'EEXIST')
      return fileProblem(file, {
        message: 'The file is there already.',
        fix: 'Name another one by --output, or remove it.',
      })
    return fileProblem(file, { message: `It cannot be written: ${code}.`, fix: 'Name another file by --output.' })
  }
}
