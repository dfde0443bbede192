/** A spec without those below it: each of them is asked for by its own path. */
export function ownSpec(spec: unknown): unknown {
  if (typeof spec !== 'object' || spec === null) return null
  const { children: _, template: __, ...own } = spec as Readonly<Record<string, unknown>>
  return own
}
