// What a folder has that a first tree could be made of.
import { readdir, readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { type ImportedFiles, importFiles } from './import-files.ts'
import { draft, type Imported, idOf, keep } from './imports/draft.ts'
import { importScripts } from './imports/package-scripts.ts'

/** A tree to begin with, what it was made of, and what else is there. */
export type Proposal = { readonly imported: Imported; readonly from: string; readonly others: readonly string[] }

/** Best first: what describes processes before what describes containers. */
const KNOWN = [
  /^Procfile$/,
  /^Procfile\.dev$/,
  /^ecosystem\.config\.(?:js|cjs|mjs|json)$/,
  /^process-compose\.ya?ml$/,
  /^services\.(?:ya?ml|json|toml|ini)$/,
  /^supervisord\.conf$/,
  /^(?:docker-)?compose\.ya?ml$/,
]

/** Looks at a folder; problems are those of the file that would have been best. */
export async function proposeTree(folder: string): Promise<Proposal | Extract<ImportedFiles, { ok: false }>> {
  const names = (await readdir(folder)).toSorted()
  const [best, ...others] = KNOWN.flatMap((known) => names.filter((name) => known.test(name)))
  if (best !== undefined) {
    const made = await importFiles([join(folder, best)], folder)
    return made.ok ? { imported: made.imported, from: best, others } : made
  }
  return names.includes('package.json')
    ? ofPackage(folder)
    : { imported: example(folder), from: 'an example', others: [] }
}

async function ofPackage(folder: string): Promise<Proposal> {
  const treeId = idOf(basename(resolve(folder)))
  const text = await readFile(join(folder, 'package.json'), 'utf8')
  const made = importScripts(parsed(text), { file: 'package.json', treeId, besides: [] })
  if (!made.ok || made.imported.workers.length === 0)
    return { imported: example(folder), from: 'an example', others: [] }
  return { imported: made.imported, from: 'package.json', others: [] }
}

/** A package.json that is none is npm's affair. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Something that runs anywhere. */
function example(folder: string): Imported {
  const root = draft(idOf(basename(resolve(folder))))
  const hello = draft('hello')
  keep(hello, 'an example', { command: ['sh', '-c', 'while sleep 2; do echo "put your program here"; done'] })
  return { tool: 'nothing was found', root, workers: [hello] }
}
