import { durationWords } from '../../spec/duration-words.ts'
import { type Alike, alikeByBackoff } from '../alike.ts'
import type { Found } from '../lint.ts'
import { type Part, restartedIn } from '../parts.ts'
import { fastestMs, limitOf, rowMs } from '../restart-row.ts'
import { anyOf, roomy } from '../words.ts'

/** Waits so long that a child can fail for ever without its supervisor ever giving up. */
export function backoffNeverTrips(part: Part): readonly Found[] {
  return alikeByBackoff(part).flatMap((alike) => ofAlike(part, alike))
}

function ofAlike(part: Part, { backoff, members, path }: Alike): readonly Found[] {
  const { spec } = part
  const limit = limitOf(spec.flags)
  if (limit === null) return []
  const { restarts, periodMs } = limit
  const leastMs = fastestMs(restarts, { backoff, attemptMs: 0, chance: 0 })
  if (leastMs <= periodMs) return []
  const mostMs = rowMs(restarts, { backoff, attemptMs: 0, chance: 1 })
  const children = childrenToTrip(part, restarts)
  const together = children === null ? '' : ` (${children} that fail twice at the same time do)`
  return [
    {
      name: 'backoff-never-trips',
      path,
      key: 'backoff',
      message: `${anyOf(members.map(({ id }) => id))} alone never makes ${spec.id} give up${together}: ${restarts} restarts take ${durationWords(leastMs)} at least, and period is ${durationWords(periodMs)}.`,
      fix: `Write period: "${roomy(mostMs)}" in ${spec.id}; or intensity: "infinity" if it never shall.`,
      numbers: { restarts, leastMs, periodMs, ...(children === null ? {} : { children }) },
    },
  ]
}

/**
 * How many children trip it at once: of each the first restart does not wait, and the second is counted before it does.
 * Null: so many are not there, or a failure concerns others.
 */
function childrenToTrip(part: Part, restarts: number): number | null {
  if (part.spec.flags.strategy !== 'one_for_one') return null
  const needed = Math.ceil(restarts / 2)
  const there = restartedIn(part).reduce((sum, { copies }) => sum + copies.length, 0)
  return needed <= there ? needed : null
}
