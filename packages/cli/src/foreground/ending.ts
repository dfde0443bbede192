// How a run ended: the exit code, and what is to be said about it.
import { NameTakenError, RunDirectoryError, StartError, type TreeEnd } from '@otp-sup/core'
import { EXIT, exitCodeOf } from '../exit-codes.ts'
import { badRunDirectory, nameTaken } from '../render/not-run.ts'
import { badEnd, failedLeaf } from '../render/why.ts'
import type { Voices } from './voices.ts'

/** `code`: one of ours, or that of a program or child whose code is ours. */
export type Ending = { readonly code: number; readonly last: readonly string[] }

export const DONE: Ending = { code: EXIT.done, last: [] }
export const FORCED: Ending = { code: EXIT.forced, last: [] }
export const FAULTY: Ending = { code: EXIT.failed, last: [] }

/** Where the code of something else is ours, as long as the tree itself ended well. */
export const withCode = (ending: Ending, code: number | null): Ending =>
  code === null || ending.code !== EXIT.done ? ending : { ...ending, code }

/** A tree that did not come up. Throws what is no such end. */
export const endingOfError = (error: unknown, voices: Voices): Ending => {
  if (error instanceof NameTakenError || error instanceof RunDirectoryError) return notRun(error)
  if (!(error instanceof StartError)) throw error
  return error.code === 'start_interrupted' ? DONE : bootFailed(error, voices)
}

const notRun = (error: NameTakenError | RunDirectoryError): Ending => ({
  code: EXIT.failed,
  last: (error instanceof NameTakenError ? nameTaken(error) : badRunDirectory(error)).trimEnd().split('\n'),
})

const bootFailed = ({ path, why }: StartError, { output }: Voices): Ending => ({
  code: EXIT.startFailed,
  last: badEnd({ what: `${path} could not be started`, why, leaf: path, lastLines: output.lastLines(path) }),
})

/** A tree that has been up. */
export const endingOf = ({ outcome, why }: TreeEnd, { output }: Voices): Ending => {
  const gaveUp = why.findLast((event) => event.type === 'supervisor.gave_up')
  const code = exitCodeOf(outcome, gaveUp !== undefined)
  if (code === EXIT.gaveUp) {
    const leaf = failedLeaf(why)
    const lastLines = leaf === null ? [] : output.lastLines(leaf)
    return { code, last: badEnd({ what: `${gaveUp?.path} gave up`, why, leaf, lastLines }) }
  }
  if (code === EXIT.done) return DONE
  return { code, last: badEnd({ what: 'an internal error ended the tree', why, leaf: null, lastLines: [] }) }
}
