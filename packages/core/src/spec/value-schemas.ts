// Schemas of single values, which many options share.
import * as v from 'valibot'
import { parseDuration } from './duration.ts'
import { isRecord } from './plain-data.ts'

/** What an id looks like. */
export const ID = /^[A-Za-z0-9_.@-]+$/

export const id = v.pipe(v.string(), v.regex(ID))

// No program, argument, folder or variable can hold a NUL: the kernel's strings end there.
export const text = v.pipe(v.string(), v.excludes('\0'))
export const filledText = v.pipe(v.string(), v.nonEmpty(), v.excludes('\0'))
export const variableName = v.pipe(filledText, v.excludes('='))

/** What a duration looks like; that it is not too long is checked beside. */
const DURATION = /^\d+(?:ms|s|m|h)$/
export const duration = v.pipe(
  v.string(),
  v.regex(DURATION),
  v.check((value) => parseDuration(value) !== null),
)
export const longDuration = v.pipe(
  duration,
  v.check((value) => parseDuration(value) !== 0),
)

/** A list or something else: without a value (the JSON Schema) both, with one the branch that gives exact issues. */
export function listOr<const List extends v.GenericSchema, const Other extends v.GenericSchema>(
  list: List,
  other: Other,
) {
  return v.lazy((value): v.GenericSchema<v.InferInput<List | Other>, v.InferOutput<List | Other>> => {
    if (value === undefined) return v.union([other, list])
    return Array.isArray(value) ? list : other
  })
}

/** valibot takes a list for an object, and skips these two names without a word. */
export function noConstructor<const Schema extends v.GenericSchema>(schema: Schema) {
  return v.lazy((value): v.GenericSchema<v.InferInput<Schema>, v.InferOutput<Schema>> => {
    const lost = !isRecord(value) || Object.hasOwn(value, 'constructor') || Object.hasOwn(value, 'prototype')
    return value === undefined || !lost ? schema : v.never()
  })
}

export const env = noConstructor(v.record(variableName, text))
