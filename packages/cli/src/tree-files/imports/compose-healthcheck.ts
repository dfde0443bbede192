// healthcheck of compose.
import type { Duration } from '@otp-sup/core'
import type { Service } from './compose-service.ts'
import { approximate, type Draft, keep, lose } from './draft.ts'
import { durationOf, msOf } from './durations.ts'
import { numberOf, recordOf, textsOf } from './values.ts'

/**
 * Makes `ready` and `health` of it: those that depend on the service wait until it is well. `inside` runs a command in
 * its container.
 */
export function addHealthcheck(made: Draft, { values }: Service, inside: readonly string[]): void {
  const check = recordOf(values['healthcheck'])
  const words = commandOf(check['test'])
  if (values['healthcheck'] === undefined || check['disable'] === true || words === null) return
  if (words.length === 0) return lose(made, 'healthcheck', 'The image knows its test.')
  const probe = { exec: [...inside, ...words], timeout: durationOf(msOf(check['timeout']) ?? WAIT_MS) }
  keep(made, 'healthcheck', { ready: probe, startTimeout: durationOf(timeToBeWell(check)) })
  addHealth(made, check, probe)
}

const LATER = 'healthcheck, when it was well once'

function addHealth(made: Draft, { interval, retries = RETRIES }: Service['values'], probe: ExecProbe): void {
  if (made.options.restart === 'temporary')
    return lose(made, LATER, 'Who fails is stopped, and this one is never started again.')
  const health = { ...probe, every: durationOf(msOf(interval) ?? WAIT_MS), failures: numberOf(retries) }
  approximate(made, LATER, { health }, 'docker only marks who is not well; here it has failed, and is started again.')
}

type ExecProbe = { readonly exec: readonly string[]; readonly timeout: Duration }

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
