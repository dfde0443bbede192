import { classifyExit } from '@otp-sup/strategies'
import type { ExitReason, ProcessEnd } from '../exit-reason.ts'
import type { LeafSpec } from '../spec/child-spec.ts'
import type { StartFault } from './state.ts'

/** The end of a supervisor that was told to end, or ended itself by the rules: class shutdown, as in OTP. */
export function supervisorExit(kind: 'requested' | 'gave_up' | 'auto_shutdown' | 'start_failed'): ExitReason {
  return { class: 'shutdown', kind, code: null, signal: null, errno: null }
}

/** The end of a supervisor that did not get to its end by the rules. */
export function brokenExit(kind: 'killed' | 'internal_error'): ExitReason {
  return { class: 'abnormal', kind, code: null, signal: null, errno: null }
}

/** The end of a leaf. `asked`: we had told it to stop; `killed`: our SIGKILL was on its way. */
export function leafExit(spec: LeafSpec, end: ProcessEnd, told: { asked: boolean; killed: boolean }): ExitReason {
  if (end.kind === 'spawn_error') {
    return { class: 'abnormal', kind: 'spawn_error', code: null, signal: null, errno: end.errno }
  }
  if (told.killed && end.kind === 'signal' && end.signal === 'SIGKILL') {
    return { ...details(end), class: 'abnormal', kind: 'killed' }
  }
  const rules = {
    successCodes: spec.successCodes,
    shutdownCodes: spec.shutdownCodes,
    stopSignal: spec.program.stopSignal,
  }
  return { ...details(end), class: classifyExit(end, rules, told.asked), kind: end.kind }
}

/** A leaf that we ended for a reason of our own: a failure, whatever its code. */
export function failureExit(kind: StartFault, end: ProcessEnd): ExitReason {
  return { ...details(end), class: 'abnormal', kind }
}

const details = (end: ProcessEnd): Pick<ExitReason, 'code' | 'signal' | 'errno'> => ({
  code: end.kind === 'exit' ? end.code : null,
  signal: end.kind === 'signal' ? end.signal : null,
  errno: end.kind === 'spawn_error' ? end.errno : null,
})
