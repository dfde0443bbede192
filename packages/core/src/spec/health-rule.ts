// Rules between the keys of `health`.
import type { Found } from './explanation.ts'
import { OTHER_HEALTH } from './other-words.ts'
import { type At, isRecord } from './plain-data.ts'
import { COMPANIONS, findInProbe, type ProbeKeys } from './probe-rule.ts'

const ASKED = ['tcp', 'http', 'socket', 'exec'] as const
const WAYS = [...ASKED, 'notify'] as const

const KEYS: ProbeKeys = {
  name: 'health',
  verb: 'ask',
  ways: WAYS,
  companions: { ...COMPANIONS, every: WAYS, failures: WAYS, timeout: ASKED },
  otherWords: OTHER_HEALTH,
  examples: '{ http: "http://127.0.0.1:8080/health", every: "10s" } or { exec: ["pg_isready"] }',
}

/** What to write for `health`. */
export const HEALTH_EXAMPLES = KEYS.examples

/** What is wrong with the keys of `health`, and with health where there is none. */
export function findInHealth({ health, ready }: Readonly<Record<string, unknown>>, at: At): readonly Found[] {
  if (health === undefined) return []
  if (!isRecord(ready) || ready['exit'] !== true) return findInProbe(health, at, KEYS)
  const message = 'health is given, but a one-shot (ready: { exit: true }) is ready when it has ended.'
  return [{ at, message, fix: 'Leave health out.' }]
}
