import type { ExitReason, SupervisionEvent } from '@otp-sup/core'
import { signalNumber } from '../processes/signal-number.ts'

/** What a shell says of a program that could not be run. */
const NOT_RUN = 127

const codeOf = ({ code, signal }: ExitReason): number =>
  code ?? (signal === null ? NOT_RUN : 128 + signalNumber(signal))

/** Waits for the first end of a child that nobody asked for; `ended` is told of it once. Null: there is none to wait for. */
export const endOfChild = (path: string | null, ended: () => void) => {
  let code: number | null = null
  return {
    tell: (event: SupervisionEvent): void => {
      if (code !== null || event.path !== path) return
      if (event.type !== 'child.start_failed' && (event.type !== 'child.exited' || event.requested)) return
      code = codeOf(event.exit)
      ended()
    },
    /** Its exit code, as a shell would say it; null while it has not ended. */
    code: (): number | null => code,
  }
}
