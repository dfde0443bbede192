import { type ControlClient, ControlError, connectTo } from '@otp-sup/core/client'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { stoppingChildren } from '../foreground/stopping-children.ts'
import type { Io } from '../io.ts'
import { treeName } from '../render/operation.ts'
import { waitingLine } from '../render/waiting.ts'
import { askTree, type ControlChoice } from './ask-tree.ts'
import { deadlineOf } from './deadline.ts'

type ShutdownChoice = ControlChoice & {
  readonly wait: boolean
  readonly now?: boolean | undefined
  readonly timeout?: string | undefined
}

const FIRST_MS = 1000
const EVERY_MS = 2000

/** `otp-sup shutdown` */
export const stopTree = (choice: ShutdownChoice, io: Io): Promise<ExitCode> =>
  askTree(choice, 'changes', io, async (client) => {
    const deadline = deadlineOf(choice.timeout, io)
    if (deadline === null) return EXIT.usage
    const { info } = client
    const end = choice.wait ? await watchEnd(client, deadline, io) : null
    await client.shutdown({ now: choice.now ?? false }, deadline)
    const isDown = end === null ? false : await end()
    const words = isDown ? 'is down' : 'was told to stop'
    await io.write(
      choice.json === true ? `${JSON.stringify({ tree: info, down: isDown })}\n` : `tree ${treeName(info)} ${words}\n`,
    )
    return EXIT.done
  })

/** Follows the tree from before it is asked, so that no event is missed; the answer waits for its end. */
const watchEnd = async (
  client: ControlClient,
  signal: AbortSignal | undefined,
  io: Io,
): Promise<() => Promise<boolean>> => {
  const stopping = stoppingChildren()
  const say = (): void => {
    const children = stopping.list(performance.now())
    if (children.length > 0) io.stderr.write(`${waitingLine(children)}\n`)
  }
  const timers = [setTimeout(say, FIRST_MS), setInterval(say, EVERY_MS)]
  const events = client.events({ after: client.info.seq, ...(signal === undefined ? {} : { signal }) })
  const follow = async (): Promise<boolean> => {
    for await (const event of events) stopping.tell(event, performance.now())
    signal?.throwIfAborted()
    return true
  }
  const followed = follow().catch(async (error: unknown) => {
    // A tree that is killed ends without a word.
    if (error instanceof ControlError && error.code === 'cut_off' && (await isGone(client))) return true
    throw error
  })
  const over = followed.finally(() => timers.forEach(clearTimeout))
  // It may fail before anybody waits for it.
  over.catch(() => {})
  return () => over
}

const isGone = async ({ socket }: ControlClient): Promise<boolean> => {
  try {
    await connectTo(socket)
    return false
  } catch (error) {
    return error instanceof ControlError && error.code === 'not_running'
  }
}
