// What runs beside a worker: its probes and its stop command. Each begins as the worker does, in its folder, with its
// environment and as its user, in a session and group of its own.
import type { ChildProcess } from 'node:child_process'
import type { ProcessEnd } from '../ports/launcher.ts'
import { plainBeginning, type Wanted } from './beginning.ts'
import type { TakeFifo } from './nameless-fifos.ts'
import { beginningOf, spawnBeginning, spawnOrError } from './spawn-beginning.ts'

/** What running it needs. */
export type BesideMeans = {
  readonly takeFifo: TakeFifo
  /** `stdio` from descriptor 3 on. */
  readonly shadows: readonly ('ignore' | number)[]
}

/** The program and its arguments, what its environment has beside that of the worker, and whether we read its stderr. */
export type BesideLine = {
  readonly argv: readonly [string, ...string[]]
  readonly env?: Readonly<Record<string, string>>
  readonly stderr?: 'ignore' | 'pipe'
}

/** Who hears of its end. */
export type BesideHearer = {
  /** Its process has exited: this comes in the tick in which the process was reaped. */
  readonly exited: () => void
  /** Once, later: how its program ended, or why that never ran. */
  readonly ended: (end: ProcessEnd) => void
}

/** A process that came to be. */
export type BesideProcess = { readonly child: ChildProcess; readonly pid: number }

/** Null when there is no process; why, is told as its end. */
export function runBeside(
  { argv, env = {}, stderr = 'ignore' }: BesideLine,
  worker: Wanted,
  { takeFifo, shadows }: BesideMeans,
  hearer: BesideHearer,
): BesideProcess | null {
  const [file, ...args] = argv
  const wanted = { ...worker, file, args, env: { ...worker.env, ...env }, attempt: { ...worker.attempt, file } }
  let beginning = plainBeginning(wanted)
  const failed = (error: NodeJS.ErrnoException): void => {
    beginning.discard()
    hearer.ended(beginning.failure(error))
  }
  const child = spawnOrError(() => {
    const others = ['ignore', stderr, ...shadows] as const
    beginning = beginningOf(wanted, others, takeFifo)
    return spawnBeginning(beginning, others)
  })
  if (child instanceof Error) {
    queueMicrotask(() => failed(child))
    return null
  }
  const { pid } = child
  // With a pid, an error is about a signal, never about its life.
  child.on('error', (error) => pid === undefined && failed(error))
  if (pid === undefined) return null
  const begun = beginning.open(child)
  child.once('exit', (code, signal) => {
    hearer.exited()
    const end = signal === null ? ({ kind: 'exit', code: code ?? 0 } as const) : ({ kind: 'signal', signal } as const)
    begun.judge(end, hearer.ended)
  })
  return { child, pid }
}
