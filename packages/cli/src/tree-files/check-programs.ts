// Whether the programs of a tree are there, as far as this machine can tell.
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { delimiter, join, resolve } from 'node:path'
import { readEnvFiles, searchPath, type WorkerSpec } from '@otp-sup/core'
import { errorCode } from '../system-error.ts'
import { envFilesOf } from './check-env-files.ts'
import type { At } from './config/text-tree.ts'
import type { LoadedTree } from './load-tree-file.ts'
import { isWorker, type Part, partsOf, problemOf } from './parts-of-tree.ts'
import type { TreeFileProblem } from './tree-file-problem.ts'

/** Programs of the tree that cannot be started from here. */
export async function findMissingPrograms(tree: LoadedTree): Promise<readonly TreeFileProblem[]> {
  const problems: TreeFileProblem[] = []
  const known = new Map<string, string | null>()
  for (const part of partsOf(tree).filter(isWorker)) {
    for (const each of programsOf(part.spec)) {
      const wanted = { program: each.program, ...placeOf(part.spec, tree.folder) }
      const question = JSON.stringify(wanted)
      if (!known.has(question)) known.set(question, await whyNoProgram(wanted))
      const why = known.get(question) ?? null
      if (why !== null) problems.push(missing(tree, part, each, why))
    }
  }
  return problems
}

/** A program, and the keys from its worker to it. */
type Named = { readonly program: string; readonly keys: At }

function programsOf({ command, shell, stopCommand }: WorkerSpec): readonly Named[] {
  const own = typeof command === 'string' ? named(command, 'command') : named(command[0], 'command', 0)
  // A shell line holds more than one program, and some that are built in.
  return [...(shell === true ? [] : own), ...named(stopCommand?.[0], 'stopCommand', 0)]
}

function named(program: string | undefined, ...keys: At): readonly Named[] {
  return program === undefined ? [] : [{ program, keys }]
}

function missing(tree: LoadedTree, part: Part<WorkerSpec>, { program, keys }: Named, why: string): TreeFileProblem {
  const key = keys.join('.')
  const written = tree.textAt([...part.at, ...keys])
  return problemOf(tree, part, {
    key,
    message: `${key} is ${JSON.stringify(written ?? program)}, ${why}.`,
    fix: 'Install it, or correct the command.',
  })
}

/** Where programs of a worker are looked for. */
type Place = { readonly cwd: string; readonly path: string }
type Wanted = Place & { readonly program: string }

function placeOf(spec: WorkerSpec, folder: string): Place {
  const cwd = resolve(folder, spec.cwd ?? '.')
  return { cwd, path: searchPath(pathOf(spec, folder), { cwd, preferLocal: spec.preferLocal === true }) }
}

async function whyNoProgram({ program, cwd, path }: Wanted): Promise<string | null> {
  if (program.includes('/')) return whyNotExecutable(resolve(cwd, program))
  const folders = path.split(delimiter)
  const answers = await Promise.all(folders.map((each) => whyNotExecutable(join(resolve(cwd, each), program))))
  if (answers.includes(null)) return null
  return answers.find((answer) => answer !== NOT_THERE) ?? 'but there is no such program in its PATH'
}

/** The child's own. */
function pathOf(spec: WorkerSpec, folder: string): string | undefined {
  const { env = {}, inheritEnv = true } = spec
  const isInherited = typeof inheritEnv === 'boolean' ? inheritEnv : inheritEnv.includes('PATH')
  return env['PATH'] ?? pathInFiles(spec, folder) ?? (isInherited ? process.env['PATH'] : undefined)
}

function pathInFiles(spec: WorkerSpec, folder: string): string | undefined {
  const read = readEnvFiles(envFilesOf(spec).map((file) => resolve(folder, file)))
  return read.ok ? read.env['PATH'] : undefined
}

const NOT_THERE = 'but there is no such file'

async function whyNotExecutable(path: string): Promise<string | null> {
  try {
    if (!(await stat(path)).isFile()) return 'but that is no file'
    await access(path, constants.X_OK)
    return null
  } catch (error) {
    return errorCode(error) === 'EACCES' ? 'but this user may not execute it' : NOT_THERE
  }
}
