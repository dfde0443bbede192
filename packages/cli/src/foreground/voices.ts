// Who speaks where in a foreground run: children's output, the supervisor's log, and the events.
import { consoleOutput, type LogLine, nodeClock, type SupervisionEvent, winstonLogger } from '@otp-sup/core'
import { flushed, type Io, type Writable } from '../io.ts'
import { errorCode } from '../system-error.ts'

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

type Write = (level: LogLine['level'], message: string) => void

/** Opens what a run writes to. Rejects if the file for the events cannot be opened. */
export const openVoices = async (io: Io, options: VoiceOptions) => {
  const events = await openEvents(io, options.events)
  const stderrColor = options.color && io.color.stderr
  const winston = winstonLogger({ stream: io.stderr, json: options.json === true, color: stderrColor })
  const logger = {
    write: (line: LogLine): void => {
      if (line.level === 'error' || options.quiet !== true) winston.write(line)
    },
  }
  const write: Write = (level, message) => logger.write({ level, message, event: null })
  const streams = new Map([
    [io.stdout, 'stdout'],
    ...(events === null ? [] : [[events, 'the file of events'] as const]),
  ])
  for (const [stream, name] of streams)
    stream.once('error', (error) =>
      write('error', `${name} cannot be written any more (${errorCode(error)}): it is off from now on`),
    )
  const isStdoutTaken = options.events === '-'
  return {
    logger,
    output: consoleOutput({
      stdout: isStdoutTaken ? io.stderr : io.stdout,
      stderr: io.stderr,
      colors: { stdout: isStdoutTaken ? stderrColor : options.color && io.color.stdout, stderr: stderrColor },
      clock: nodeClock(),
      onTrouble: (message) => write('error', message),
    }),
    info: (message: string): void => write('info', message),
    error: (message: string): void => write('error', message),
    tell: eventWriter(events, write),
    /** Ends the run with these lines: text for people, or lines of the log where that is JSON. */
    close: async (last: readonly string[]): Promise<void> => {
      if (options.json === true) for (const line of last) write('error', line)
      const all = [...streams.keys(), io.stderr]
      // Side by side: the log waits for its reader, who is given up here when stuck.
      await Promise.all([winston.close(), ...all.map(flushed)])
      if (options.json !== true) io.stderr.write(last.map((line) => `${line}\n`).join(''))
      await Promise.all(all.map(flushed))
    },
  }
}

/** The voices of a run, open. */
export type Voices = Awaited<ReturnType<typeof openVoices>>

const openEvents = async (io: Io, file: string | undefined): Promise<Writable | null> => {
  if (file === undefined) return null
  return file === '-' ? io.stdout : await io.append(file)
}

/** So much waits for a reader of events that is too slow; what comes then is dropped, `seq` has a gap. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024

/** One JSON object a line. */
const eventWriter = (stream: Writable | null, write: Write): ((event: SupervisionEvent) => void) => {
  let off = stream === null
  let dropped = 0
  stream?.once('error', () => {
    off = true
  })
  return (event) => {
    if (off || stream === null) return
    if (stream.writableLength > MOST_WAITING_BYTES) {
      dropped += 1
      return
    }
    if (dropped > 0) write('error', `${dropped} events were dropped: their reader is too slow`)
    dropped = 0
    stream.write(`${JSON.stringify(event)}\n`)
  }
}
