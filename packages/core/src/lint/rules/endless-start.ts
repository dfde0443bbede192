import type { Backoff, LeafSpec } from '../../spec/child-spec.ts'
import { durationWords } from '../../spec/duration-words.ts'
import { firstPath, grouped } from '../alike.ts'
import type { Found } from '../lint.ts'
import { isWorker, type Member, type Part, restartedIn } from '../parts.ts'
import { limitOf, rowMs } from '../restart-row.ts'
import { anyOf, roomy } from '../words.ts'

/** A child that never gets ready takes so long to fail that its supervisor never gives up. */
export function endlessStart(part: Part): readonly Found[] {
  const waiting = restartedIn(part).filter(isWorker).filter(mayHang)
  const groups = grouped(waiting, ({ spec: { startTimeoutMs, backoff } }) => ({ startTimeoutMs, backoff }))
  return groups.flatMap(({ of: { startTimeoutMs, backoff }, members }) =>
    startTimeoutMs === 'infinity' ? [] : ofAlike(part, { startTimeoutMs, backoff, members }),
  )
}

function mayHang({ spec: { program } }: Member<LeafSpec>): boolean {
  return program.ready.kind !== 'spawned' && program.ready.kind !== 'delay'
}

type Alike = {
  readonly startTimeoutMs: number
  readonly backoff: Backoff | null
  readonly members: readonly Member<LeafSpec>[]
}

function ofAlike({ spec }: Part, { startTimeoutMs, backoff, members }: Alike): readonly Found[] {
  const limit = limitOf(spec.flags)
  if (limit === null) return []
  const { restarts, periodMs } = limit
  const leastMs = rowMs(restarts, { backoff, attemptMs: startTimeoutMs, chance: 0 })
  if (leastMs <= periodMs) return []
  const mostMs = rowMs(restarts, { backoff, attemptMs: startTimeoutMs + longestStopMs(members), chance: 1 })
  const who = anyOf(members.map(({ id }) => id))
  return [
    {
      name: 'endless-start',
      path: firstPath(members),
      key: 'startTimeout',
      message: `If ${who} never gets ready after a crash, it is tried for ever: ${restarts} restarts take ${durationWords(leastMs)} at least (startTimeout is ${durationWords(startTimeoutMs)}), and period is ${durationWords(periodMs)}.`,
      fix: `Write period: "${roomy(mostMs)}" in ${spec.id}, or a shorter startTimeout.`,
      numbers: { restarts, startTimeoutMs, leastMs, periodMs },
    },
  ]
}

/** Whoever is not ready in time is stopped before the next attempt. */
function longestStopMs(members: readonly Member<LeafSpec>[]): number {
  const times = members.map(({ spec: { shutdownMs } }) => (typeof shutdownMs === 'number' ? shutdownMs : 0))
  return times.reduce((longest, each) => Math.max(longest, each), 0)
}
