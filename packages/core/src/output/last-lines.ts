import type { LastWords, WordsHeard } from '../ports/output.ts'

const LINES_KEPT = 10
const LONGEST_KEPT = 2000
/** Dynamic children may have a new name each: the paths that were written to longest ago are forgotten. */
const PATHS_KEPT = 1000

/** Remembers what children said last, in bounded memory. */
export type LastLines = LastWords & WordsHeard

export function lastLines(): LastLines {
  const kept = new Map<string, readonly string[]>()
  const keep = (path: string, lines: readonly string[]): void => {
    kept.delete(path)
    kept.set(path, lines)
    const [oldest] = kept.keys()
    if (kept.size > PATHS_KEPT && oldest !== undefined) kept.delete(oldest)
  }
  return {
    begin: (path) => keep(path, []),
    add: (path, lines) => {
      const added = lines.slice(-LINES_KEPT).map(detached)
      keep(path, [...(kept.get(path) ?? []), ...added].slice(-LINES_KEPT))
    },
    lastLines: (path) => kept.get(path) ?? [],
  }
}

/** V8 lets a slice hold on to the whole chunk that it was cut from; joining and cutting again makes a copy. */
function detached(line: string): string {
  return ` ${line.slice(0, LONGEST_KEPT)}`.slice(1)
}
