// `stopCommand`: a program that asks a leaf to stop. It runs in a session and group of its own, and ends with the leaf.
import type { ChildProcess } from 'node:child_process'
import spawn from 'cross-spawn'
import { visibleText } from '../output/visible-text.ts'
import type { CommandLine, Program } from '../spec/child-spec.ts'
import { endGroup, type GroupMeans, processGroup } from './process-group.ts'
import { searchPath } from './search-path.ts'
import { spawnError } from './spawn-error.ts'

/** What it says is told when it fails, and this much of it. */
const MOST_WORDS_BYTES = 1000

/** What a stop command needs. */
export type StopCommandMeans = GroupMeans & {
  /** `stdio` from descriptor 3 on. */
  readonly shadows: readonly ('ignore' | number)[]
}

/** The worker that is to stop. `env` is its own, whole. */
export type Stopped = {
  readonly pid: number
  readonly program: Program
  readonly env: Readonly<Record<string, string>>
}

/** A stop command at work. */
export interface StopCommand {
  /** SIGKILL to its group. */
  kill(): void
  /** Ends it if it still runs; `gone` is called once, when nothing of it is left. */
  end(gone: () => void): void
}

/** Runs it. `failed` is called, at most once and not after `kill` or `end`, when it has not done its work, with why. */
export function runStopCommand(
  line: CommandLine,
  stopped: Stopped,
  means: StopCommandMeans,
  failed: (why: string) => void,
): StopCommand {
  let isOver = false
  let isEnded = false
  const waiting: (() => void)[] = []
  const gone = (): void => {
    isOver = true
    for (const tell of waiting) tell()
  }
  const fail = (why: string): void => {
    if (!isEnded) failed(why)
  }
  const group = follow(spawnCommand(line, stopped, means), means, { fail, gone, stopped, line })
  const kill = (): void => {
    isEnded = true
    group?.signal('SIGKILL')
  }
  return {
    kill,
    end: (tell) => {
      if (isOver) return tell()
      waiting.push(tell)
      kill()
    },
  }
}

function spawnCommand(
  { argv: [file, ...args] }: CommandLine,
  { pid, program, env }: Stopped,
  { shadows }: StopCommandMeans,
): ChildProcess | NodeJS.ErrnoException {
  try {
    return spawn(file, args, {
      cwd: program.cwd,
      env: { ...env, OTP_SUP_PID: String(pid) },
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', ...shadows],
    })
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

type Followed = {
  readonly fail: (why: string) => void
  readonly gone: () => void
  readonly stopped: Stopped
  readonly line: CommandLine
}

/** Null when no process came to be. */
function follow(
  child: ChildProcess | NodeJS.ErrnoException,
  means: GroupMeans,
  { fail, gone, stopped, line }: Followed,
) {
  const { program, env } = stopped
  const notStarted = (error: NodeJS.ErrnoException): void => {
    const searched = searchPath(env['PATH'], { ...program, preferLocal: false })
    const { message } = spawnError({ file: line.argv[0], cwd: program.cwd, searchPath: searched, user: null }, error)
    fail(`could not be started: ${message}`)
    gone()
  }
  if (child instanceof Error) {
    queueMicrotask(() => notStarted(child))
    return null
  }
  const { pid } = child
  child.on('error', (error) => pid === undefined && notStarted(error))
  if (pid === undefined) return null
  means.sessions.begin(pid)
  const group = processGroup(pid)
  const lastWords = hearLastWords(child)
  child.once('exit', (code, signal) => {
    const over = (): void => {
      means.sessions.end(pid)
      gone()
    }
    // What it left behind could be asked for only as long as its group is surely its own.
    endGroup(group, { told: 'killed', stopSignal: 'SIGKILL' }, means, { killed: () => {}, empty: over })
    lastWords((words) => {
      if (code !== 0) fail(`${code === null ? `was ended by ${signal}` : `exited with code ${code}`}${words}`)
    })
  })
  return group
}

/** The last line that a program writes to stderr, `: ` before it. */
function hearLastWords({ stderr }: ChildProcess): (tell: (words: string) => void) => void {
  let heard = ''
  stderr?.setEncoding('utf8').on('data', (text: string) => {
    heard = (heard + text).slice(-MOST_WORDS_BYTES)
  })
  stderr?.on('error', () => {})
  return (tell) => {
    // Between two turns of the event loop all that it wrote is read; an orphan may hold the pipe.
    setImmediate(() =>
      setImmediate(() => {
        stderr?.destroy()
        const last = heard.trimEnd().split('\n').at(-1) ?? ''
        tell(last === '' ? '' : `: ${visibleText(last)}`)
      }),
    )
  }
}
