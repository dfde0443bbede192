// From checked values of one worker to what a launcher needs.
import { absolutePath } from './absolute-path.ts'
import type { CommandLine, ProcessAttributes, Program, Sink } from './child-spec.ts'
import type { SinkValue } from './log-schema.ts'
import type { At } from './plain-data.ts'
import type { WorkerValues } from './schema.ts'
import { toHealth, toReady } from './to-ready.ts'

/** What a document says about the place of a spec in it. */
export type Written = {
  /** Absolute: what relative paths are relative to. */
  readonly cwd: string
  /** Key path of the spec. */
  readonly at: At
  /** The text at a place as it was written, where that is not what it means (`${VAR}`). */
  readonly textAt: (at: At) => string | null
}

/** The program of a worker. */
export function toProgram(values: Omit<WorkerValues, 'instances' | 'dependsOn'>, written: Written): Program {
  const { env, inheritEnv, preferLocal, shell, stopSignal, stopScope, log } = values
  const { cwd } = written
  const [command, ...args] = commandOf(values)
  return {
    command,
    args: [...args, ...values.args],
    display: displayOf(values, written),
    cwd: absolutePath(cwd, values.cwd ?? '.'),
    env,
    envFiles: textsOf(values.envFile ?? []).map((file) => absolutePath(cwd, file)),
    inheritEnv,
    preferLocal,
    shell,
    ready: toReady(values.ready, cwd),
    health: toHealth(values.health, cwd),
    stopSignal,
    stopScope,
    stopCommand: toStopCommand(values.stopCommand, written),
    sinks: { stdout: toSinks(log.stdout, cwd), stderr: toSinks(log.stderr, cwd) },
    attributes: orNull(toAttributes(values)),
  }
}

function commandOf({ command }: Pick<WorkerValues, 'command'>): readonly [string, ...string[]] {
  return typeof command === 'string' ? [command] : command
}

function displayOf(values: Pick<WorkerValues, 'command' | 'args'>, { at, textAt }: Written): readonly string[] {
  const { command, args } = values
  const own =
    typeof command === 'string'
      ? [textAt([...at, 'command']) ?? command]
      : command.map((each, i) => textAt([...at, 'command', i]) ?? each)
  return [...own, ...args.map((each, i) => textAt([...at, 'args', i]) ?? each)]
}

function textsOf(texts: string | readonly string[]): readonly string[] {
  return typeof texts === 'string' ? [texts] : texts
}

type Attributes = Pick<WorkerValues, 'user' | 'group' | 'umask' | 'nice' | 'oomScoreAdj' | 'limits'>

function toAttributes({ user, group, umask, nice, oomScoreAdj, limits }: Attributes): ProcessAttributes {
  return {
    user: user ?? null,
    group: group ?? null,
    umask: umask ? Number.parseInt(umask, 8) : null,
    nice: nice ?? null,
    oomScoreAdj: oomScoreAdj ?? null,
    nofile: limits?.nofile ?? null,
  }
}

function orNull(attributes: ProcessAttributes): ProcessAttributes | null {
  return Object.values(attributes).some((value) => value !== null) ? attributes : null
}

function toStopCommand(argv: WorkerValues['stopCommand'], { at, textAt }: Written): CommandLine | null {
  if (argv === undefined) return null
  return { argv, display: argv.map((each, i) => textAt([...at, 'stopCommand', i]) ?? each) }
}

function toSinks(sinks: SinkValue | readonly SinkValue[], cwd: string): readonly Sink[] {
  const list = isList(sinks) ? sinks : [sinks]
  return list.map((sink) =>
    typeof sink === 'string' ? { kind: sink } : { kind: 'file', file: absolutePath(cwd, sink.file) },
  )
}

// Array.isArray does not know readonly lists.
function isList(sinks: SinkValue | readonly SinkValue[]): sinks is readonly SinkValue[] {
  return Array.isArray(sinks)
}
