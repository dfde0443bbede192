// `stopCommand`: a program that asks a leaf to stop. It runs in a session and group of its own, and ends with the leaf.
import type { Readable } from 'node:stream'
import { visibleText } from '../output/visible-text.ts'
import type { ProcessEnd } from '../ports/launcher.ts'
import type { CommandLine } from '../spec/child-spec.ts'
import type { Wanted } from './beginning.ts'
import { type BesideLine, type BesideMeans, runBeside } from './beside.ts'
import { endGroup, type GroupMeans, type ProcessGroup, processGroup } from './process-group.ts'

/** What it says is told when it fails, and this much of it. */
const MOST_WORDS_BYTES = 1000

/** What a stop command needs. */
export type StopCommandMeans = GroupMeans & BesideMeans

/** A stop command at work. */
export interface StopCommand {
  /** SIGKILL to its group. */
  kill(): void
  /** Ends it if it still runs; `gone` is called once, when nothing of it is left. */
  end(gone: () => void): void
}

/**
 * Runs it for `worker`, whose leader is `pid`. `failed` is called, at most once and not after `kill` or `end`, when it has
 * not done its work, with why.
 */
export function runStopCommand(
  { argv }: CommandLine,
  { pid, worker }: { readonly pid: number; readonly worker: Wanted },
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
  const line = { argv, env: { OTP_SUP_PID: String(pid) }, stderr: 'pipe' } as const
  const group = follow(line, worker, means, { fail, gone })
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

/** `gone`: nothing of it is left. */
type Hearer = { readonly fail: (why: string) => void; readonly gone: () => void }

/** Null when no process came to be. */
function follow(
  line: BesideLine,
  worker: Wanted,
  means: StopCommandMeans,
  { fail, gone }: Hearer,
): ProcessGroup | null {
  const run = runBeside(line, worker, means, {
    exited: () => {
      // What it left behind could be asked for only as long as its group is surely its own.
      if (group !== null)
        endGroup(group, { told: 'killed', stopSignal: 'SIGKILL' }, means, { killed: () => {}, empty: over })
    },
    ended: (end) => {
      if (run === null) gone()
      lastWords((words) => {
        const why = whyFailed(end, words)
        if (why !== null) fail(why)
      })
    },
  })
  const group = run === null ? null : processGroup(run.pid)
  if (run !== null) means.sessions.begin(run.pid)
  const lastWords = hearLastWords(run?.child.stderr ?? null)
  const over = (): void => {
    if (run !== null) means.sessions.end(run.pid)
    gone()
  }
  return group
}

function whyFailed(end: ProcessEnd, words: string): string | null {
  switch (end.kind) {
    case 'exit':
      return end.code === 0 ? null : `exited with code ${end.code}${words}`
    case 'signal':
      return `was ended by ${end.signal}${words}`
    case 'spawn_error':
      return `could not be started: ${end.message.replace(/\.$/, '')}`
  }
}

/** The last line that a program writes to stderr, `: ` before it. */
function hearLastWords(stderr: Readable | null): (tell: (words: string) => void) => void {
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
