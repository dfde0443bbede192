import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { treeName } from '../render/operation.ts'
import { askTree, type ControlChoice } from './ask-tree.ts'
import { deadlineOf } from './deadline.ts'
import { showProgress } from './progress.ts'

type WaitChoice = ControlChoice & { readonly for: 'ready' | 'healthy' | 'down'; readonly timeout?: string | undefined }

/** `otp-sup wait PATH` */
export const waitForChild = (path: string, choice: WaitChoice, io: Io): Promise<ExitCode> =>
  askTree(choice, 'reads', io, async (client) => {
    const deadline = deadlineOf(choice.timeout, io)
    if (deadline === null) return EXIT.usage
    const hide = showProgress(client, io)
    try {
      const { child } = await client.wait(path, choice.for, deadline)
      hide()
      await io.write(choice.json === true ? `${JSON.stringify(child)}\n` : `${child.path} is ${choice.for}\n`)
      return EXIT.done
    } finally {
      hide()
    }
  })

type SignalChoice = ControlChoice & { readonly group?: boolean | undefined }

/** `otp-sup signal PATH SIGNAL` */
export const sendSignal = (path: string, signal: string, choice: SignalChoice, io: Io): Promise<ExitCode> =>
  askTree(choice, 'changes', io, async (client) => {
    const name = signal.toUpperCase().replace(/^(?!SIG)/, 'SIG')
    const to = choice.group === true ? 'group' : 'leader'
    const answer = await client.signal(path, name, to)
    const line = `tree ${treeName(client.info)}\n${name} sent to ${answer.path}${to === 'group' ? ' and its group' : ''}\n`
    await io.write(choice.json === true ? `${JSON.stringify(answer)}\n` : line)
    return EXIT.done
  })
