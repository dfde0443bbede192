// Rules between siblings, and between a child and its supervisor. They read unchecked plain data and are silent about
// whatever the schema has refused.
import { findWrongEdges } from './depends-on-rule.ts'
import { addTarget, idsOf, targetsAmong } from './edges.ts'
import type { Kind } from './explain-key.ts'
import type { Found } from './explanation.ts'
import { type At, isRecord } from './plain-data.ts'
import { isSupervisor, MOST_INSTANCES } from './schema.ts'
import { findInOptions, type Setting } from './spec-rules.ts'
import { ID } from './value-schemas.ts'

type Node = Readonly<Record<string, unknown>>
type Child = {
  readonly node: Node
  readonly at: At
  /** Null when it is missing or wrong. */
  readonly id: string | null
  /** Of its copies, or its own. */
  readonly ids: readonly string[]
  /** All that siblings can call it by. */
  readonly names: readonly string[]
}

const DEEPEST_LEVEL = 64

/** What is wrong with a spec and everything below it. */
export function findInSpec(kind: Kind, node: Node, at: At, setting: Setting): readonly Found[] {
  if (setting.level > DEEPEST_LEVEL)
    return [{ at, message: `The tree is more than ${DEEPEST_LEVEL} levels deep here.`, fix: 'Make it flatter.' }]
  const own = findInOptions(kind, node, at, setting)
  if (kind === 'worker') return own
  const { autoShutdown = 'never', intensity, backoff, children, template } = node
  const inside = { ...setting, autoShutdown, intensity, hasBackoff: backoff !== undefined, level: setting.level + 1 }
  return [
    ...own,
    ...findInChildren(children, [...at, 'children'], inside, []),
    ...(isRecord(template) ? findInSiblings([childOf(template, [...at, 'template'])], inside, []) : []),
  ]
}

/** What is wrong with a list of siblings; `siblings` are ids of those that are there already. */
export function findInChildren(list: unknown, at: At, setting: Setting, siblings: readonly string[]): readonly Found[] {
  if (!Array.isArray(list)) return []
  const children = list.flatMap((node: unknown, index) => (isRecord(node) ? [childOf(node, [...at, index])] : []))
  return [...findTwice(children, at), ...findInSiblings(children, setting, siblings)]
}

function findInSiblings(children: readonly Child[], setting: Setting, siblings: readonly string[]): readonly Found[] {
  return [
    ...findInEdges(children, siblings),
    ...children.flatMap((child) => findInSpec(kindOf(child.node), child.node, child.at, setting)),
  ]
}

function childOf(node: Node, at: At): Child {
  const { id, instances } = node
  if (typeof id !== 'string' || !ID.test(id)) return { node, at, id: null, ids: [], names: [] }
  const isCount = typeof instances === 'number' && Number.isInteger(instances)
  const copies = isCount && instances >= 1 && instances <= MOST_INSTANCES ? instances : undefined
  const ids = idsOf(id, isSupervisor(node) ? undefined : copies)
  return { node, at, id, ids, names: [id, ...ids] }
}

function kindOf(node: Node): Kind {
  return isSupervisor(node) ? 'supervisor' : 'worker'
}

function findTwice(children: readonly Child[], listAt: At): readonly Found[] {
  const owners = new Map<string, Child>()
  const found: Found[] = []
  for (const child of children) {
    const taken = child.names.find((name) => owners.has(name)) ?? ''
    const owner = owners.get(taken)
    if (owner === undefined) for (const name of child.names) owners.set(name, child)
    else found.push(twice(child, owner, taken, listAt))
  }
  return found
}

function twice(child: Child, owner: Child, id: string, listAt: At): Found {
  const place = ({ at }: Child) => [...listAt.slice(-1), ...at.slice(listAt.length)].join('.')
  return {
    at: [...child.at, 'id'],
    message: `id "${id}" is used by ${place(owner)}${isCopy(owner, id)} and again by ${place(child)}${isCopy(child, id)}.`,
    fix: 'Give one of them another id.',
  }
}

function isCopy(child: Child, id: string): string {
  return child.id === id ? '' : ` (a copy of "${child.id}")`
}

function findInEdges(children: readonly Child[], siblings: readonly string[]): readonly Found[] {
  const found: Found[] = []
  const earlier = targetsAmong(siblings)
  for (const [index, { node, at, id, ids }] of children.entries()) {
    const isLater = (name: string) => children.slice(index + 1).some((child) => child.names.includes(name))
    found.push(...findWrongEdges(node, at, { earlier, isLater }))
    if (id !== null) addTarget(earlier, id, ids)
  }
  return found
}
