/**
 * Where in a program the spec with that tree path is written: the one `worker('id'`, `supervisor('id'` or `id: 'id'`
 * in it. Null when there is none, or more than one: a guess would send people to the wrong line.
 */
export function placeInSource(source: string, path: string): { readonly line: number; readonly column: number } | null {
  const id = path.slice(path.lastIndexOf('/') + 1)
  if (id === '') return null
  const quoted = `(['"\`])${id.replaceAll('.', '\\.')}\\1`
  const found = [...source.matchAll(new RegExp(`(?:\\b(?:worker|supervisor)\\(\\s*|\\bid:\\s*)${quoted}`, 'g'))]
  const [only] = found
  if (only === undefined || found.length > 1) return null
  const lines = source.slice(0, only.index).split(/\r\n|\r|\n/)
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}
