import type { ChildSpec, SupervisorChildSpec } from '../spec/child-spec.ts'

/** What was found, for each tree that is still in use: long lists of events ask for the same few paths. */
const found = new WeakMap<SupervisorChildSpec, Map<string, ChildSpec | undefined>>()

/** The spec at a path, also of a child that is made of a template; undefined when there is none. */
export function nodeAt(root: SupervisorChildSpec, path: string): ChildSpec | undefined {
  const known = found.get(root) ?? new Map<string, ChildSpec | undefined>()
  found.set(root, known)
  if (!known.has(path)) known.set(path, search(root, path))
  return known.get(path)
}

const search = (root: SupervisorChildSpec, path: string): ChildSpec | undefined => {
  const [, ...ids] = path.split('/')
  return ids.reduce<ChildSpec | undefined>((node, id) => {
    if (node?.type !== 'supervisor') return undefined
    return node.template ?? node.children.find((child) => child.id === id)
  }, root)
}

/** The path of a path's supervisor. */
export function parentPath(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0))
}

/** All supervisors above a path, the nearest first. */
export function supervisorsAbove(path: string): readonly string[] {
  const parent = parentPath(path)
  return parent === '' ? [] : [parent, ...supervisorsAbove(parent)]
}
