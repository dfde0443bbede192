// Values of env may be secrets: whoever calls gets them back, but no event and so no log ever shows them.
const HIDDEN = '***'

/** A copy in which every value below a key `env` is hidden. */
export function withoutSecrets<T>(value: T): T {
  return hidden(value) as T
}

const hidden = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(hidden)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]: [string, unknown]) => [key, key === 'env' ? names(entry) : hidden(entry)]),
  )
}

const names = (env: unknown): unknown =>
  typeof env === 'object' && env !== null ? Object.fromEntries(Object.keys(env).map((name) => [name, HIDDEN])) : HIDDEN
