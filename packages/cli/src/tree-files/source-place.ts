import { placesIn } from './config/text-places.ts'
import type { TextPlace } from './config/text-tree.ts'

/**
 * Where in a program the spec with that tree path is written: the one `worker('id'`, `supervisor('id'` or `id: 'id'`
 * in it. Null when there is none, or more than one: a guess would send people to the wrong line.
 */
export function placeInSource(source: string, path: string): TextPlace | null {
  const id = path.slice(path.lastIndexOf('/') + 1)
  if (id === '') return null
  const quoted = `(['"\`])${id.replaceAll('.', '\\.')}\\1`
  const found = [...source.matchAll(new RegExp(`(?:\\b(?:worker|supervisor)\\(\\s*|\\bid:\\s*)${quoted}`, 'g'))]
  const [only] = found
  if (only === undefined || found.length > 1) return null
  return placesIn(source)(only.index)
}
