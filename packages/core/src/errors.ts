import type { SupervisionEvent } from './events.ts'
import type { ExitReason } from './exit-reason.ts'
import { describeExit } from './log/describe-exit.ts'
import type { ScenarioProblem } from './simulate/scenario.ts'
import type { Problem } from './spec/problem.ts'

/** What an {@link OtpSupError} is about. Stable. */
export type ErrorCode =
  | 'invalid_spec'
  | 'start_failed'
  | 'start_interrupted'
  | 'misuse'
  | 'name_taken'
  | 'run_directory'
  | 'invalid_scenario'
  | 'unsettled'

/** Base of all errors that this package throws. */
export class OtpSupError extends Error {
  /** What it is about. */
  readonly code: ErrorCode
  constructor(code: ErrorCode, message: string) {
    super(message)
    this.name = new.target.name
    this.code = code
  }
}

/** A spec that cannot be run: nothing has been started. */
export class SpecError extends OtpSupError {
  /** Everything that is wrong with it, each with its place and the way out. */
  readonly problems: readonly Problem[]
  constructor(problems: readonly Problem[]) {
    const lines = problems.map(({ path, message, fix }) => `${path}: ${message} ${fix}`)
    super('invalid_spec', `Cannot start the tree: its spec has ${problems.length} problem(s).\n${lines.join('\n')}`)
    this.problems = problems
  }
}

/** A tree that did not come up: what was up has been stopped again, in reverse order. */
export class StartError extends OtpSupError {
  /** The leaf that failed to start; the root when the boot was interrupted. */
  readonly path: string
  /** How it ended. */
  readonly exit: ExitReason
  /** What led to it, oldest first. */
  readonly why: readonly SupervisionEvent[]
  constructor(of: FailedStart) {
    super(of.code, messageOf(of))
    this.path = of.path
    this.exit = of.exit
    this.why = of.why
  }
}

type FailedStart = Pick<StartError, 'path' | 'exit' | 'why'> & { readonly code: 'start_failed' | 'start_interrupted' }

const messageOf = ({ code, path, exit, why }: FailedStart): string => {
  if (code === 'start_interrupted') return `Cannot start "${path}": it was stopped before it was up.`
  const last = why.at(-1)
  const said = last?.type === 'child.start_failed' ? last.message : undefined
  return `Cannot start "${path}": ${said ?? `it ${describeExit(exit)}.`}`
}

/** Another tree runs under the name: nothing was started, and that tree is untouched. */
export class NameTakenError extends OtpSupError {
  /** The name. */
  readonly treeName: string
  /** The process that holds it; null when it has not said so yet. */
  readonly pid: number | null
  /** The tree file that it runs; null when it is none. */
  readonly file: string | null
  constructor(name: string, holder: { readonly pid: number; readonly file: string | null } | null, socket: string) {
    const who =
      holder === null ? 'another process' : `process ${holder.pid}${holder.file === null ? '' : ` (${holder.file})`}`
    super('name_taken', `Cannot run a tree as "${name}": ${who} does, and answers at ${socket}.`)
    this.treeName = name
    this.pid = holder?.pid ?? null
    this.file = holder?.file ?? null
  }
}

/** A folder for sockets and locks that cannot be used. */
export class RunDirectoryError extends OtpSupError {
  /** The folder; empty when it is not about one. */
  readonly folder: string
  constructor(folder: string, why: string) {
    super('run_directory', `Cannot use the run directory ${folder}: ${why}.`)
    this.folder = folder
  }
}

/** A call that makes no sense, whatever the tree does. */
export class MisuseError extends OtpSupError {
  constructor(message: string) {
    super('misuse', message)
  }
}

/** A scenario that cannot be run with this tree. */
export class ScenarioError extends OtpSupError {
  /** Everything that is wrong with it, each with its step and the way out. */
  readonly problems: readonly ScenarioProblem[]
  constructor(problems: readonly ScenarioProblem[]) {
    const lines = problems.map(({ step, message, fix }) => `${step === null ? '' : `step ${step}: `}${message} ${fix}`)
    super('invalid_scenario', `Cannot run the scenario: it has ${problems.length} problem(s).\n${lines.join('\n')}`)
    this.problems = problems
  }
}

/** A simulation without an end: something is started or stopped again and again. */
export class UnsettledError extends OtpSupError {
  constructor(paths: readonly string[]) {
    const who = paths.length === 0 ? 'something is' : `${paths.join(', ')} being`
    super('unsettled', `Cannot end the simulation: it does not settle, ${who} started or stopped for ever.`)
  }
}
