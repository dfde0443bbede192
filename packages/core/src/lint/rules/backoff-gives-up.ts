import { restartDelayMs } from '@otp-sup/strategies'
import { durationWords } from '../../spec/duration-words.ts'
import { type Alike, alikeByBackoff } from '../alike.ts'
import type { Found } from '../lint.ts'
import type { Part } from '../parts.ts'
import { firstAtMax, limitOf, rowMs } from '../restart-row.ts'
import { anyOf, roomy } from '../words.ts'

/** A row of waits that ends by giving up, long before the waits are as long as they may become. */
export function backoffGivesUp(part: Part): readonly Found[] {
  return alikeByBackoff(part).flatMap((alike) => ofAlike(part, alike))
}

function ofAlike({ spec }: Part, { backoff, members, path }: Alike): readonly Found[] {
  const limit = limitOf(spec.flags)
  const atMax = firstAtMax(backoff)
  // Whoever gives up before it has waited at all is told so by another lint.
  if (limit === null || atMax === null || limit.restarts <= 2 || limit.restarts > atMax) return []
  const { restarts, periodMs } = limit
  const row = (chance: number) => ({ backoff, attemptMs: 0, chance })
  const latestMs = rowMs(restarts, row(1))
  if (latestMs > periodMs) return []
  const afterMs = rowMs(restarts, row(0.5))
  const toMaxMs = rowMs(atMax + 1, row(1))
  const longestMs = restartDelayMs(backoff, restarts - 1, 0.5)
  const who = anyOf(members.map(({ id }) => id))
  return [
    {
      name: 'backoff-gives-up',
      path,
      key: 'backoff',
      message: `If ${who} fails at once again and again, ${spec.id} gives up after ${durationWords(afterMs)}: no wait is longer than ${durationWords(longestMs)}, and max is ${durationWords(backoff.maxMs)}.`,
      fix: `To bear it until the waits are that long: intensity: ${atMax}, period: "${roomy(toMaxMs)}" in ${spec.id}.`,
      numbers: { restarts, afterMs, latestMs, periodMs, longestMs, maxMs: backoff.maxMs },
    },
  ]
}
