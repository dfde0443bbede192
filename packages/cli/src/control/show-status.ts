import type { ControlClient, StatusAnswer } from '@otp-sup/core/client'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { type Io, readerGone } from '../io.ts'
import { statusText } from '../render/status-table.ts'
import { askTree, type ControlChoice } from './ask-tree.ts'

type StatusChoice = ControlChoice & { readonly watch?: boolean | undefined; readonly color: boolean }

/** `otp-sup status [PATH…]` */
export const showStatus = (paths: readonly string[], choice: StatusChoice, io: Io): Promise<ExitCode> =>
  askTree(choice, 'reads', io, async (client) => {
    if (choice.watch === true) return watchStatus(client, paths, choice, io)
    const answer = await client.status(paths)
    await io.write(choice.json === true ? `${JSON.stringify(answer)}\n` : textOf(answer, choice, io))
    return exitCodeOf(answer, paths)
  })

const textOf = (answer: StatusAnswer, { color }: StatusChoice, io: Io): string =>
  statusText(answer, { columns: io.columns, color: color && io.color.stdout, nowMs: Date.now() })

/** A child that was named by its path, and is not there. */
const exitCodeOf = ({ children }: StatusAnswer, paths: readonly string[]): ExitCode => {
  const named = new Set(paths)
  const isNamed = (path: string): boolean => named.has(path) || [...named].some((word) => path.endsWith(`/${word}`))
  const isMissing = children.some(({ path, state }) => isNamed(path) && (state === 'down' || state === 'done'))
  return isMissing ? EXIT.notRunning : EXIT.done
}

const EVERY_MS = 1000
/** To the top, and what is below it goes. */
const HOME = '\u001B[H'
const CLEAR_BELOW = '\u001B[J'
const CLEAR_LINE = '\u001B[K'

const watchStatus = async (
  client: ControlClient,
  paths: readonly string[],
  choice: StatusChoice,
  io: Io,
): Promise<ExitCode> => {
  const isScreen = io.columns !== null && choice.json !== true
  if (isScreen) io.stdout.write('\u001B[2J')
  const gone = readerGone(io)
  while (!gone.aborted) {
    const answer = await client.status(paths)
    const text = choice.json === true ? `${JSON.stringify(answer)}\n` : textOf(answer, choice, io)
    await io.write(isScreen ? HOME + text.replaceAll('\n', `${CLEAR_LINE}\n`) + CLEAR_BELOW : text)
    await new Promise((resolve) => void setTimeout(resolve, EVERY_MS))
  }
  return EXIT.done
}
