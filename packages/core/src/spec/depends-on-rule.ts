// Edges name siblings listed before: so there are no cycles, and start order is list order (design 3).
import type { Explanation, Found } from './explanation.ts'
import { didYouMean } from './nearest.ts'
import type { At } from './plain-data.ts'

/** What a child may and may not depend on. */
export type Siblings = {
  readonly earlier: { has(name: string): boolean; keys(): Iterable<string> }
  isLater(name: string): boolean
}

/** What is wrong with the names in `dependsOn` of a child. */
export function findWrongEdges(child: Readonly<Record<string, unknown>>, at: At, siblings: Siblings): readonly Found[] {
  const { id, dependsOn } = child
  if (!Array.isArray(dependsOn)) return []
  return dependsOn.flatMap((name: unknown, index): readonly Found[] => {
    if (typeof name !== 'string') return []
    const explanation = explainEdge(typeof id === 'string' ? id : null, name, siblings)
    return explanation === null ? [] : [{ at: [...at, 'dependsOn', index], ...explanation }]
  })
}

function explainEdge(id: string | null, name: string, siblings: Siblings): Explanation | null {
  if (name === id || (id !== null && isCopyOf(id, name)))
    return { message: `"${id}" depends on itself.`, fix: `Remove ${JSON.stringify(name)} from its dependsOn.` }
  if (siblings.earlier.has(name)) return null
  if (siblings.isLater(name))
    return {
      message: `dependsOn names "${name}", which is listed after ${id === null ? 'it' : `"${id}"`}.`,
      fix: `Move "${name}" before ${id === null ? 'it' : `"${id}"`}.`,
    }
  return explainUnknown(name, siblings)
}

function isCopyOf(id: string, name: string): boolean {
  return name.startsWith(`${id}@`) && /^\d+$/.test(name.slice(id.length + 1))
}

function explainUnknown(name: string, siblings: Siblings): Explanation {
  const known = [...siblings.earlier.keys()]
  const message = `dependsOn names ${JSON.stringify(name)}, but no sibling has that id.`
  return { message, fix: didYouMean(name, known, nameKnown(known), 'value') }
}

function nameKnown(known: readonly string[]): string {
  if (known.length === 0) return 'Leave it out: no sibling is listed before.'
  const more = known.length > 8 ? ', …' : ''
  return `Name siblings that are listed before: ${known.slice(0, 8).join(', ')}${more}.`
}
