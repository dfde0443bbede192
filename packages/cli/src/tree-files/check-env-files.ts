// Files with environment variables, looked at before anything is started: a start that needs one that is missing fails.
import { resolve } from 'node:path'
import { readEnvFiles, type WorkerSpec } from '@otp-sup/core'
import type { LoadedTree } from './load-tree-file.ts'
import { isWorker, type Part, partsOf, problemOf } from './parts-of-tree.ts'
import type { TreeFileProblem } from './tree-file-problem.ts'

/** Env files of the tree that cannot be read. */
export function findMissingEnvFiles(tree: LoadedTree): readonly TreeFileProblem[] {
  return partsOf(tree)
    .filter(isWorker)
    .flatMap((part) => findIn(part, tree))
}

function findIn(part: Part<WorkerSpec>, tree: LoadedTree): readonly TreeFileProblem[] {
  const { envFile } = part.spec
  const isText = typeof envFile === 'string'
  return envFilesOf(part.spec).flatMap((file, index) => {
    const at = isText ? ['envFile'] : ['envFile', index]
    const read = readEnvFiles([resolve(tree.folder, file)])
    if (read.ok) return []
    // What a variable stands for is not shown.
    const written = tree.textAt([...part.at, ...at])
    const key = at.join('.')
    const message = `${key} is ${JSON.stringify(written ?? file)}, but ${written === null ? read.file : 'that file'} ${read.why}.`
    const fix = 'Make the file, or correct envFile; a relative path is taken from the folder of the tree file.'
    return [problemOf(tree, part, { key, message, fix })]
  })
}

/** In the order in which they are read. */
export function envFilesOf({ envFile = [] }: WorkerSpec): readonly string[] {
  return typeof envFile === 'string' ? [envFile] : envFile
}
