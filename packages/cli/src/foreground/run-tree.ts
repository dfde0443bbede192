import { EXIT, type ExitCode } from '../exit-codes.ts'
import { findTreeToRun } from '../found-tree.ts'
import { errorCode, type Io, isSystemError } from '../io.ts'
import { errorText } from '../render/error-text.ts'
import { supervise } from './supervise.ts'
import { openVoices, type VoiceOptions, type Voices } from './voices.ts'

/** `otp-sup run`: loads the tree and runs it until it ends. */
export const runTree = async (file: string | undefined, options: VoiceOptions, io: Io): Promise<ExitCode> => {
  const tree = await findTreeToRun(file, io)
  if (tree === null) return EXIT.usage
  const voices = await voicesOrComplaint(options, io)
  if (voices === null) return EXIT.usage
  const { code, last } = await supervise(tree, io, voices)
  await voices.close(last)
  return code
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
