// Loads a tree that is a program. Node strips types itself; a resolve hook makes a reload fresh all the way down, gives
// every tree the running copy of the framework, and finds `./x.ts` for `./x` and `./x.js`. jiti is for what Node
// cannot strip (enum, decorators, tsconfig paths); its errors all come before the first module is evaluated.
import { writeSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import * as core from '@otp-sup/core'
import { errorCode } from '../system-error.ts'
import { placeOfError } from './error-place.ts'

/** What a module exports, or why it could not be loaded; `files` are those that were looked at. */
export type LoadedModule =
  | { readonly ok: true; readonly exports: Readonly<Record<string, unknown>>; readonly files: readonly string[] }
  | { readonly ok: false; readonly error: unknown; readonly files: readonly string[] }

const own = new Map([
  ['@otp-sup/core', import.meta.resolve('@otp-sup/core')],
  ['otp-sup', import.meta.resolve('otp-sup')],
])
const VERSION = /[?&]otp-sup=(\d+)/
const isLocal = (url: string): boolean => url.startsWith('file:') && !url.includes('/node_modules/')
const plain = (url: string): string => url.split('?')[0] ?? url

let hooked = false
let version = 0
// What belongs to the tree that was loaded last. CommonJS knows files by their names, which carry no version.
let treeFiles = new Set<string>()

type Resolve = Parameters<typeof registerHooks>[0]['resolve'] & {}
type Resolved = ReturnType<Resolve>

const resolve: Resolve = (specifier, context, next) => {
  const parent = context.parentURL ?? ''
  const parentVersion = VERSION.exec(parent)?.[1]
  if (parentVersion === undefined && !treeFiles.has(parent)) return next(specifier, context)
  const ours = own.get(specifier)
  if (ours !== undefined) return { url: ours, shortCircuit: true }
  const resolved = firstOf(spellings(specifier), (spelling) => next(spelling, context))
  if (!isLocal(resolved.url)) return resolved
  treeFiles.add(plain(resolved.url))
  return parentVersion === undefined
    ? resolved
    : { ...resolved, url: `${plain(resolved.url)}?otp-sup=${parentVersion}` }
}

function spellings(specifier: string): readonly string[] {
  if (!/^\.{0,2}\//.test(specifier)) return [specifier]
  return [specifier, specifier.replace(/\.(m|c)?js$/, '.$1ts'), `${specifier}.ts`, `${specifier}/index.ts`]
}

/** The first that resolves; if none does, the error is that of the spelling in the file. */
function firstOf(all: readonly string[], next: (spelling: string) => Resolved): Resolved {
  let first: unknown = null
  for (const spelling of all) {
    try {
      return next(spelling)
    } catch (error) {
      first ??= error
    }
  }
  throw first
}

/**
 * Loads a module by its absolute path; calling it again re-reads the file and every local file that it imports. If the
 * module ends the process, that is told, unless somebody outside watches (`isWatched`).
 */
export async function loadModule(path: string, isWatched: boolean): Promise<LoadedModule> {
  if (!hooked) registerHooks({ resolve })
  hooked = true
  treeFiles = new Set([pathToFileURL(path).href])
  forgetCommonJs()
  const leave = whileLoading(path, isWatched)
  try {
    return await loadEitherWay(path)
  } finally {
    leave()
  }
}

async function loadEitherWay(path: string): Promise<LoadedModule> {
  try {
    return succeeded(await importFresh(path))
  } catch (error) {
    if (!isTypeScript(path) || !needsTranspiler(error)) return failed(error)
    try {
      return succeeded(await transpile(path))
    } catch (second) {
      // Node names the importing file, jiti does not.
      return failed(isNotFound(second) && isNotFound(error) ? error : second)
    }
  }
}

/** Exit code of an unusable tree file. */
const UNUSABLE = 2

// A tree file that ends the process looks like success; and in a package of CommonJS, which npm makes by default, Node
// warns before it takes a file for the ES module that it is.
function whileLoading(path: string, isWatched: boolean): () => void {
  const tellWhoEndedIt = (): void => {
    const lines = ['otp-sup: The tree file ended the process while it was loaded.', `  where: ${path}`]
    writeSync(2, `${[...lines, '  fix: Take process.exit() out of it: it only describes the tree.'].join('\n')}\n`)
    process.exitCode = UNUSABLE
  }
  // Node prints a warning by a listener of its own.
  const emit = process.emit.bind(process)
  const isExpected = (name: unknown, warning: unknown): boolean =>
    name === 'warning' && String(warning).includes('Failed to load the ES module')
  const filtered = (...args: readonly unknown[]): boolean =>
    !isExpected(args[0], args[1]) && Boolean(Reflect.apply(emit, process, args))
  Object.assign(process, { emit: filtered })
  if (!isWatched) process.once('exit', tellWhoEndedIt)
  const leave = (): void => {
    Object.assign(process, { emit })
    process.off('exit', tellWhoEndedIt)
    process.off('beforeExit', leave)
  }
  // A tree that waits for nothing (see read-program-tree.ts) does not end the process, and is never loaded.
  process.once('beforeExit', leave)
  return leave
}

function succeeded(exports: Readonly<Record<string, unknown>>): LoadedModule {
  return { ok: true, exports, files: filesOfTree() }
}

function failed(error: unknown): LoadedModule {
  return { ok: false, error, files: filesOfTree() }
}

function filesOfTree(): readonly string[] {
  return Array.from(treeFiles, (url) => fileURLToPath(url))
}

async function importFresh(path: string): Promise<Readonly<Record<string, unknown>>> {
  version += 1
  const loaded: Record<string, unknown> = await import(`${pathToFileURL(path).href}?otp-sup=${version}`)
  return loaded
}

function forgetCommonJs(): void {
  const { cache } = createRequire(import.meta.url)
  for (const key of Object.keys(cache)) if (isLocal(pathToFileURL(key).href)) delete cache[key]
}

async function transpile(path: string): Promise<Readonly<Record<string, unknown>>> {
  const { createJiti } = await import('jiti')
  const jiti = createJiti(import.meta.url, {
    moduleCache: false,
    // Its disk cache is a folder that every user of the machine can write to.
    fsCache: false,
    tsconfigPaths: true,
    // Otherwise a module without a default export is its own default.
    interopDefault: false,
    virtualModules: { '@otp-sup/core': core, 'otp-sup': core },
  })
  return jiti.import<Record<string, unknown>>(path)
}

function isTypeScript(path: string): boolean {
  return /^\.[mc]?ts$/.test(extname(path))
}

function needsTranspiler(error: unknown): boolean {
  const code = errorCode(error)
  return (
    code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX' || // enum, namespace, parameter property
    code === 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING' ||
    code === 'ERR_MODULE_NOT_FOUND' || // perhaps a tsconfig "paths" alias
    isSyntaxError(error) // decorators, TypeScript in a "type": "commonjs" folder
  )
}

/** A file that could not be parsed. A missing export is the tree's own mistake, and so is what JSON.parse threw in it. */
export function isSyntaxError(error: unknown): boolean {
  if (!(error instanceof SyntaxError) || error.message.includes('does not provide an export')) return false
  return placeOfError(error) === null
}

function isNotFound(error: unknown): boolean {
  const code = errorCode(error)
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND'
}
