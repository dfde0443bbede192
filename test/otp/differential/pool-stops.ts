// A pool tells all its children at once to end, and OTP leaves open in which order they do.

const STOPPING = /^~(.+)#(\d+)\(/

/** Lines of children that stop side by side, child by child: what each does keeps its order. Pools do not nest. */
export function childByChild(lines: readonly string[]): string[] {
  const sorted = [...lines]
  for (const [index, line] of lines.entries()) {
    const [, pool, incarnation] = STOPPING.exec(line) ?? []
    if (pool === undefined) continue
    const end = lines.findIndex((other, at) => at > index && other.startsWith(`-${pool}#${incarnation}(`))
    const block = lines.slice(index + 1, end)
    const ofCopies = block.filter((text) => copyOf(text, pool) !== '')
    if (ofCopies.length === 0) continue
    const others = block.filter((text) => copyOf(text, pool) === '')
    const inOrder = ofCopies.toSorted((a, b) => compare(copyOf(a, pool), copyOf(b, pool)))
    sorted.splice(index + 1, block.length, ...others, ...inOrder)
  }
  return sorted
}

/** The copy that a line is about: itself, or something below it. */
function copyOf(line: string, pool: string): string {
  const path = /^[-+?!^~]([^#]+)#/.exec(line)?.[1] ?? ''
  const [id = ''] = path.startsWith(`${pool}/`) ? path.slice(pool.length + 1).split('/') : []
  return id.includes('@') ? id : ''
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
