// Who speaks where in a foreground run: children's output, the supervisor's log, and the events.
import { consoleOutput, type LogLine, nodeClock, type SupervisionEvent, winstonLogger } from '@otp-sup/core'
import { errorCode, flushed, type Io, type Writable } from '../io.ts'

/** What the user chose. */
export type VoiceOptions = {
  /** A file for the events, `-` for stdout. */
  readonly events?: string | undefined
  /** The supervisor's log as JSON lines. */
  readonly json?: boolean | undefined
  /** Only errors of the supervisor's log. */
  readonly quiet?: boolean | undefined
  readonly color: boolean
}

/** Opens what a run writes to. Rejects if the file for the events cannot be opened. */
export const openVoices = async (io: Io, options: VoiceOptions) => {
  const events = await openEvents(io, options.events)
  const stdout = options.events === '-' ? io.stderr : io.stdout
  const winston = winstonLogger({
    stream: io.stderr,
    json: options.json === true,
    color: options.color && io.color.stderr,
  })
  const logger = {
    write: (line: LogLine): void => {
      if (line.level === 'error' || options.quiet !== true) winston.write(line)
    },
  }
  const write = (level: LogLine['level'], message: string): void => logger.write({ level, message, event: null })
  const streams = new Map([
    [io.stdout, 'stdout'],
    ...(events === null ? [] : [[events, 'the file of events'] as const]),
  ])
  for (const [stream, name] of streams)
    stream.once('error', (error) =>
      write('error', `${name} cannot be written any more (${errorCode(error)}): it is off from now on`),
    )
  return {
    logger,
    output: consoleOutput({ stdout, stderr: io.stderr, color: options.color && io.color.stdout, clock: nodeClock() }),
    info: (message: string): void => write('info', message),
    tell: eventWriter(events),
    /** Ends the run with these lines: text for people, or lines of the log where that is JSON. */
    close: async (last: readonly string[]): Promise<void> => {
      if (options.json === true) for (const line of last) write('error', line)
      await winston.close()
      if (options.json !== true) io.stderr.write(last.map((line) => `${line}\n`).join(''))
      await Promise.all([...streams.keys(), io.stderr].map(flushed))
    },
  }
}

/** The voices of a run, open. */
export type Voices = Awaited<ReturnType<typeof openVoices>>

const openEvents = async (io: Io, file: string | undefined): Promise<Writable | null> => {
  if (file === undefined) return null
  return file === '-' ? io.stdout : await io.append(file)
}

/** One JSON object a line. */
const eventWriter = (stream: Writable | null): ((event: SupervisionEvent) => void) => {
  let off = stream === null
  stream?.once('error', () => {
    off = true
  })
  return (event) => {
    if (!off) stream?.write(`${JSON.stringify(event)}\n`)
  }
}
