import { ControlError, connectTo, type KnownTree, knownTrees, type TreeInfo } from '@otp-sup/core/client'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { doctorText } from '../render/doctor.ts'
import { examine } from './examine.ts'

/** `otp-sup doctor` */
export const tellHealth = async (isJson: boolean, io: Io): Promise<ExitCode> => {
  const findings = examine()
  const answers = await Promise.all(knownTrees().map(answerOf))
  const running = answers.flatMap((answer) => answer.running)
  const silent = answers.flatMap((answer) => answer.silent)
  const found = { findings, running, silent }
  await io.write(isJson ? `${JSON.stringify({ api: 1, ...found })}\n` : doctorText(found))
  return findings.some(({ state }) => state === 'missing') ? EXIT.failed : EXIT.done
}

type Answer = { readonly running: readonly TreeInfo[]; readonly silent: readonly KnownTree[] }

/** Nothing of what a tree that was killed has left. */
const answerOf = async (tree: KnownTree): Promise<Answer> => {
  try {
    const { info } = await connectTo(tree.socket)
    return { running: [info], silent: [] }
  } catch (error) {
    if (!(error instanceof ControlError)) throw error
    return { running: [], silent: error.code === 'not_running' ? [] : [tree] }
  }
}
