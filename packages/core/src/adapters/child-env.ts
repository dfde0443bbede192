import type { ExitReason } from '../exit-reason.ts'
import type { LaunchOrder } from '../ports/launcher.ts'
import { searchPath } from './search-path.ts'

type Env = Readonly<Record<string, string | undefined>>

/**
 * The environment of a leaf: what it inherits, what its spec says, and who it is. `ownEnv` is the orchestrator's;
 * `showsColors` says that all its output is seen with colours, though it goes through a pipe.
 */
export function childEnv(order: LaunchOrder, ownEnv: Env, showsColors: boolean): Record<string, string> {
  const outerRun = ownEnv['OTP_SUP_RUN']
  const { program } = order.spec
  const given = { ...inherited(program.inheritEnv, ownEnv), ...program.env }
  const env = {
    ...(showsColors && mayForceColor(given) && mayForceColor(ownEnv) ? { FORCE_COLOR: '1' } : {}),
    ...given,
    ...(program.preferLocal ? { PATH: searchPath(given['PATH'], program) } : {}),
    OTP_SUP_PATH: order.path,
    OTP_SUP_INCARNATION: String(order.incarnation),
    // A tree within a leaf keeps the outer mark: whoever ends the outer run must find the inner leaves too.
    OTP_SUP_RUN: outerRun ? `${outerRun}:${order.run}` : order.run,
  }
  return order.lastExit ? { ...env, OTP_SUP_LAST_EXIT: lastExit(order.lastExit) } : env
}

/** Who has spoken about colours is not contradicted. */
function mayForceColor(given: Env): boolean {
  return given['NO_COLOR'] === undefined && given['FORCE_COLOR'] === undefined
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
