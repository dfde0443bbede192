// When a program says by its exit code 0 that all is well. One run at a time, each in a group of its own.
import type { ChildProcess } from 'node:child_process'
import spawn from 'cross-spawn'
import type { Clock } from '../ports/clock.ts'
import type { AskedProbe } from '../spec/child-spec.ts'
import { type Outcome, startDeadline, type Try } from './polling.ts'
import { processGroup } from './process-group.ts'
import { inSeconds } from './ready-words.ts'
import { searchPath } from './search-path.ts'
import { spawnError } from './spawn-error.ts'

/**
 * The folder and the environment of a leaf, which its probes have too. They run as the user of the orchestrator, also where
 * the leaf has another `user`.
 */
export type SpawnSetting = {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** `stdio` from descriptor 3 on. */
  readonly shadows: readonly ('ignore' | number)[]
}

/** One run of the program; given up, it is killed with its whole group. */
export function execTry(exec: Extract<AskedProbe, { kind: 'exec' }>, setting: SpawnSetting, clock: Clock): Try {
  return (answer) => {
    const run = start(exec.command, setting)
    if (run instanceof Error || run.pid === undefined) return unstarted(run, exec.command, setting, answer)
    const group = processGroup(run.pid)
    const kill = (): void => {
      group.signal('SIGKILL')
    }
    let isLate = false
    let isGivenUp = false
    const disarm = startDeadline(clock, exec.timeoutMs, () => {
      isLate = true
      kill()
    })
    // The next run begins when this one is reaped, never before. What it left behind goes with it.
    run.once('exit', (code, signal) => {
      disarm()
      kill()
      if (!isGivenUp) answer(isLate ? { seen: `no end within ${inSeconds(exec.timeoutMs)}` } : ofExit(code, signal))
    })
    return () => {
      isGivenUp = true
      disarm()
      if (run.exitCode === null && run.signalCode === null) kill()
    }
  }
}

function start([file, ...args]: readonly [string, ...string[]], { cwd, env, shadows }: SpawnSetting) {
  try {
    return spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', 'ignore', 'ignore', ...shadows] })
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function unstarted(
  run: ChildProcess | Error,
  [file]: readonly [string, ...string[]],
  { cwd, env }: SpawnSetting,
  answer: (outcome: Outcome) => void,
): () => void {
  let isGivenUp = false
  const told = (error: Error): void => {
    const attempt = { file, cwd, searchPath: searchPath(env['PATH'], { cwd, preferLocal: false }), user: null }
    const end = spawnError(attempt, error)
    if (!isGivenUp) answer({ seen: end.kind === 'spawn_error' ? end.message.replace(/\.$/, '') : error.message })
  }
  if (run instanceof Error) queueMicrotask(() => told(run))
  else run.once('error', told)
  return () => {
    isGivenUp = true
  }
}

function ofExit(code: number | null, signal: string | null): Outcome {
  if (code === 0) return 'ready'
  return { seen: code === null ? `ended by ${signal ?? 'a signal'}` : `exit code ${code}` }
}
