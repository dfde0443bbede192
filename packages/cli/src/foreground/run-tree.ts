import { EXIT, type ExitCode } from '../exit-codes.ts'
import { findTreeToRun } from '../found-tree.ts'
import type { Io } from '../io.ts'
import { errorText } from '../render/error-text.ts'
import { startOrder } from '../render/start-order.ts'
import { errorCode, isSystemError } from '../system-error.ts'
import type { LoadedTree } from '../tree-files/load-tree-file.ts'
import { isTreeName, wrongName } from '../tree-name.ts'
import { namedVoices } from './named-voices.ts'
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
}

/** `otp-sup run`: loads the tree and runs it until it ends. */
export const runTree = async (file: string | undefined, options: RunOptions, io: Io): Promise<ExitCode> => {
  const { name = null } = options
  if (name !== null && !isTreeName(name)) return wrongName(name, io)
  const tree = await findTreeToRun(file, io)
  if (tree === null) return EXIT.usage
  if (options.dryRun === true) return await tellOrder(tree, io)
  const voices = await voicesOrComplaint(options, io)
  if (voices === null) return EXIT.usage
  const { code, last } = await supervise(tree, {
    io,
    voices: name === null ? voices : namedVoices(voices, name),
    watch: options.watch === true,
  })
  await voices.close(last)
  return code
}

const tellOrder = async ({ spec }: LoadedTree, io: Io): Promise<ExitCode> => {
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
