// Reads a value of unknown origin once and makes plain, frozen data of it, so that nothing later meets a getter, a
// proxy, a cycle or a `__proto__` key. A RegExp becomes `{ pattern, flags }`.

/** A key path from the top of the document. */
export type At = readonly (string | number)[]

/** Told of each value that is no plain data; its answer stands in the value's place. */
export type OnBadValue = (value: unknown, at: At, kind: string) => unknown

// 64 levels of children are 128 of data; what is deeper cannot be right, and recursion must end.
const DEEPEST = 160

type Walk = { readonly onBad: OnBadValue; readonly ancestors: readonly object[]; readonly at: At }

/** A frozen copy of the value, with `onBad`'s answers in place of what is no plain data. */
export function plainData(value: unknown, onBad: OnBadValue): unknown {
  return copy(value, { onBad, ancestors: [], at: [] })
}

function copy(value: unknown, walk: Walk): unknown {
  const kind = kindOfScalar(value)
  if (kind === 'plain') return value
  if (kind !== 'object') return walk.onBad(value, walk.at, kind)
  try {
    return copyObject(value as object, walk)
  } catch {
    // A getter, or a trap of a proxy, threw.
    return walk.onBad(value, walk.at, 'an object that cannot be read')
  }
}

function kindOfScalar(value: unknown): string {
  if (value === null || value === undefined) return 'plain'
  if (typeof value === 'number') return Number.isFinite(value) ? 'plain' : String(value)
  if (typeof value === 'string' || typeof value === 'boolean') return 'plain'
  if (typeof value === 'object') return 'object'
  return `a ${typeof value}`
}

function copyObject(value: object, walk: Walk): unknown {
  if (walk.ancestors.includes(value)) return walk.onBad(value, walk.at, 'an object that contains itself')
  if (walk.ancestors.length > DEEPEST) return walk.onBad(value, walk.at, 'data that is nested too deeply')
  if (value instanceof RegExp) return Object.freeze({ pattern: value.source, flags: value.flags })
  const inner = { ...walk, ancestors: [...walk.ancestors, value] }
  if (Array.isArray(value)) return copyArray(value, inner)
  if (!isPlain(value)) return walk.onBad(value, walk.at, nameOfClass(value))
  return copyRecord(value, inner)
}

function copyArray(value: readonly unknown[], walk: Walk): unknown {
  // Array.from reads holes, which map would skip; they and undefined become null, as in JSON.
  return Object.freeze(
    Array.from(value, (item: unknown, index) => copy(item ?? null, { ...walk, at: [...walk.at, index] })),
  )
}

function copyRecord(value: object, walk: Walk): unknown {
  const entries: [string, unknown][] = []
  for (const [key, item] of Object.entries(value)) {
    const at = [...walk.at, key]
    if (key === '__proto__') walk.onBad(item, at, 'a key that no spec can have')
    else if (item !== undefined) entries.push([key, copy(item, { ...walk, at })])
  }
  return Object.freeze(Object.fromEntries(entries))
}

/** Also of another realm (vm, jiti): its prototype is the end of the chain. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function nameOfClass(value: object): string {
  const { constructor } = value
  return typeof constructor === 'function' && constructor.name !== '' ? `a ${constructor.name}` : 'an object of a class'
}

/** Whether it is an object with keys, after {@link plainData}. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A scalar as a word to be guessed at; `''` for what is none, and never a call of somebody's `toString`. */
export function wordOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? JSON.stringify(value) : ''
}

/** A value as people may see it in a message: JSON, cut short. */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing'
  if (Array.isArray(value) && value.length === 0) return 'an empty list'
  const text = JSON.stringify(value)
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`
}
