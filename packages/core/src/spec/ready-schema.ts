import * as v from 'valibot'
import { oneWay, PROBES, patternValue, tryTime } from './probe-schema.ts'
import { longDuration } from './value-schemas.ts'

/** By what a child can say itself that it is ready. */
export const NOTIFY_WAYS = ['ipc', 'fd', 'systemd'] as const

const WAYS = [
  v.strictObject(PROBES.tcp),
  v.strictObject(PROBES.http),
  v.strictObject(PROBES.socket),
  v.strictObject({ ...PROBES.exec, timeout: tryTime }),
  v.strictObject({ notify: v.picklist(NOTIFY_WAYS) }),
  v.strictObject({ log: patternValue }),
  v.strictObject({ delay: longDuration }),
  v.strictObject({ exit: v.literal(true) }),
] as const

/** When a start counts as done. */
export const ready = oneWay(WAYS, ['tcp', 'http', 'socket', 'exec', 'notify', 'log', 'delay', 'exit'])

/** What comes out of it. */
export type ReadyValue = v.InferOutput<(typeof WAYS)[number]>
