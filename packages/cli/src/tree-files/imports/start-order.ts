// Start order from "depends on": dependencies first, otherwise as they stand in the file.

/** Names in the order of their start, or a circle of names. */
export type StartOrder =
  | { readonly ok: true; readonly names: readonly string[] }
  | { readonly ok: false; readonly circle: readonly string[] }

/** Orders names; `edges` has, for each, what it depends on, which must be names too. */
export function startOrder(edges: ReadonlyMap<string, readonly string[]>): StartOrder {
  const done = new Set<string>()
  for (const name of edges.keys()) {
    const circle = visit(name, edges, done)
    if (circle !== null) return { ok: false, circle }
  }
  return { ok: true, names: [...done] }
}

/** Without recursion: a chain may be as long as a file. */
function visit(name: string, edges: ReadonlyMap<string, readonly string[]>, done: Set<string>): string[] | null {
  const open = new Set<string>()
  const way: { readonly name: string; readonly left: string[] }[] = []
  const enter = (next: string): void => {
    open.add(next)
    way.push({ name: next, left: [...(edges.get(next) ?? [])] })
  }
  if (!done.has(name)) enter(name)
  for (let last = way.at(-1); last !== undefined; last = way.at(-1)) {
    const next = last.left.shift()
    if (next === undefined) {
      done.add(last.name)
      open.delete(last.name)
      way.pop()
    } else if (open.has(next)) return [...[...open].slice([...open].indexOf(next)), next]
    else if (!done.has(next)) enter(next)
  }
  return null
}
