import type { ExitReason } from '../exit-reason.ts'
import type { LaunchOrder } from '../ports/launcher.ts'

type Env = Readonly<Record<string, string | undefined>>

/** The environment of a leaf: what it inherits, what its spec says, and who it is. `ownEnv` is the orchestrator's. */
export function childEnv(order: LaunchOrder, ownEnv: Env): Record<string, string> {
  const outerRun = ownEnv['OTP_SUP_RUN']
  const env = {
    ...inherited(order.spec.program.inheritEnv, ownEnv),
    ...order.spec.program.env,
    OTP_SUP_PATH: order.path,
    OTP_SUP_INCARNATION: String(order.incarnation),
    // A tree within a leaf keeps the outer mark: whoever ends the outer run must find the inner leaves too.
    OTP_SUP_RUN: outerRun ? `${outerRun}:${order.run}` : order.run,
  }
  return order.lastExit ? { ...env, OTP_SUP_LAST_EXIT: lastExit(order.lastExit) } : env
}

function inherited(inheritEnv: boolean | readonly string[], ownEnv: Env): Record<string, string> {
  if (inheritEnv === false) return {}
  const names = inheritEnv === true ? Object.keys(ownEnv) : inheritEnv
  const env: Record<string, string> = {}
  for (const name of names) {
    const value = ownEnv[name]
    // Ours tells how we ended before, if we are a leaf ourselves; it says nothing about our leaves.
    if (value !== undefined && name !== 'OTP_SUP_LAST_EXIT') env[name] = value
  }
  return env
}

function lastExit(exit: ExitReason): string {
  const detail = exit.code ?? exit.signal ?? exit.errno
  return detail === null ? exit.kind : `${exit.kind} ${detail}`
}
