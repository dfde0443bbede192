import type { Found } from './explanation.ts'
import { type At, isRecord } from './plain-data.ts'
import type { Problem } from './problem.ts'
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
  let path = document.parentPath
  let used = 0
  if (idOf(node) !== null) path = joined(path, idOf(node))
  // A child without a proper id has no path of its own: it is named by its parent's, and by the key `children.2`.
  for (let step = stepInto(node, at, used); step !== null; step = stepInto(node, at, used)) {
    node = step.node
    path = joined(path, idOf(node))
    used += step.length
  }
  return { path, key: at.slice(used).join('.'), at, message, fix }
}

function stepInto(node: unknown, at: At, from: number): { readonly node: unknown; readonly length: number } | null {
  const length = Array.isArray(node) ? 1 : 2
  const list: unknown = Array.isArray(node) ? node : isRecord(node) && at[from] === 'children' ? node['children'] : null
  const index = at[from + length - 1]
  if (!Array.isArray(list) || typeof index !== 'number') return null
  const child: unknown = list[index]
  return idOf(child) === null ? null : { node: child, length }
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
  return found.toSorted((a, b) => compareIndexes(indexes(a.at), indexes(b.at)))
}

function indexes(at: At): readonly number[] {
  return at.filter((key, i): key is number => typeof key === 'number' && (i === 0 || at[i - 1] === 'children'))
}

function compareIndexes(a: readonly number[], b: readonly number[]): number {
  for (const [i, index] of a.entries()) {
    const other = b[i]
    if (other === undefined) return 1
    if (other !== index) return index - other
  }
  return a.length - b.length
}
