// Rules about the keys of `limits`.
import type { Explanation, Found } from './explanation.ts'
import { didYouMean } from './nearest.ts'
import { OTHER_LIMITS, translated } from './other-words.ts'
import { type At, isRecord } from './plain-data.ts'

const KEYS: readonly string[] = ['memory', 'cpu', 'for', 'nofile']

/** What to write for a limit. */
export const LIMIT_EXAMPLES: Readonly<Record<string, string>> = {
  memory: 'memory: "512MiB"',
  cpu: 'cpu: "150%"',
  nofile: 'nofile: 4096',
}

/** What is wrong with the keys of `limits`. */
export function findInLimits(limits: unknown, at: At): readonly Found[] {
  if (!isRecord(limits)) return []
  const unknown = Object.keys(limits).filter((key) => !KEYS.includes(key))
  if (unknown.length > 0) return unknown.map((key) => ({ at: [...at, key], ...explainKey(key) }))
  const { memory, cpu, for: duration } = limits
  if (duration === undefined || memory !== undefined || cpu !== undefined) return []
  const message = 'limits.for is given, but no limit that it is for.'
  return [{ at: [...at, 'for'], message, fix: 'Write memory: "512MiB" or cpu: "150%" beside it, or leave it out.' }]
}

function explainKey(key: string): Explanation {
  const ours = translated(OTHER_LIMITS, key)
  if (ours === null)
    return { message: `limits.${key} is not known.`, fix: didYouMean(key, KEYS, 'Write limits: { memory: "512MiB" }.') }
  const message = `limits.${key} is not known; otp-sup calls it limits.${ours}.`
  return { message, fix: `Write ${LIMIT_EXAMPLES[ours]}, for example.` }
}
