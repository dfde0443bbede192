// From an unknown value, and from the schema's issues, to problems in words.
import type * as v from 'valibot'
import { explainOption } from './explain-option.ts'
import type { Found } from './explanation.ts'
import { type At, plainData } from './plain-data.ts'
import { lengthToSpec } from './spec-position.ts'

/** The value as plain data, and what in it is none. */
export function readPlain(value: unknown): { readonly plain: unknown; readonly found: readonly Found[] } {
  const found: Found[] = []
  const plain = plainData(value, (_, at, kind) => {
    const fix = 'Write plain data: texts, numbers, true, false, lists and objects.'
    found.push({ at, message: `${optionAt(at).key} is ${kind}, which is no plain data.`, fix })
    return null
  })
  return { plain, found }
}

type Issues = readonly v.BaseIssue<unknown>[]

/** The schema's issues in words. */
export function ofSchema(issues: Issues | undefined): readonly Found[] {
  return (issues ?? []).flatMap((issue) => {
    const path = issue.path ?? []
    const at = path.map((item) => item.key as string | number)
    const { option, key, rest } = optionAt(at)
    if (isForRules(issue, option, rest)) return []
    return [{ at, ...explainOption(option, { key, value: path.at(-1)?.value, rest }) }]
  })
}

/** Keys that are unknown, or missing in `ready`, `health` or a sink: the rules know what may have been meant. */
function isForRules({ type, expected }: v.BaseIssue<unknown>, option: string, rest: At): boolean {
  const isNested = ['ready', 'health', 'log', 'limits'].includes(option) && rest.length > 0
  return type === 'strict_object' && (expected === 'never' || isNested)
}

/** The option that a place belongs to: its name, what people call the place, and the way from the option to it. */
function optionAt(at: At): { readonly option: string; readonly key: string; readonly rest: At } {
  const start = lengthToSpec(at)
  const option = at[start]
  if (option !== undefined) return { option: String(option), key: at.slice(start).join('.'), rest: at.slice(start + 1) }
  // An entry of `children` as a whole; without `children`, the spec that was handed in.
  const entry = at.slice(Math.max(start - 2, 0))
  return { option: 'children', key: entry.length === 2 ? entry.join('.') : 'The spec', rest: at.slice(-1) }
}

/**
 * All problems, one for each cause: rules know best (an option that does not exist yet), then what is no data at all,
 * then the schema, which saw something else in its place.
 */
export function merged(data: readonly Found[], schema: readonly Found[], rules: readonly Found[]): Found[] {
  const inRules = places(rules)
  const inData = places(data)
  const isFirst = ({ at }: Found) => {
    const place = JSON.stringify(at)
    return !inRules.has(place) && !inData.has(place) && inData.add(place)
  }
  return [...data.filter(({ at }) => !inRules.has(JSON.stringify(at))), ...schema.filter(isFirst), ...rules]
}

function places(found: readonly Found[]): Set<string> {
  return new Set(found.map(({ at }) => JSON.stringify(at)))
}
