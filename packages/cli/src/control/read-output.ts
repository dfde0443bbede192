import { type ControlClient, ControlError, connect, type OutputLine } from '@otp-sup/core/client'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { type Io, readerGone } from '../io.ts'
import { consoleLog, readConsoleLog } from '../processes/console-log.ts'
import { errorText } from '../render/error-text.ts'
import { eventLine, outputLine } from '../render/output-line.ts'
import { isTreeName } from '../tree-name.ts'
import { askTree, type ControlChoice } from './ask-tree.ts'
import { sinceIso } from './since.ts'

/** What the user chose. */
export type ReadChoice = ControlChoice & {
  readonly follow?: boolean | undefined
  /** How many. */
  readonly lines?: string | undefined
  readonly since?: string | undefined
  readonly color: boolean
}

type Wanted = { readonly paths: readonly string[]; readonly lines: number; readonly since?: string }

const ask = async (
  paths: readonly string[],
  choice: ReadChoice,
  io: Io,
  read: (client: ControlClient, wanted: Wanted) => Promise<void>,
): Promise<ExitCode> => {
  const since = choice.since === undefined ? undefined : sinceIso(choice.since, Date.now())
  const lines = Number(choice.lines ?? (since === undefined ? 10 : 100_000))
  if (since === null || !Number.isSafeInteger(lines) || lines < 0) {
    const [what, where] =
      since === null ? [`${JSON.stringify(choice.since)} is no time`, '--since'] : ['a whole number is wanted', '-n']
    io.stderr.write(errorText({ what, where, fix: 'write, for example, -n 50, --since 10m or --since 12:30' }))
    return EXIT.usage
  }
  return askTree(choice, 'reads', io, async (client) => {
    await read(client, { paths, lines, ...(since === undefined ? {} : { since }) })
    return EXIT.done
  })
}

/** `otp-sup logs [PATH…]` */
export const readLogs = async (paths: readonly string[], choice: ReadChoice, io: Io): Promise<ExitCode> => {
  const past = await linesOfPast(paths, choice, io)
  if (past !== null) return past
  return ask(paths, choice, io, async (client, wanted) => {
    const text = (line: OutputLine): string =>
      choice.json === true ? `${JSON.stringify(line)}\n` : outputLine(line, choice.color && io.color.stdout)
    if (choice.follow === true) {
      for await (const line of client.lines({ ...wanted, signal: readerGone(io) })) await io.write(text(line))
      return
    }
    const { lines } = await client.recentLines(wanted)
    await io.write(lines.map(text).join(''))
  })
}

/** Of a tree that was named, ran detached and does not run any more: what its console has. Null: it is asked itself. */
const linesOfPast = async (
  paths: readonly string[],
  { name, lines = '10' }: ReadChoice,
  io: Io,
): Promise<ExitCode | null> => {
  if (name === undefined || !isTreeName(name)) return null
  const file = consoleLog(name, io.env)
  const past = readConsoleLog(file)
  if (past === '' || (await isThere(name))) return null
  const isWanted = (line: string): boolean => paths.length === 0 || paths.some((path) => line.startsWith(`${path} |`))
  io.stderr.write(`otp-sup: ${name} is not running; its console was written to ${file}\n`)
  const wanted = past.split('\n').slice(0, -1).filter(isWanted)
  await io.write(
    wanted
      .slice(-Number(lines))
      .map((line) => `${line}\n`)
      .join(''),
  )
  return EXIT.done
}

const isThere = async (name: string): Promise<boolean> => {
  try {
    await connect(name)
    return true
  } catch (error) {
    return error instanceof ControlError && error.code !== 'not_running'
  }
}

/** `otp-sup events [PATH…]` */
export const readEvents = (paths: readonly string[], choice: ReadChoice, io: Io): Promise<ExitCode> =>
  ask(paths, choice, io, async (client, { lines, since = '' }) => {
    const line = eventLine(Date.now())
    const text = choice.json === true ? (event: object) => `${JSON.stringify(event)}\n` : line
    const { events } = await client.recentEvents(0, paths)
    const recent = lines === 0 ? [] : events.filter(({ time }) => time >= since).slice(-lines)
    await io.write(recent.map(text).join(''))
    if (choice.follow !== true) return
    const after = events.at(-1)?.seq ?? client.info.seq
    const signal = readerGone(io)
    for await (const event of client.events({ paths, after, signal })) await io.write(text(event))
  })
