// What must not happen happens: code of the tree file (a timer, a promise) throws or ends the process. Then nobody is
// left to stop the children in order, and none of them may be left behind.
import type { SupervisionEvent } from '@otp-sup/core'
import { EXIT } from '../exit-codes.ts'

/** Guards a run until `leave` is called. */
export type LastResort = {
  /** Sees every event: it must know who lives. */
  readonly tell: (event: SupervisionEvent) => void
  readonly leave: () => void
}

/** `onFault` is told of what nobody caught; if the process ends in spite of all, the children are killed first. */
export const lastResort = (onFault: (error: unknown) => void): LastResort => {
  const groups = new Set<number>()
  const killAll = (): void => {
    if (groups.size > 0) process.exitCode = EXIT.failed
    groups.forEach(killGroup)
  }
  process.on('uncaughtException', onFault)
  process.on('unhandledRejection', onFault)
  process.on('exit', killAll)
  return {
    tell: (event) => {
      if (event.type === 'child.spawned') groups.add(event.pid)
      if (event.type === 'child.exited' && event.pid !== null) groups.delete(event.pid)
    },
    leave: () => {
      process.off('uncaughtException', onFault)
      process.off('unhandledRejection', onFault)
      process.off('exit', killAll)
    },
  }
}

// A start that failed has no pid in its event: its group is empty by then, and signalling it says so.
const killGroup = (pid: number): void => {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nobody is there any more, or it is not ours to kill.
  }
}
