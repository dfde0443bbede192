import type { Found } from './explanation.ts'
import { isRecord } from './plain-data.ts'
import type { Problem } from './problem.ts'
import { indexesOn, lengthsToSpecs } from './spec-position.ts'
import { ID } from './value-schemas.ts'

/** What was checked: a spec or a list of specs, and the path of the supervisor it is for (`''`: none). */
export type Document = { readonly value: unknown; readonly parentPath: string }

/** A failed check, with every problem there is. */
export type Refused = { readonly ok: false; readonly problems: readonly Problem[] }

/** A failed check of a document. */
export function refused(document: Document, found: readonly Found[]): Refused {
  return { ok: false, problems: inDocumentOrder(found).map((each) => toProblem(document, each)) }
}

/** A problem, with the tree path and the key that its place in the document means. */
function toProblem(document: Document, { at, message, fix }: Found): Problem {
  let node = document.value
  let path = joined(document.parentPath, idOf(node))
  let used = 0
  // A child without a proper id has no path of its own: it is named by its parent's, and by the key `children.2`.
  for (const length of lengthsToSpecs(at)) {
    for (const key of at.slice(used, length)) node = partOf(node, key)
    if (idOf(node) === null) break
    path = joined(path, idOf(node))
    used = length
  }
  return { path, key: at.slice(used).join('.'), at, message, fix }
}

function partOf(node: unknown, key: string | number): unknown {
  if (typeof key === 'number') return Array.isArray(node) ? node[key] : null
  return isRecord(node) ? node[key] : null
}

function idOf(node: unknown): string | null {
  if (!isRecord(node)) return null
  const { id } = node
  return typeof id === 'string' && ID.test(id) ? id : null
}

function joined(path: string, id: string | null): string {
  if (id === null) return path
  return path === '' ? id : `${path}/${id}`
}

/** Children's problems after their parent's, siblings' in list order; otherwise as they were found. */
function inDocumentOrder(found: readonly Found[]): readonly Found[] {
  return found.toSorted((a, b) => compareIndexes(indexesOn(a.at), indexesOn(b.at)))
}

function compareIndexes(a: readonly number[], b: readonly number[]): number {
  for (const [i, index] of a.entries()) {
    const other = b[i]
    if (other === undefined) return 1
    if (other !== index) return index - other
  }
  return a.length - b.length
}
