// Rules about the keys of `limits`.
import { type Explanation, type Found, notYet } from './explanation.ts'
import { didYouMean } from './nearest.ts'
import { LATER_LIMITS } from './other-words.ts'
import { type At, isRecord } from './plain-data.ts'

const KEYS: readonly string[] = ['nofile']

/** What is wrong with the keys of `limits`. */
export function findInLimits(limits: unknown, at: At): readonly Found[] {
  if (!isRecord(limits)) return []
  return Object.keys(limits).flatMap((key) => (KEYS.includes(key) ? [] : [{ at: [...at, key], ...explainKey(key) }]))
}

function explainKey(key: string): Explanation {
  if (LATER_LIMITS.includes(key)) return notYet(`limits: { ${key} }`, `Leave ${key} out.`)
  const fix = didYouMean(key, [...KEYS, ...LATER_LIMITS], 'Write limits: { nofile: 4096 }.')
  return { message: `limits.${key} is not known.`, fix }
}
