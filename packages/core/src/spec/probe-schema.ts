// What can be asked of a worker. When that is asked, and what follows, is in ready-schema.ts and health-schema.ts.
import * as v from 'valibot'
import { isRecord } from './plain-data.ts'
import { filledText, listOr, longDuration, noConstructor, text } from './value-schemas.ts'

/** `host:port`; an IPv6 address stands in brackets. */
export const HOST_AND_PORT = /^(?:\[[0-9A-Fa-f:.]+\]|[^\s:[\]/]+):(\d{1,5})$/

const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535))
const hostAndPort = v.pipe(
  v.string(),
  v.regex(HOST_AND_PORT),
  v.check((value) => isPort(Number(HOST_AND_PORT.exec(value)?.[1]))),
)
const foreign = v.optional(v.boolean(), false)

const isPattern = ({ pattern, flags }: { readonly pattern: string; readonly flags: string }): boolean =>
  whyNoPattern(pattern, flags) === null
const patternText = v.pipe(
  v.string(),
  v.nonEmpty(),
  v.transform((pattern) => ({ pattern, flags: '' })),
  v.check(isPattern),
)
const patternObject = v.pipe(
  v.strictObject({ pattern: v.pipe(v.string(), v.nonEmpty()), flags: v.optional(v.string(), '') }),
  v.check(isPattern),
)
/** A regular expression. */
export const patternValue = v.lazy((value): v.GenericSchema<unknown, { pattern: string; flags: string }> => {
  if (value === undefined) return v.union([patternText, patternObject])
  return isRecord(value) ? patternObject : patternText
})

const status = v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(599))
const headerName = v.pipe(v.string(), v.regex(/^[\w!#$%&'*+.^`|~-]+$/))

/** Keys of the probes that ask somebody. */
export const PROBES = {
  tcp: { tcp: v.union([port, hostAndPort]), foreign },
  http: {
    http: v.pipe(v.string(), v.regex(/^https?:\/\//), v.check(isUrl)),
    status: v.optional(listOr(v.tupleWithRest([status], status), status)),
    header: v.optional(noConstructor(v.record(headerName, patternValue)), {}),
    body: v.optional(patternValue),
    insecure: v.optional(v.boolean(), false),
    foreign,
  },
  socket: { socket: filledText, foreign },
  exec: { exec: v.tupleWithRest([filledText], text) },
} as const

/** How long one try of a program may take, or one check. */
export const tryTime = v.optional(longDuration, '2s')

/** One of some ways, told apart by the key that stands first in each. */
// Without a value (the JSON Schema) a lazy schema is all its branches, with one the branch that gives exact issues.
export function oneWay<const Ways extends readonly [v.GenericSchema, ...v.GenericSchema[]]>(
  ways: Ways,
  keys: readonly string[],
) {
  return v.lazy((value): v.GenericSchema<v.InferInput<Ways[number]>, v.InferOutput<Ways[number]>> => {
    if (value === undefined) return v.union(ways)
    if (!isRecord(value)) return v.never()
    return (
      ways[
        Math.max(
          0,
          keys.findIndex((key) => Object.hasOwn(value, key)),
        )
      ] ?? ways[0]
    )
  })
}

/** Why these make no regular expression that can look at a line, in the words of the engine; null when they do. */
export function whyNoPattern(pattern: string, flags: string): string | null {
  // A line is looked at once, from its beginning: both would make the answer depend on the line before.
  if (/[gy]/.test(flags)) return 'the flags g and y cannot be used'
  try {
    return RegExp(pattern, flags) instanceof RegExp ? null : ''
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    return message
      .replace(/^Invalid flags supplied to RegExp constructor/, 'there are no such flags:')
      .replace(/^Invalid regular expression: \/[^]*\/[a-z]*: /, '')
      .replace(/^[A-Z]/, (letter) => letter.toLowerCase())
  }
}

function isUrl(value: string): boolean {
  return URL.canParse(value) && isPort(Number(new URL(value).port || 80))
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 65535
}
