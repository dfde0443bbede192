// `otp-sup top`: the live tree on the whole terminal.
import { type ControlClient, describer, type Operation, type OperationAnswer } from '@otp-sup/core/client'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { clockTime } from '../render/clock-time.ts'
import { errorText } from '../render/error-text.ts'
import { wrapped } from '../render/paragraph.ts'
import { type Pressed, pressed, type TopState, type TopWish, topFrame } from '../render/top-frame.ts'
import { whyText } from '../render/why-path.ts'
import { openScreen, type Screen } from '../terminal/screen.ts'
import { askTree, type ControlChoice } from './ask-tree.ts'

const EVERY_MS = 1000
const SOON_MS = 100
const LINES_KEPT = 200

/** `otp-sup top` */
export const showTop = (choice: ControlChoice, io: Io): Promise<ExitCode> =>
  askTree(choice, 'reads', io, async (client) => {
    const over = Promise.withResolvers<string>()
    const top = newTop(client, await firstState(client), over.resolve)
    const hearer = {
      key: (key: Pressed) => keyPressed(top, key),
      resized: () => draw(top),
      ended: () => over.resolve(''),
    }
    top.screen = openScreen(hearer)
    if (top.screen === null) return noTerminal(io)
    draw(top)
    const timer = setInterval(() => void refresh(top), EVERY_MS)
    followEvents(top).then(
      () => top.end(GONE),
      () => top.end(GONE),
    )
    const last = await over.promise
    clearInterval(timer)
    close(top)
    if (last !== '') io.stderr.write(`${last}\n`)
    return EXIT.done
  })

const newTop = (client: ControlClient, state: TopState, end: Top['end']): Top => {
  const [lines, over] = [new AbortController(), new AbortController()]
  return { client, state, end, screen: null, soon: null, refreshing: null, lines, over }
}

const noTerminal = (io: Io): ExitCode => {
  const what = 'top needs a terminal'
  io.stderr.write(errorText({ what, where: 'stdin and stdout', fix: 'use "otp-sup status --watch"' }))
  return EXIT.usage
}

const firstState = async (client: ControlClient): Promise<TopState> => {
  const answer = await client.status()
  const selected = answer.children[1]?.path ?? answer.tree.root
  return { answer, selected, filter: '', mode: 'tree', lines: [], why: [], events: [], message: '' }
}

/** The live view: what is on the screen, and what keeps it so. */
type Top = {
  readonly client: ControlClient
  /** Ends it with a last line. */
  readonly end: (last: string) => void
  readonly over: AbortController
  state: TopState
  screen: Screen | null
  /** Of the lines that are followed. */
  lines: AbortController
  soon: NodeJS.Timeout | null
  /** Asked once at a time: a tree that is slow is not asked ever more. */
  refreshing: Promise<void> | null
}

const change = (top: Top, to: Partial<TopState>): void => {
  top.state = { ...top.state, ...to }
  draw(top)
}

const draw = ({ screen, state }: Top): void => screen?.draw(topFrame(state, screen.size(), Date.now()))

const GONE = 'the tree has ended, or does not answer any more'

const refresh = (top: Top): Promise<void> => {
  top.soon = null
  top.refreshing ??= refreshed(top)
  return top.refreshing
}

const refreshed = async (top: Top): Promise<void> => {
  try {
    change(top, { answer: await top.client.status() })
  } catch {
    top.end(GONE)
  } finally {
    top.refreshing = null
  }
}

const followEvents = async (top: Top): Promise<void> => {
  const describe = describer()
  const { client, over } = top
  for await (const event of client.events({ after: Math.max(0, client.info.seq - 20), signal: over.signal })) {
    const line = `${clockTime(event.time, Date.now())} ${describe(event).message}`
    top.state = { ...top.state, events: [...top.state.events, line].slice(-3) }
    top.soon ??= setTimeout(() => void refresh(top), SOON_MS)
  }
}

const followLines = async (top: Top): Promise<void> => {
  top.lines.abort()
  top.lines = new AbortController()
  const { signal } = top.lines
  change(top, { mode: 'logs', lines: [] })
  for await (const line of top.client.lines({ paths: [top.state.selected], lines: LINES_KEPT, signal }))
    if (!signal.aborted) change(top, { lines: [...top.state.lines, line].slice(-LINES_KEPT) })
}

const tellWhy = async (top: Top): Promise<void> => {
  const answer = await top.client.why(top.state.selected)
  change(top, { mode: 'why', why: whyText(answer, Date.now()).flatMap((line) => wrapped(line)) })
}

const operate = (operation: Operation) => async (top: Top) => {
  const path = top.state.selected
  change(top, { message: `${path}: ${operation} …` })
  change(top, { message: messageOf(await top.client[operation]({ paths: [path] })) })
  await refresh(top)
}

const ACT: Readonly<Record<TopWish, (top: Top) => Promise<void> | void>> = {
  quit: ({ end }) => end(''),
  tree: ({ lines }) => lines.abort(),
  why: tellWhy,
  logs: followLines,
  start: operate('start'),
  stop: operate('stop'),
  restart: operate('restart'),
}

const act = async (top: Top, wish: TopWish): Promise<void> => {
  try {
    await ACT[wish](top)
  } catch (error) {
    change(top, { message: error instanceof Error ? error.message : String(error) })
  }
}

const keyPressed = (top: Top, key: Pressed): void => {
  const { state, wish } = pressed(top.state, key)
  change(top, state)
  if (wish !== null) void act(top, wish)
}

const close = (top: Top): void => {
  if (top.soon !== null) clearTimeout(top.soon)
  top.lines.abort()
  top.over.abort()
  top.screen?.close()
  top.screen = null
}

const messageOf = ({ results: [result], leftAlone }: OperationAnswer): string => {
  if (result === undefined) return ''
  const alone = leftAlone.length === 0 ? '' : `; left alone: ${leftAlone.join(', ')}`
  return `${result.path} ${result.result}${result.result === 'refused' ? `: ${result.message}` : alone}`
}
