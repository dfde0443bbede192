// How long who is not there.
import type { Absence, Explanation, Outage } from '@otp-sup/core/testing'
import { type Ink, wrapped } from './paragraph.ts'
import { durationWords } from './spec-words.ts'

/** More would not be read. */
const MOST_ROWS = 20

/** A row for each leaf that goes down, and what the columns mean. */
export function outageSection({ outages, end }: Explanation, ink: Ink): readonly string[] {
  const rows = outages.filter(({ simulated }) => simulated.kind !== 'stays_down')
  if (rows.length === 0 || end.outcome !== 'running') return []
  const shown = rows.slice(0, MOST_ROWS)
  const width = Math.max('Longest outage'.length - 2, ...shown.map(({ path }) => path.length))
  return [
    ink.bold(`${'Longest outage'.padEnd(width + 2)}  as simulated  at worst`),
    ...shown.map(
      ({ path, simulated, worst }) => `  ${path.padEnd(width)}  ${words(simulated).padEnd(12)}  ${words(worst)}`,
    ),
    ...(rows.length > MOST_ROWS ? [`  and ${rows.length - MOST_ROWS} more; --json has all`] : []),
    ...noLimits(rows),
    '  As simulated: stops and starts take no time, but for ready.delay and back-off.',
    '  At worst: a stop takes its shutdown, a start with ready its startTimeout.',
  ]
}

function words(absence: Absence): string {
  switch (absence.kind) {
    case 'back':
      return absence.afterMs === 0 ? 'no time' : durationWords(absence.afterMs)
    case 'stays_down':
      return 'stays down'
    case 'no_limit':
      return 'no limit'
  }
}

/** Each reason once. */
function noLimits(rows: readonly Outage[]): readonly string[] {
  const reasons = rows.flatMap(({ worst }) => (worst.kind === 'no_limit' ? worst.because : []))
  const lines = reasons.map(({ path, option, isOneShot }) =>
    isOneShot && option === 'startTimeout'
      ? `No limit, as the run time of ${path}, a one-shot, has none.`
      : `No limit, as ${path} has ${option}: infinity.`,
  )
  return [...new Set(lines)].flatMap((line) => wrapped(line, '  '))
}
