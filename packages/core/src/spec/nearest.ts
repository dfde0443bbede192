import { distance } from 'fastest-levenshtein'

/** The word that was probably meant, or null when none is near. */
export function nearest(word: string, words: readonly string[]): string | null {
  const limit = limitFor(word.length)
  let best: { readonly word: string; readonly steps: number } | null = null
  for (const candidate of words) {
    const steps = stepsBetween(word.toLowerCase(), candidate.toLowerCase())
    if (steps <= limit && (best === null || steps < best.steps)) best = { word: candidate, steps }
  }
  return best?.word ?? null
}

/** Paths near a wrong one, the nearest first: a slip anywhere, or only the last id is right or nearly so. */
export function nearestOf(word: string, paths: readonly string[], most = 3): readonly string[] {
  const lastId = word.slice(word.lastIndexOf('/') + 1)
  const near = paths.flatMap((path) => {
    const steps = stepsBetween(word, path)
    if (steps <= limitFor(word.length)) return [{ path, steps }]
    const ofId = stepsBetween(lastId, path.slice(path.lastIndexOf('/') + 1))
    return ofId <= limitFor(lastId.length) ? [{ path, steps: ofId + 10 }] : []
  })
  return near
    .toSorted((one, other) => one.steps - other.steps)
    .slice(0, most)
    .map(({ path }) => path)
}

/** The way out of an unknown word: the one that was probably meant, or else `otherwise`. A value stands in quotes. */
export function didYouMean(
  word: string,
  words: readonly string[],
  otherwise: string,
  what: 'key' | 'value' = 'key',
): string {
  const near = nearest(word, words)
  if (near === null) return otherwise
  return what === 'key' ? `Did you mean ${near}?` : `Did you mean "${near}"?`
}

function limitFor(length: number): number {
  if (length < 2) return 0
  if (length <= 3) return 1
  return length <= 7 ? 2 : 3
}

/** Levenshtein's distance, but two letters the wrong way round (`SIGTREM`) are less than two wrong ones. */
function stepsBetween(word: string, candidate: string): number {
  const steps = distance(word, candidate)
  return steps === 2 && sorted(word) === sorted(candidate) ? 1.5 : steps
}

function sorted(word: string): string {
  return word.split('').toSorted().join('')
}
