import type { LastWords, OutputHistory, OutputLine, WordsHeard } from '../ports/output.ts'
import { PIECE_MARK } from './shown-line.ts'
import { visibleText } from './visible-text.ts'

const LINES_KEPT = 100
const LAST_WORDS = 10
const LONGEST_KEPT = 2000
/** Dynamic children may have a new name each: the paths that were written to longest ago are forgotten. */
const PATHS_KEPT = 1000
const CHARACTERS_KEPT = 8 * 1024 * 1024

type Kept = { readonly lines: readonly OutputLine[]; readonly characters: number; readonly begun: number }

const NOTHING: Kept = { lines: [], characters: 0, begun: 0 }

/** Remembers what children said lately, in bounded memory. `now`: ISO 8601. */
export function recentLines(now: () => string): LastWords & WordsHeard & OutputHistory {
  const kept = new Map<string, Kept>()
  const listeners = new Set<(lines: readonly OutputLine[]) => void>()
  let seq = 0
  let characters = 0
  const forget = (path: string): void => {
    characters -= kept.get(path)?.characters ?? 0
    kept.delete(path)
  }
  const keep = (path: string, lines: readonly OutputLine[], begun: number): void => {
    forget(path)
    const entry = { lines, characters: lines.reduce((sum, { text }) => sum + text.length, 0), begun }
    kept.set(path, entry)
    characters += entry.characters
    for (const [oldest] of kept) {
      if (oldest === path || (kept.size <= PATHS_KEPT && characters <= CHARACTERS_KEPT)) break
      forget(oldest)
    }
  }
  const of = (path: string): Kept => kept.get(path) ?? NOTHING
  return {
    get mostLines() {
      return listeners.size > 0 ? Number.POSITIVE_INFINITY : LINES_KEPT
    },
    begin: (path) => keep(path, of(path).lines, seq),
    add: (path, stream, texts) => {
      const time = now()
      const added = texts.map((text) => ({ seq: ++seq, time, path, stream, text: detached(text) }))
      const { lines, begun } = of(path)
      keep(path, [...lines, ...added].slice(-LINES_KEPT), begun)
      for (const listener of listeners) listener(added)
    },
    lastLines: (path) => {
      const { lines, begun } = of(path)
      return lines
        .filter((line) => line.seq > begun)
        .slice(-LAST_WORDS)
        .map(({ text }) => text)
    },
    recentLines: (isWanted) =>
      [...kept]
        .flatMap(([path, { lines }]) => (isWanted(path) ? lines : []))
        .toSorted((one, other) => one.seq - other.seq),
    onLines: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

// A line that is cut here must not leave its colours on. V8 lets a slice hold on to the whole chunk that it was cut from;
// joining and cutting again makes a copy.
function detached(line: string): string {
  return line.length > LONGEST_KEPT ? visibleText(line.slice(0, LONGEST_KEPT)) + PIECE_MARK : ` ${line}`.slice(1)
}
