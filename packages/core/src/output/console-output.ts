// Children's output for people.
import type { Clock } from '../ports/clock.ts'
import type { LastWords, Output, OutputHistory, StreamName } from '../ports/output.ts'
import { consoleLines } from './console-sink.ts'
import { recentLines } from './recent-lines.ts'
import { type TextStream, textTarget } from './text-target.ts'

/** Red is left to errors. */
const COLORS = [36, 33, 32, 35, 34, 96, 93, 92, 95, 94]

/** Where the console is. */
export type ConsoleOutputOptions = {
  readonly stdout: TextStream
  readonly stderr: TextStream
  /** Which of the two show colours: there paths are coloured, and children are told. Their own colours always pass. */
  readonly colors: Readonly<Record<StreamName, boolean>>
  readonly clock: Clock
  /** Hears of sinks other than the console that fail or work again. @defaultValue nobody does */
  readonly onTrouble?: (message: string) => void
}

/** Prints `shop/db | text`: stdout of children to stdout, stderr to stderr. Remembers last words, whatever the sink. */
export function consoleOutput({
  stdout,
  stderr,
  colors,
  clock,
  onTrouble = () => {},
}: ConsoleOutputOptions): Output & LastWords & OutputHistory {
  const words = recentLines(() => clock.time())
  const out = textTarget(stdout)
  const targets = { stdout: out, stderr: stderr === stdout ? out : textTarget(stderr) }
  return {
    console: {
      begin: ({ path, stream }, flow) =>
        consoleLines({ prefix: prefix(path, colors[stream]), target: targets[stream], flow, clock }),
    },
    colors,
    words,
    lastLines: (path) => words.lastLines(path),
    recentLines: (isWanted) => words.recentLines(isWanted),
    onLines: (listener) => words.onLines(listener),
    onTrouble,
  }
}

function prefix(path: string, color: boolean): string {
  return color ? `\u001b[${colorOf(path)}m${path} |\u001b[0m ` : `${path} | `
}

/** The same path has the same colour in every run. */
function colorOf(path: string): number {
  let sum = 0
  for (const character of path) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521
  return COLORS[sum % COLORS.length] ?? 36
}
