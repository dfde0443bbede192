// Rules between the keys of `ready`.
import type { Found } from './explanation.ts'
import { OTHER_READY } from './other-words.ts'
import type { At } from './plain-data.ts'
import { COMPANIONS, findInProbe, type ProbeKeys } from './probe-rule.ts'

const KEYS: ProbeKeys = {
  name: 'ready',
  verb: 'wait for',
  ways: ['tcp', 'http', 'socket', 'exec', 'notify', 'log', 'delay', 'exit'],
  companions: { ...COMPANIONS, timeout: ['exec'] },
  otherWords: OTHER_READY,
  examples: '{ tcp: 8080 }, { http: "http://127.0.0.1:8080/health" }, { log: "listening" } or { exit: true }',
}

/** What to write for `ready`. */
export const READY_EXAMPLES = KEYS.examples

/** What is wrong with the keys of `ready`. */
export function findInReady(ready: unknown, at: At): readonly Found[] {
  return findInProbe(ready, at, KEYS)
}
