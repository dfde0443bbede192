import { explainLoadError, type Named } from './explain-load-error.ts'
import type { ReadTree } from './read-tree.ts'
import { sentence } from './sentence.ts'
import { placeInSource } from './source-place.ts'
import { fileProblem, type TreeFileProblem } from './tree-file-problem.ts'
import { loadModule } from './typescript-loader.ts'

/** A tree file, and whether somebody outside watches this process while it is loaded. */
export type NamedProgram = Named & { readonly isWatched: boolean }

/** Reads a tree that is TypeScript or JavaScript: what it exports by default. */
export async function readProgramTree(named: NamedProgram, source: string): Promise<ReadTree> {
  const loaded = await orStuck(loadModule(named.path, named.isWatched))
  if (loaded === STUCK) return { ok: false, problems: [stuck(named.file)] }
  if (!loaded.ok) return { ok: false, files: loaded.files, problems: [await explainLoadError(named, loaded)] }
  const found = await orStuck(settled(named.file, defaultOf(loaded.exports)))
  if (found === STUCK) return { ok: false, problems: [stuck(named.file)] }
  const { files } = loaded
  if (!found.ok) return { ok: false, files, problems: [found.problem] }
  const problem = explainExport(named.file, loaded.exports, found.value)
  if (problem !== null) return { ok: false, files, problems: [problem] }
  return {
    ok: true,
    files,
    value: found.value,
    written: found.value,
    found: [],
    foundInText: [],
    variablePlaces: [],
    textAt: () => null,
    placeOf: ({ path }) => placeInSource(source, path),
    fixIn: (fix) => fix,
  }
}

type Exports = Readonly<Record<string, unknown>>

/** CommonJS that was compiled from an ES module has its default export one level down. */
function defaultOf(exports: Exports): unknown {
  const { default: value } = exports
  const isCompiled = isObject(value) && value['__esModule'] === true && 'default' in value
  return isCompiled ? value['default'] : value
}

const STUCK = Symbol('stuck')

function stuck(file: string): TreeFileProblem {
  return fileProblem(file, {
    message: 'It waits for something that never comes: a promise in it never settles.',
    fix: 'Look for an await without an end.',
  })
}

/** A tree that waits for nothing would end the process without a word, as soon as nothing else is left to do. */
async function orStuck<Value>(loading: Promise<Value>): Promise<Value | typeof STUCK> {
  let end = (): void => {}
  const never = new Promise<typeof STUCK>((resolve) => {
    end = () => resolve(STUCK)
  })
  process.once('beforeExit', end)
  try {
    return await Promise.race([loading, never])
  } finally {
    process.off('beforeExit', end)
  }
}

async function settled(
  file: string,
  value: unknown,
): Promise<{ readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: TreeFileProblem }> {
  try {
    return { ok: true, value: await value }
  } catch (error) {
    const message = `The promise that it exports was rejected: ${sentence(error instanceof Error ? error.message : String(error))}`
    return { ok: false, problem: fileProblem(file, { message, fix: 'Catch the error, or correct its cause.' }) }
  }
}

function explainExport(file: string, exports: Exports, value: unknown): TreeFileProblem | null {
  if (typeof value === 'function')
    return fileProblem(file, {
      message: 'Its default export is a function, but must be a supervisor.',
      fix: 'Export what the function returns: export default supervisor(…).',
    })
  if (value !== undefined && !isModuleWithoutDefault(value)) return null
  const name = Object.keys(exports).find((key) => isObject(exports[key]) && 'children' in exports[key])
  return fileProblem(file, {
    message: 'It has no default export.',
    fix: name === undefined ? 'Write export default supervisor(…).' : `Write export default ${name}.`,
  })
}

/** What an empty CommonJS file exports. */
function isModuleWithoutDefault(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length === 0
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
