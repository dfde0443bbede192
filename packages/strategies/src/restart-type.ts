import type { ExitClass, RestartType } from './vocabulary.ts'

/** Whether a child that ended by itself is started again. OTP: `supervisor:do_restart`. */
export function isRestarted(type: RestartType, exit: ExitClass): boolean {
  switch (type) {
    case 'permanent':
      return true
    case 'transient':
      return exit === 'abnormal'
    case 'temporary':
      return false
  }
}

/** Whether a round that covers a child starts it, also one that had ended. OTP: all whose specs are left. */
export function isStartedByRound(type: RestartType): boolean {
  return type !== 'temporary'
}
