// healthcheck of compose.

import type { Service } from './compose-service.ts'
import { approximate, type Draft, lose } from './draft.ts'
import { durationOf, msOf } from './durations.ts'
import { numberOf, recordOf, textsOf } from './values.ts'

/** Makes `ready` of it: those that depend on the service wait until it is well. `inside` runs a command in its container. */
export function addHealthcheck(made: Draft, { values }: Service, inside: readonly string[]): void {
  const check = recordOf(values['healthcheck'])
  const words = commandOf(check['test'])
  if (values['healthcheck'] === undefined || check['disable'] === true || words === null) return
  if (words.length === 0) return lose(made, 'healthcheck', 'The image knows its test.')
  approximate(
    made,
    'healthcheck',
    {
      ready: { exec: [...inside, ...words], timeout: durationOf(msOf(check['timeout']) ?? WAIT_MS) },
      startTimeout: durationOf(timeToBeWell(check)),
    },
    'It is asked until it is well once, and no more after that.',
  )
}

/** What docker takes for interval and timeout where it is not told. */
const WAIT_MS = 30_000
const RETRIES = 3

function timeToBeWell({ start_period: startPeriod, interval, retries = RETRIES }: Service['values']): number {
  return Math.max((msOf(startPeriod) ?? 0) + (msOf(interval) ?? WAIT_MS) * numberOf(retries), 1000)
}

/** Null when there is none: `["NONE"]`. */
function commandOf(test: unknown): readonly string[] | null {
  if (typeof test === 'string') return ['sh', '-c', test]
  const [kind, ...words] = textsOf(Array.isArray(test) ? test : [])
  if (kind === 'NONE') return null
  return kind === 'CMD-SHELL' ? ['sh', '-c', words.join(' ')] : words
}
