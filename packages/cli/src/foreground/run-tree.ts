import { EXIT } from '../exit-codes.ts'
import { findTreeToRun } from '../found-tree.ts'
import type { Io } from '../io.ts'
import { boundedFile } from '../processes/bounded-file.ts'
import { errorText } from '../render/error-text.ts'
import { startOrder } from '../render/start-order.ts'
import { errorCode, isSystemError } from '../system-error.ts'
import type { LoadedTree } from '../tree-files/load-tree-file.ts'
import { isTreeName, wrongName } from '../tree-name.ts'
import { onlyPaths, pathsOf } from './only.ts'
import { supervise } from './supervise.ts'
import { openVoices, type VoiceOptions, type Voices } from './voices.ts'

/** What the user chose. */
export type RunOptions = VoiceOptions & {
  /** What the tree is called, instead of its root's id. */
  readonly name?: string | undefined
  /** Reloads the tree when its file changes. */
  readonly watch?: boolean | undefined
  /** Only tells what would be started. */
  readonly dryRun?: boolean | undefined
  readonly detach?: boolean | undefined
  /** As `detach`, and waits for health. */
  readonly wait?: boolean | undefined
  readonly envFile?: readonly string[] | undefined
  readonly only?: readonly string[] | undefined
  readonly exitCodeFrom?: string | undefined
  /** Of a detached run: where its console goes. */
  readonly console?: string | undefined
}

/** What the user typed. */
export type RunRequest = {
  readonly file: string | undefined
  readonly options: RunOptions
  /** What stands after `--`; null without it. */
  readonly command: readonly string[] | null
}

/** `otp-sup run`: loads the tree and runs it until it ends. */
export const runTree = async (request: RunRequest, io: Io): Promise<number> => {
  const { name = null } = request.options
  if (name !== null && !isTreeName(name)) return wrongName(name, io)
  const tree = await treeToRun(request, io)
  if (tree === null) return EXIT.usage
  // An id may be longer than the name of a folder.
  if (!isTreeName(name ?? tree.spec.id)) return wrongName(tree.spec.id, io)
  return begin(tree, request, io)
}

/** Null when it cannot be used, and stderr tells why. */
const treeToRun = async ({ file, options }: RunRequest, io: Io): Promise<LoadedTree | null> => {
  if (!takesEnvFiles(options.envFile ?? [], io)) return null
  const whole = await findTreeToRun(file, io)
  return whole === null ? null : chosenTree(whole, options, io)
}

/** Whether all could be read; else stderr tells which could not. */
const takesEnvFiles = (files: readonly string[], io: Io): boolean => {
  for (const file of files) {
    try {
      io.loadEnv(file)
    } catch (error) {
      if (!isSystemError(error)) throw error
      const what = `cannot read the variables in "${file}": ${errorCode(error)}`
      io.stderr.write(errorText({ what, where: '--env-file', fix: 'name a file of lines such as PORT=8080' }))
      return false
    }
  }
  return true
}

const begin = (tree: LoadedTree, request: RunRequest, io: Io): Promise<number> => {
  const { dryRun, detach, wait, console: log } = request.options
  if (dryRun === true) return tellOrder(tree, io)
  if (detach === true || wait === true) return runAway(tree, request, io)
  if (log === undefined) return runHere(tree, request, io)
  const out = boundedFile(log)
  return runHere(tree, request, { ...io, stdout: out, stderr: out, color: { stdout: false, stderr: false } })
}

const runHere = async (tree: LoadedTree, { options, command }: RunRequest, io: Io): Promise<number> => {
  const { name = null, console: log = null, exitCodeFrom = null, only = null, watch = false } = options
  const voices = await voicesOrComplaint(options, io)
  if (voices === null) return EXIT.usage
  const { code, last } = await supervise(tree, { io, voices, name, log, command, exitCodeFrom, only, watch })
  await voices.close(last)
  return code
}

const runAway = async (tree: LoadedTree, { options, command }: RunRequest, io: Io): Promise<number> => {
  if (command !== null || options.exitCodeFrom !== undefined) {
    const what = 'a detached tree is not waited for: it has neither a program beside it nor a code'
    io.stderr.write(errorText({ what, where: '--detach', fix: 'leave --detach out' }))
    return EXIT.usage
  }
  const { runDetached } = await import('./run-detached.ts')
  const only = (options.only ?? []).flatMap((path) => ['--only', path])
  const flags = (['json', 'quiet', 'watch'] as const).flatMap((flag) => (options[flag] === true ? [`--${flag}`] : []))
  const events = options.events === undefined ? [] : ['--events', options.events]
  const argv = ['run', tree.path, ...only, ...flags, ...events]
  return runDetached({ name: options.name ?? tree.spec.id, argv, waitsForHealth: options.wait === true }, io)
}

/** The tree as far as `--only` asks for it; null when a path is none of it, and stderr tells so. */
const chosenTree = (tree: LoadedTree, { only, exitCodeFrom }: RunOptions, io: Io): LoadedTree | null => {
  const all = new Set(pathsOf(tree.spec))
  const named = [...(only ?? []).map((path) => ['--only', path] as const), ['--exit-code-from', exitCodeFrom] as const]
  for (const [option, path] of named) {
    if (path === undefined || all.has(path)) continue
    const fix = `name one of ${[...all].slice(0, 5).join(', ')}`
    io.stderr.write(errorText({ what: `there is no ${path} in the tree`, where: option, fix }))
    return null
  }
  return only === undefined ? tree : onlyPaths(tree, only)
}

const tellOrder = async ({ spec }: LoadedTree, io: Io): Promise<number> => {
  const header = `${spec.id} would be started in this order; what has the same number, side by side:\n`
  await io.write(`${header}${startOrder(spec)}Nothing was started.\n`)
  return EXIT.done
}

const voicesOrComplaint = async (options: VoiceOptions, io: Io): Promise<Voices | null> => {
  try {
    return await openVoices(io, options)
  } catch (error) {
    if (!isSystemError(error)) throw error
    const what = `cannot write events to "${options.events}": ${errorCode(error)}`
    io.stderr.write(
      errorText({ what, where: '--events', fix: 'name a file in a folder that exists and may be written' }),
    )
    return null
  }
}
