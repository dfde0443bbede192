import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { styleText } from 'node:util'
import { createLogger, format, transports } from 'winston'
import type { Logger, LogLine } from '../ports/logger.ts'

/** Where and how the supervisor's own log is written. */
export type WinstonLoggerOptions = {
  /** For example `process.stderr`. It is never ended. */
  readonly stream: Writable
  /** True: one JSON object a line, `{ time, level, message, event }`. False: `HH:MM:SS.mmm level message`. */
  readonly json: boolean
  /** Whether the level is coloured in lines for people. */
  readonly color: boolean
}

/** A logger that must be closed before the process ends, or lines are lost. */
export interface ClosableLogger extends Logger {
  /** Resolves when every line has been handed to the system, or the stream is broken. */
  close(): Promise<void>
}

/** So much waits for a reader that is too slow; what comes then is dropped and counted. */
const MOST_WAITING_BYTES = 1024 * 1024

/** The supervisor's own log, by winston. A stream that breaks turns it off: the tree goes on without its log. */
export function winstonLogger({ stream, json, color }: WinstonLoggerOptions): ClosableLogger {
  const render = json ? jsonLine : (line: LogLine) => lineForPeople(line, color)
  const logger = createLogger({
    format: format.printf((info) => render(info['line'] as LogLine)),
    transports: [new transports.Stream({ stream, eol: '\n' })],
  })
  let broken = false
  // EPIPE when the reader has gone, EIO when the terminal has.
  stream.on('error', () => {
    broken = true
  })
  let dropped = 0
  const write = (line: LogLine): void => void logger.log({ level: line.level, message: line.message, line })
  const tellDropped = (): void => {
    const message = `${dropped} lines of this log were dropped: its reader is too slow`
    if (dropped > 0) write({ level: 'error', message, event: null })
    dropped = 0
  }
  return {
    write: (line) => {
      if (broken) return
      if (stream.writableLength > MOST_WAITING_BYTES) {
        dropped += 1
        return
      }
      tellDropped()
      write(line)
    },
    close: async () => {
      tellDropped()
      logger.end()
      await once(logger, 'finish')
      if (!broken) await flushed(stream)
    },
  }
}

/** A write's callback is called when all that was written before it is out; a stream that is destroyed may not call. */
function flushed(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    stream.once('close', resolve)
    stream.write('', () => resolve())
  })
}

function jsonLine({ level, message, event }: LogLine): string {
  return JSON.stringify({ time: event?.time ?? new Date().toISOString(), level, message, event })
}

function lineForPeople({ level, message, event }: LogLine, color: boolean): string {
  const time = timeOfDay(event ? new Date(event.time) : new Date())
  return `${time} ${color ? colored(level) : level} ${message}`
}

/** Local time: people compare it with their own clock. */
function timeOfDay(date: Date): string {
  const [hours, minutes, seconds] = [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits)
  return `${hours}:${minutes}:${seconds}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

function colored(level: LogLine['level']): string {
  return styleText(level === 'error' ? 'red' : 'green', level, { validateStream: false })
}
