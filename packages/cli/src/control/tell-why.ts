import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { wrapped } from '../render/paragraph.ts'
import { showText } from '../render/show-child.ts'
import { whyText } from '../render/why-path.ts'
import { askTree, type ControlChoice } from './ask-tree.ts'

/** `otp-sup why PATH` */
export const tellWhy = (path: string, choice: ControlChoice, io: Io): Promise<ExitCode> =>
  askTree(choice, 'reads', io, async (client) => {
    const answer = await client.why(path)
    const lines = whyText(answer, Date.now()).flatMap((line) => fitted(line, io.columns))
    await io.write(choice.json === true ? `${JSON.stringify(answer)}\n` : `${lines.join('\n')}\n`)
    return EXIT.done
  })

/** A pipe gets whole lines, for `grep`. */
const fitted = (line: string, columns: number | null): readonly string[] =>
  columns === null || line.startsWith('  |') ? [line] : wrapped(line)

/** `otp-sup show PATH` */
export const showChild = (path: string, choice: ControlChoice, io: Io): Promise<ExitCode> =>
  askTree(choice, 'reads', io, async (client) => {
    const answer = await client.show(path)
    await io.write(choice.json === true ? `${JSON.stringify(answer)}\n` : showText(answer, Date.now()))
    const { state } = answer.child
    return state === 'down' || state === 'done' ? EXIT.notRunning : EXIT.done
  })
