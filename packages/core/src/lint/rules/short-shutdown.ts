import { durationWords } from '../../spec/duration-words.ts'
import type { Found } from '../lint.ts'
import type { Part } from '../parts.ts'
import { stopTime } from '../stop-time.ts'
import { written } from '../words.ts'

/** Who is killed at the last moment needs another to die. */
const MORE_MS = 1000

/** A supervisor whose time for a stop is over before that of its children: the whole subtree is killed. */
export function shortShutdown({ spec, path, parent }: Part): readonly Found[] {
  const { shutdownMs, id } = spec
  if (parent === null || typeof shutdownMs !== 'number') return []
  const { ms } = stopTime(spec, path)
  if (!isTooShort(shutdownMs, ms)) return []
  const { time, fix, numbers } = wordsFor(ms)
  return [
    {
      name: 'short-shutdown',
      path,
      key: 'shutdown',
      message: `shutdown is ${durationWords(shutdownMs)}, but the children of ${id} may take ${time} to stop: who is not down by then is killed.`,
      fix,
      numbers: { shutdownMs, ...numbers },
    },
  ]
}

function wordsFor(stopMs: number | 'infinity'): {
  readonly time: string
  readonly fix: string
  readonly numbers: Readonly<Record<string, number>>
} {
  if (stopMs === 'infinity') return { time: 'for ever', fix: `Leave it out: ${OWN_TIME}`, numbers: {} }
  const fix = `Write shutdown: "${written(stopMs + MORE_MS)}", or leave it out: ${OWN_TIME}`
  return { time: durationWords(stopMs), fix, numbers: { stopMs } }
}

const OWN_TIME = 'then each child has its own time.'

/** At the very same time the supervisor's is over first; where nothing takes time, nothing is cut short. */
function isTooShort(shutdownMs: number, stopMs: number | 'infinity'): boolean {
  return stopMs === 'infinity' || (stopMs > 0 && stopMs >= shutdownMs)
}
