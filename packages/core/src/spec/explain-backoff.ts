// Words for people about a wrong value in `backoff`.
import { BACKOFF, LARGEST_FACTOR } from './backoff-schema.ts'
import type { Explanation } from './explanation.ts'
import { duration, type Explain, must, type Wrong } from './option-shapes.ts'
import { shown } from './plain-data.ts'

/** Why `backoff` is wrong. */
export function explainBackoff(wrong: Wrong): Explanation {
  const explain = OF_KEY[String(wrong.rest[0] ?? '')]
  if (explain !== undefined) return explain(wrong)
  const { key, value } = wrong
  const message = `${key} is ${shown(value)}, but must be true or an object.`
  return value === false || value === null
    ? { message, fix: 'Leave backoff out: restarts do not wait then.' }
    : { message, fix: `Write backoff: true, or { initial: "${BACKOFF.initial}", max: "${BACKOFF.max}" }.` }
}

const OF_KEY: Readonly<Record<string, Explain>> = {
  initial: duration([]),
  factor: must(`a number from 1 to ${LARGEST_FACTOR}`, String(BACKOFF.factor)),
  max: duration([]),
  jitter: must('a number from 0 to 1: the share by which delays differ', String(BACKOFF.jitter)),
  resetAfter: duration([]),
}
