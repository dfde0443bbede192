// How the program of a process comes to run: at once, or after the process has been set up for it (setup-script).
import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import type { ProcessEnd } from '../ports/launcher.ts'
import type { Program } from '../spec/child-spec.ts'
import type { TakeFifo } from './nameless-fifos.ts'
import { PERL } from './perl.ts'
import { type PipeEnd, pipeEnd, type StdioEnd } from './pipe-end.ts'
import { setupEnd } from './setup-error.ts'
import { FIELDS, SETUP_SCRIPT } from './setup-script.ts'
import { prlimitNumber } from './setup-system.ts'
import { type SpawnAttempt, spawnError } from './spawn-error.ts'

/** What is to be run in the end. */
export type Wanted = {
  readonly program: Program
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** What its spec and its files say themselves of what the account of its user says. */
  readonly ownNames: readonly string[]
  readonly attempt: SpawnAttempt
}

/** What to spawn for that. */
export interface Beginning {
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly stdin: StdioEnd
  /** After all other descriptors. */
  readonly more: readonly StdioEnd[]
  /** It was spawned. */
  open(child: ChildProcess): Begun
  /** It was not. */
  discard(): void
  /** Why it was not. */
  failure(error: NodeJS.ErrnoException): ProcessEnd
}

/** What was spawned. */
export interface Begun {
  /** Calls when its program runs; the answer gives that up. */
  whenRunning(then: () => void): () => void
  /** Calls with what the end of the process means: the end of its program, or why that never ran. */
  judge(end: ProcessEnd, then: (end: ProcessEnd) => void): void
}

/** The program itself is spawned. */
export function plainBeginning({ program, file, args, env, attempt }: Wanted): Beginning {
  return {
    file,
    args,
    env,
    cwd: program.cwd,
    stdin: 'ignore',
    more: [],
    open: (child) => ({
      whenRunning: (then) => {
        child.once('spawn', then)
        return () => child.off('spawn', then)
      },
      judge: (end, then) => then(end),
    }),
    discard: () => {},
    failure: (error) => spawnError(attempt, error),
  }
}

/**
 * A process that sets itself up and then becomes the program. `descriptor` is the one that it tells on. Throws when there
 * are no descriptors left.
 */
export function setUpBeginning(wanted: Wanted, takeFifo: TakeFifo, descriptor: number): Beginning {
  const { file, args, attempt } = wanted
  const fields = pipeEnd(takeFifo(), 'child')
  const told = endOrDiscard(takeFifo, fields)
  return {
    file: PERL,
    // -f: nothing of the site is loaded.
    args: ['-f', '-e', SETUP_SCRIPT, String(descriptor), file, ...args],
    // Nothing that could make perl do anything else.
    env: {},
    cwd: '/',
    stdin: fields.childEnd,
    more: [told.childEnd],
    open: (child) => {
      const ours = fields.open(child.stdin)
      // It may be ended before it has read all.
      ours?.on('error', () => {})
      ours?.end(fieldsOf(wanted))
      return begun(told.open(child.stdio[descriptor]), wanted)
    },
    discard: () => {
      fields.discard()
      told.discard()
    },
    failure: (error) => (isMissing(error) ? noPerl(error.code) : spawnError(attempt, error)),
  }
}

function endOrDiscard(takeFifo: TakeFifo, other: PipeEnd): PipeEnd {
  try {
    return pipeEnd(takeFifo(), 'we')
  } catch (error) {
    other.discard()
    throw error
  }
}

function isMissing({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ENOENT' || code === 'EACCES'
}

function noPerl(errno = 'ENOENT'): ProcessEnd {
  const message = `user, group, umask, nice, oomScoreAdj and limits are set by ${PERL}, which cannot be run (${errno}). Install the package perl-base, or leave these options out.`
  return { kind: 'spawn_error', errno, message }
}

function fieldsOf({ program, env, ownNames }: Wanted): string {
  const { attributes, cwd } = program
  const values = { ...attributes, prlimit: prlimitNumber(), cwd, given: ownNames.join(',') }
  const fields = FIELDS.map((name) => values[name] ?? '')
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  return [...fields, ...variables].map((each) => `${each}\0`).join('')
}

/** What the process tells, until it becomes its program or ends. */
function begun(told: Readable | null, wanted: Wanted): Begun {
  let text = ''
  let isOver = told === null
  const waiting = new Set<() => void>()
  told?.on('data', (bytes: Buffer) => {
    text += bytes.toString('latin1')
  })
  // A stream that breaks is at its end.
  told?.on('error', () => {})
  told?.once('close', () => {
    isOver = true
    for (const each of waiting) each()
  })
  const whenOver = (then: () => void): (() => void) => {
    if (isOver) then()
    else waiting.add(then)
    return () => waiting.delete(then)
  }
  return {
    whenRunning: (then) => whenOver(() => text === 'go\n' && then()),
    judge: (end, then) => void whenOver(() => then(setupEnd(text, wanted) ?? end)),
  }
}
