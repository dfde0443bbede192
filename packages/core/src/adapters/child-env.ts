import type { ExitReason } from '../exit-reason.ts'
import type { LaunchOrder } from '../ports/launcher.ts'
import type { Program } from '../spec/child-spec.ts'
import { searchPath } from './search-path.ts'

type Env = Readonly<Record<string, string | undefined>>

/** What the account of a user says of its environment. */
const OF_ACCOUNT = ['HOME', 'USER', 'LOGNAME', 'SHELL'] as const

/**
 * If we are a leaf ourselves: how we ended before, where to say that we are ready and well; and what this tree is called.
 * None of it is about our leaves, which may be trees as well.
 */
const OURS: readonly string[] = [
  'OTP_SUP_NAME',
  'OTP_SUP_LAST_EXIT',
  'OTP_SUP_NOTIFY_FD',
  'NODE_CHANNEL_FD',
  'NODE_CHANNEL_SERIALIZATION_MODE',
  'NOTIFY_SOCKET',
  'WATCHDOG_USEC',
  'WATCHDOG_PID',
]

/** What the environment of a leaf is made of, beside its spec. */
export type EnvSources = {
  /** The orchestrator's. */
  readonly ownEnv: Env
  /** What its `envFile` says now. */
  readonly fileEnv: Readonly<Record<string, string>>
  /** All its output is seen with colours, though it goes through a pipe. */
  readonly showsColors: boolean
}

/** The environment of a leaf: what it inherits, what its spec and its files say, and who it is. */
export function childEnv(order: LaunchOrder, { ownEnv, fileEnv, showsColors }: EnvSources): Record<string, string> {
  const outerRun = ownEnv['OTP_SUP_RUN']
  const { program } = order.spec
  const given = { ...inherited(program, ownEnv), ...fileEnv, ...program.env }
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

/** Of what the account of its user says, the names on which its spec or its files have the last word. */
export function ownAccountNames({ env }: Pick<Program, 'env'>, fileEnv: EnvSources['fileEnv']): readonly string[] {
  return OF_ACCOUNT.filter((name) => env[name] !== undefined || fileEnv[name] !== undefined)
}

function inherited({ inheritEnv, attributes }: Program, ownEnv: Env): Record<string, string> {
  if (inheritEnv === false) return {}
  const names = inheritEnv === true ? Object.keys(ownEnv) : inheritEnv
  const notForIt = attributes === null || attributes.user === null ? OURS : [...OURS, ...OF_ACCOUNT]
  const env: Record<string, string> = {}
  for (const name of names) {
    const value = ownEnv[name]
    if (value !== undefined && !notForIt.includes(name)) env[name] = value
  }
  return env
}

function lastExit(exit: ExitReason): string {
  const detail = exit.code ?? exit.signal ?? exit.errno
  return detail === null ? exit.kind : `${exit.kind} ${detail}`
}
