// A spec may hold secrets: a program of this process that asks gets all of it back, but no event, no log and no client
// ever sees them.
const HIDDEN = '***'

/**
 * A copy in which is hidden what `${VAR}` may have brought, wherever a spec stands in it: values of `env` and `header`, the
 * arguments of `exec`, and who asks and for what in the URLs of `http`.
 */
export function withoutSecrets<T>(value: T): T {
  return hidden(value) as T
}

const hidden = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(hidden)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]: [string, unknown]) => [key, (HIDES.get(key) ?? hidden)(entry)]),
  )
}

const names = (values: unknown): unknown =>
  typeof values === 'object' && values !== null
    ? Object.fromEntries(Object.keys(values).map((name) => [name, HIDDEN]))
    : HIDDEN

const program = (argv: unknown): unknown =>
  Array.isArray(argv) ? argv.map((each: unknown, at) => (at === 0 ? each : HIDDEN)) : HIDDEN

const place = (url: unknown): unknown =>
  typeof url === 'string' ? url.replace(/^(\w+:\/\/)[^/?#]*@/, `$1${HIDDEN}@`).replace(/\?.*/, `?${HIDDEN}`) : HIDDEN

const HIDES: ReadonlyMap<string, (value: unknown) => unknown> = new Map([
  ['env', names],
  ['header', names],
  ['exec', program],
  ['http', place],
])
