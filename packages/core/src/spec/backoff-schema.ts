import * as v from 'valibot'
import { isRecord } from './plain-data.ts'
import { longDuration } from './value-schemas.ts'

/** What `true` stands for. */
export const BACKOFF = { initial: '200ms', factor: 2, max: '30s', jitter: 0.1, resetAfter: '30s' } as const
/** A delay that grows by more is no row of delays any more. */
export const LARGEST_FACTOR = 100

const options = v.strictObject({
  initial: v.optional(longDuration, BACKOFF.initial),
  factor: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(LARGEST_FACTOR)), BACKOFF.factor),
  max: v.optional(longDuration, BACKOFF.max),
  jitter: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), BACKOFF.jitter),
  resetAfter: v.optional(longDuration, BACKOFF.resetAfter),
})
const standard = v.pipe(
  v.literal(true),
  v.transform((): BackoffValues => BACKOFF),
)

/** How long restarts wait. */
export const backoff = v.lazy((value): v.GenericSchema<unknown, BackoffValues> => {
  if (value === undefined) return v.union([standard, options])
  return isRecord(value) ? options : standard
})

export type BackoffValues = v.InferOutput<typeof options>
