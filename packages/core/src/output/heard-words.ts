// Last words cost little, however much is said: of a chunk only the last lines are looked at, unless somebody follows.
import type { SinkStream, StreamOrigin, WordsHeard } from '../ports/output.ts'
import { lineSplitter, NEWLINE } from './line-splitter.ts'
import { shownLine } from './shown-line.ts'

/** Listens to one stream of a path. */
export function heardWords({ path, stream }: StreamOrigin, words: WordsHeard): SinkStream {
  let splitter = lineSplitter()
  const add = (lines: ReturnType<typeof splitter.push>): void => {
    if (lines.length > 0) words.add(path, stream, lines.map(shownLine))
  }
  return {
    write: (chunk) => {
      const from = startOfLastLines(chunk, words.mostLines)
      // What was pending is part of a line before these.
      if (from > 0) splitter = lineSplitter()
      add(splitter.push(chunk.subarray(from)))
    },
    ended: (done) => {
      add(splitter.end())
      done()
    },
  }
}

/** Where the last whole lines of a chunk begin; 0 when it has not more than that. */
function startOfLastLines(chunk: Uint8Array, most: number): number {
  if (most === Number.POSITIVE_INFINITY) return 0
  let at = chunk.length
  for (let lines = 0; lines <= most; lines += 1) {
    if (at === 0) return 0
    at = chunk.lastIndexOf(NEWLINE, at - 1)
    if (at === -1) return 0
  }
  return at + 1
}
