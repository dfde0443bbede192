// The arithmetic of restarts: how fast the restarts of one child can follow each other. A restart is counted when it is
// decided, before it waits; so n restarts span the waits of the first n - 1.
import { restartDelayMs } from '@otp-sup/strategies'
import type { Backoff, SupervisorFlags } from '../spec/child-spec.ts'

/** Rows of more restarts are not looked at: nobody means them. */
const LONGEST_ROW = 10_000

/** When a supervisor gives up. */
export type Limit = {
  /** The restart that is one too many. */
  readonly restarts: number
  readonly periodMs: number
}

/** The limit of a supervisor; null when it has none that is worth looking at. */
export function limitOf({ intensity, periodMs }: SupervisorFlags): Limit | null {
  return intensity === 'infinity' || intensity >= LONGEST_ROW ? null : { restarts: intensity + 1, periodMs }
}

/** What the restarts of a row have in common. */
export type Row = {
  readonly backoff: Backoff | null
  /** How long each attempt lives, or tries, before it fails. */
  readonly attemptMs: number
  /** 0: the jitter takes all that it may from a wait; 1: it adds that. */
  readonly chance: number
}

/** How long it is from the first to the last of `restarts` in one row. */
export function rowMs(restarts: number, row: Row): number {
  return sums(restarts - 1, row).at(-1) ?? 0
}

/** The shortest time in which one child can be restarted so often, be it by ending its rows (`resetAfter`). */
export function fastestMs(restarts: number, row: Row): number {
  const waits = restarts - 1
  const sum = sums(waits, row)
  let fastest = sum[waits] ?? 0
  if (row.backoff === null) return fastest
  // Waits grow, so rows of equal length are the shortest; each but the last ends by being ready for so long.
  for (let rows = 2; rows <= waits; rows++) {
    const length = Math.floor(waits / rows)
    const longerRows = waits % rows
    const waited = longerRows * (sum[length + 1] ?? 0) + (rows - longerRows) * (sum[length] ?? 0)
    fastest = Math.min(fastest, waited + (rows - 1) * row.backoff.resetAfterMs)
  }
  return fastest
}

/** The sum of the first n waits and attempts, for each n. */
function sums(waits: number, { backoff, attemptMs, chance }: Row): readonly number[] {
  const all = [0]
  for (let nth = 1; nth <= waits; nth++)
    all.push((all[nth - 1] ?? 0) + restartDelayMs(backoff, nth, chance) + attemptMs)
  return all
}

/** The first restart of a row that waits as long as `max` has it; null when there is none, or it is not looked at. */
export function firstAtMax({ initialMs, factor, maxMs }: Backoff): number | null {
  if (initialMs >= maxMs) return 2
  if (factor === 1) return null
  const nth = 2 + Math.ceil(Math.log(maxMs / initialMs) / Math.log(factor) - 1e-9)
  return nth > LONGEST_ROW ? null : nth
}
