import * as v from 'valibot'
import { oneWay, PROBES, tryTime } from './probe-schema.ts'
import { longDuration } from './value-schemas.ts'

/** More in a row is no check any more. */
export const MOST_FAILURES = 1000

const rhythm = {
  every: v.optional(longDuration, '10s'),
  failures: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_FAILURES)), 3),
}
const checks = { ...rhythm, timeout: tryTime }

const WAYS = [
  v.strictObject({ ...PROBES.tcp, ...checks }),
  v.strictObject({ ...PROBES.http, ...checks }),
  v.strictObject({ ...PROBES.socket, ...checks }),
  v.strictObject({ ...PROBES.exec, ...checks }),
  v.strictObject({ notify: v.literal('systemd'), ...rhythm }),
] as const

/** How a worker is checked once it is ready. */
export const health = oneWay(WAYS, ['tcp', 'http', 'socket', 'exec', 'notify'])

/** What comes out of it. */
export type HealthValue = v.InferOutput<(typeof WAYS)[number]>
