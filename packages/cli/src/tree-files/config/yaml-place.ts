// Where the parts of a YAML document stand.
import { isMap, isNode, isSeq, type Node } from 'yaml'
import type { At } from './text-tree.ts'
import type { Entry, YamlReader } from './yaml-node.ts'

type Step = { readonly node: Node | null; readonly offset: number }

/** Where a node begins. */
export function startOf(node: Node | null | undefined): number {
  return node?.range?.[0] ?? 0
}

/** Where a part stands, or the innermost one around it that is there: an option may be missing. */
export function offsetOf(root: Node | null, at: At, reader: YamlReader): number {
  let step: Step = { node: root, offset: startOf(root) }
  for (const key of at) {
    const next = stepInto(reader.resolved(step.node), key, reader)
    if (next === null) break
    step = next
  }
  return step.offset
}

function stepInto(node: Node | null, key: string | number, reader: YamlReader): Step | null {
  if (isSeq(node)) return ofItem(node.items[Number(key)])
  const entry = isMap(node) ? reader.entries(node).find((each) => each.key === String(key)) : undefined
  return entry === undefined ? null : ofEntry(entry)
}

function ofItem(item: unknown): Step | null {
  return isNode(item) ? { node: item, offset: startOf(item) } : null
}

function ofEntry({ node, keyNode }: Entry): Step {
  const [start, end] = node?.range ?? []
  // An empty value has no place of its own worth pointing at.
  return { node, offset: startOf(start === end ? keyNode : node) }
}
