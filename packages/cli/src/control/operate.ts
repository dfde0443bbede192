import type { ControlClient, Operation, OperationAnswer } from '@otp-sup/core/client'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { operationText } from '../render/operation.ts'
import { askTree, type ControlChoice } from './ask-tree.ts'
import { deadlineOf } from './deadline.ts'
import { showProgress } from './progress.ts'

/** What the user chose. */
export type OperateChoice = ControlChoice & {
  /** Commander's `--no-wait`. */
  readonly wait: boolean
  readonly timeout?: string | undefined
  readonly withDependents?: boolean | undefined
  readonly now?: boolean | undefined
}

/** `otp-sup start`, `stop` and `restart`. */
export const operate = (
  operation: Operation,
  paths: readonly string[],
  choice: OperateChoice,
  io: Io,
): Promise<ExitCode> =>
  askTree(choice, 'changes', io, async (client) => {
    const deadline = deadlineOf(choice.timeout, io)
    if (deadline === null) return EXIT.usage
    const { withDependents = false, now = false, wait } = choice
    const answer = await operated(client, io, () => client[operation]({ paths, withDependents, now, wait }, deadline))
    if (choice.json === true) await io.write(`${JSON.stringify({ tree: client.info, ...answer })}\n`)
    else {
      const { failed, done } = operationText(operation, answer, client.info)
      await io.write(done)
      io.stderr.write(failed)
    }
    return answer.ok ? EXIT.done : EXIT.failed
  })

const operated = async (
  client: ControlClient,
  io: Io,
  act: () => Promise<OperationAnswer>,
): Promise<OperationAnswer> => {
  const hide = showProgress(client, io)
  try {
    return await act()
  } finally {
    hide()
  }
}
