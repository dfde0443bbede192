import * as v from 'valibot'
import { isRecord } from './plain-data.ts'
import { filledText, listOr } from './value-schemas.ts'

/** Sinks that are said by a word. */
export const SINK_WORDS = ['console', 'inherit', 'null'] as const

const word = v.picklist(SINK_WORDS)
const file = v.strictObject({ file: filledText })
const sink = v.lazy((value) => {
  if (value === undefined) return v.union([word, file])
  return isRecord(value) ? file : word
})
const sinks = v.optional(listOr(v.pipe(v.array(sink), v.nonEmpty()), sink), 'console')
const streams = v.strictObject({ stdout: sinks, stderr: sinks })

/** Where the streams of a worker go. */
export const log = v.lazy((value) => (value === undefined || isRecord(value) ? streams : v.never()))

export type SinkValue = v.InferOutput<typeof sink>
