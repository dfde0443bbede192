// Children's output for people: whole lines, each with the path of its child.
import type { Clock } from '../ports/clock.ts'
import type { AttachedOutput, ByteStream, LastWords, Output } from '../ports/output.ts'
import { type LastLines, lastLines } from './last-lines.ts'
import { type Line, lineSplitter } from './line-splitter.ts'
import { type TextStream, type TextTarget, textTarget } from './text-target.ts'
import { visibleText } from './visible-text.ts'

/** A prompt or a progress bar has no line end; after this silence it is shown as it is. */
const SILENCE_MS = 200
/** Stands at the end of what is only a piece of a line. */
const PIECE_MARK = '…'
/** Red is left to errors. */
const COLORS = [36, 33, 32, 35, 34, 96, 93, 92, 95, 94]

/** Where the console is. */
export type ConsoleOutputOptions = {
  readonly stdout: TextStream
  readonly stderr: TextStream
  /** Whether paths are coloured. Colours that a child sends pass in any case. */
  readonly color: boolean
  readonly clock: Clock
}

/** Prints `shop/db | text`: stdout of children to stdout, stderr to stderr. */
export function consoleOutput({ stdout, stderr, color, clock }: ConsoleOutputOptions): Output & LastWords {
  const words = lastLines()
  const out = textTarget(stdout)
  const err = stderr === stdout ? out : textTarget(stderr)
  return {
    attach: ({ path, ...streams }) => {
      words.begin(path)
      const voice = { path, prefix: prefix(path, color), words, clock }
      const reading = [read(streams.stdout, out, voice), read(streams.stderr, err, voice)]
      return { ended: () => reading.forEach((stream) => stream.ended()) }
    },
    lastLines: (path) => words.lastLines(path),
  }
}

type Voice = { readonly path: string; readonly prefix: string; readonly words: LastLines; readonly clock: Clock }

function read(source: ByteStream, target: TextTarget, voice: Voice): AttachedOutput {
  const splitter = lineSplitter()
  let over = false
  let cancelSilence = (): void => {}
  const show = (lines: readonly Line[]): void => {
    if (lines.length === 0) return
    const texts = lines.map((line) => visibleText(line.text) + (line.whole ? '' : PIECE_MARK))
    voice.words.add(voice.path, texts)
    target.write(texts.map((text) => `${voice.prefix}${text}\n`).join(''), source)
  }
  source.on('data', (chunk) => {
    cancelSilence()
    show(splitter.push(chunk))
    if (!splitter.hasPending()) return
    // An orphan may write on after the end of its child; then no timer may be left behind.
    if (over) show(splitter.flush())
    else cancelSilence = voice.clock.startTimer(SILENCE_MS, () => show(splitter.flush()))
  })
  return {
    ended: () => {
      over = true
      cancelSilence()
      show(splitter.end())
    },
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
