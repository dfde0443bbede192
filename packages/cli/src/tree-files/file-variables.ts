// `${VAR}` in a config file will be expanded by a later version. Until then it is refused: taken literally, it would
// mean something else after an update. `$${` is a literal `${` already; every other `$` stands for itself.

type At = readonly (string | number)[]

/** The value with `$${` resolved, and the places of strings that want a variable. */
export function readVariables(value: unknown): { readonly value: unknown; readonly wanting: readonly At[] } {
  const wanting: At[] = []
  return { value: walk(value, [], wanting), wanting }
}

function walk(value: unknown, at: At, wanting: At[]): unknown {
  if (typeof value === 'string') return readText(value, at, wanting)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item: unknown, index) => walk(item, [...at, index], wanting))
  // fromEntries, for a key __proto__ must stay an ordinary key that checkSpec can refuse.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, [...at, key], wanting)]))
}

function readText(text: string, at: At, wanting: At[]): string {
  return text.replaceAll(/\$(\$?)\{/g, (_, escaped: string) => {
    if (escaped === '') wanting.push(at)
    return '${'
  })
}
