// One stream of a child on its way to the console: whole lines, each with the path of its child.
import type { Clock } from '../ports/clock.ts'
import type { Flow, SinkStream } from '../ports/output.ts'
import { type Line, lineSplitter, SILENCE_MS } from './line-splitter.ts'
import { shownLine } from './shown-line.ts'
import type { TextTarget } from './text-target.ts'

/** What one stream on the console needs. */
export type ConsoleLines = {
  /** Stands before each line. */
  readonly prefix: string
  readonly target: TextTarget
  readonly flow: Flow
  readonly clock: Clock
}

export function consoleLines({ prefix, target, flow, clock }: ConsoleLines): SinkStream {
  const splitter = lineSplitter()
  let over = false
  let cancelSilence = (): void => {}
  const show = (lines: readonly Line[]): void => {
    if (lines.length > 0) target.write(lines.map((line) => `${prefix}${shownLine(line)}\n`).join(''), flow)
  }
  return {
    write: (chunk) => {
      cancelSilence()
      show(splitter.push(chunk))
      if (!splitter.hasPending()) return
      // An orphan may write on after the end of its child; then no timer may be left behind.
      if (over) show(splitter.flush())
      else cancelSilence = clock.startTimer(SILENCE_MS, () => show(splitter.flush()))
    },
    ended: (done) => {
      over = true
      cancelSilence()
      show(splitter.end())
      done()
    },
  }
}
