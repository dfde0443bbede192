import { ControlError, connect, type OutputLine } from '@otp-sup/core/client'
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

const linesOf = ({ lines, since }: ReadChoice): number => Number(lines ?? (since === undefined ? 10 : 100_000))

/** Null when it is wrong: stderr says so. */
const wantedBy = (paths: readonly string[], choice: ReadChoice, io: Io): Wanted | null => {
  const since = choice.since === undefined ? undefined : sinceIso(choice.since, Date.now())
  const lines = linesOf(choice)
  if (since === null || !Number.isSafeInteger(lines) || lines < 0) {
    const [what, where] =
      since === null ? [`${JSON.stringify(choice.since)} is no time`, '--since'] : ['a whole number is wanted', '-n']
    io.stderr.write(errorText({ what, where, fix: 'write, for example, -n 50, --since 10m or --since 12:30' }))
    return null
  }
  return { paths, lines, ...(since === undefined ? {} : { since }) }
}

/** `otp-sup logs [PATH…]` */
export const readLogs = async (paths: readonly string[], choice: ReadChoice, io: Io): Promise<ExitCode> => {
  const wanted = wantedBy(paths, choice, io)
  if (wanted === null) return EXIT.usage
  const past = await linesOfPast(wanted, choice, io)
  if (past !== null) return past
  return askTree(choice, 'reads', io, async (client) => {
    const text = (line: OutputLine): string =>
      choice.json === true ? `${JSON.stringify(line)}\n` : outputLine(line, choice.color && io.color.stdout)
    if (choice.follow === true) {
      for await (const line of client.lines({ ...wanted, signal: readerGone(io) })) await io.write(text(line))
      return EXIT.done
    }
    const { lines } = await client.recentLines(wanted)
    await io.write(lines.map(text).join(''))
    return EXIT.done
  })
}

/** Of a tree that was named, ran detached and does not run any more: what its console has. Null: it is asked itself. */
const linesOfPast = async ({ paths, lines }: Wanted, choice: ReadChoice, io: Io): Promise<ExitCode | null> => {
  const { name } = choice
  if (name === undefined || !isTreeName(name)) return null
  const file = consoleLog(name, io.env)
  const past = readConsoleLog(file)
  if (past === '' || (await isThere(name))) return null
  const option = UNTOLD.find((each) => choice[each] !== undefined)
  if (option !== undefined) {
    const what = `--${option} cannot be had of a tree that does not run`
    io.stderr.write(errorText({ what, where: `--name ${name}`, fix: `leave it out, or read ${file}` }))
    return EXIT.usage
  }
  const unknown = paths.find((path) => !past.split(/\s+/).some((word) => isWithin(word, path)))
  if (unknown !== undefined) {
    const what = `there is no ${JSON.stringify(unknown)} in the console of ${name}`
    io.stderr.write(errorText({ what, where: file, fix: 'write the path of a child, or none for all' }))
    return EXIT.noSuchPath
  }
  io.stderr.write(`otp-sup: ${name} is not running; its console was written to ${file}\n`)
  const isWanted = (line: string): boolean =>
    paths.length === 0 || paths.some((path) => isWithin(line.slice(0, Math.max(0, line.indexOf(' |'))), path))
  const wanted = past.split('\n').slice(0, -1).filter(isWanted)
  await io.write(
    wanted
      .slice(Math.max(0, wanted.length - lines))
      .map((line) => `${line}\n`)
      .join(''),
  )
  return EXIT.done
}

/** A console has neither the time of a line nor its stream. */
const UNTOLD = ['json', 'since', 'follow'] as const

/** A path, or the end of one, stands for itself and all below it. */
const isWithin = (path: string, above: string): boolean => `/${path}/`.includes(`/${above}/`)

const isThere = async (name: string): Promise<boolean> => {
  try {
    await connect(name)
    return true
  } catch (error) {
    return error instanceof ControlError && error.code !== 'not_running'
  }
}

/** `otp-sup events [PATH…]` */
export const readEvents = async (paths: readonly string[], choice: ReadChoice, io: Io): Promise<ExitCode> => {
  const wanted = wantedBy(paths, choice, io)
  if (wanted === null) return EXIT.usage
  const { lines, since = '' } = wanted
  return askTree(choice, 'reads', io, async (client) => {
    const line = eventLine(Date.now())
    const text = choice.json === true ? (event: object) => `${JSON.stringify(event)}\n` : line
    const { events } = await client.recentEvents(0, paths)
    const recent = lines === 0 ? [] : events.filter(({ time }) => time >= since).slice(-lines)
    await io.write(recent.map(text).join(''))
    if (choice.follow !== true) return EXIT.done
    const after = events.at(-1)?.seq ?? client.info.seq
    const signal = readerGone(io)
    for await (const event of client.events({ paths, after, signal })) await io.write(text(event))
    return EXIT.done
  })
}
