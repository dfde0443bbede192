// Rules between the keys of `backoff`, and: whoever may be restarted for ever must not be restarted without a pause.
import { BACKOFF } from './backoff-schema.ts'
import { parseDuration } from './duration.ts'
import type { Explanation, Found } from './explanation.ts'
import { didYouMean } from './nearest.ts'
import { type At, isRecord } from './plain-data.ts'

type Node = Readonly<Record<string, unknown>>

const KEYS = Object.keys(BACKOFF)

/** What is wrong with the keys of `backoff`. */
export function findInBackoff(backoff: unknown, at: At): readonly Found[] {
  if (!isRecord(backoff)) return []
  const ofKeys = Object.keys(backoff).flatMap((key) =>
    KEYS.includes(key) ? [] : [{ at: [...at, key], ...explainKey(key) }],
  )
  return [...ofKeys, ...findInOrder(backoff, at)]
}

function explainKey(key: string): Explanation {
  const fix = didYouMean(key, KEYS, `Leave it out; backoff has ${KEYS.join(', ')}.`)
  return { message: `backoff.${key} is not known.`, fix }
}

function findInOrder({ initial = BACKOFF.initial, max = BACKOFF.max }: Node, at: At): readonly Found[] {
  const [initialMs, maxMs] = [initial, max].map((each) => (typeof each === 'string' ? parseDuration(each) : null))
  // A delay of no time is told by itself.
  if (!initialMs || !maxMs || initialMs <= maxMs) return []
  const message = `backoff.initial is "${String(initial)}", which is longer than max ("${String(max)}").`
  return [{ at: [...at, 'initial'], message, fix: 'Write a shorter initial, or a longer max.' }]
}

/** What the supervisor says about the restarts of its children. */
export type Restarts = { readonly intensity: unknown; readonly hasBackoff: boolean }

/** A child that could be restarted for ever, at once. */
export function findWithoutBackoff(isWorker: boolean, node: Node, at: At, supervisor: Restarts): readonly Found[] {
  if (supervisor.intensity !== 'infinity' || supervisor.hasBackoff || node['restart'] === 'temporary') return []
  if (isWorker && node['backoff'] !== undefined) return []
  const where = isWorker ? 'here, or in its supervisor for all its children' : 'in its supervisor'
  return [
    {
      at: [...at, 'backoff'],
      message:
        'intensity of its supervisor is "infinity", and it has no backoff: it could be restarted for ever, without a pause.',
      fix: `Write backoff: true ${where}; or a number for intensity.`,
    },
  ]
}
