// A tree in the foreground: from the first event to the exit code.
import {
  nodeProbe,
  processLauncher,
  type StartOptions,
  type SupervisionEvent,
  type SupervisorSpec,
  start,
  systemUsage,
} from '@otp-sup/core'
import type { Io } from '../io.ts'
import type { LoadedTree } from '../tree-files/load-tree-file.ts'
import { type BesideTree, besideTree } from './beside-tree.ts'
import { endOfChild } from './end-of-child.ts'
import { type Ending, endingOf, endingOfError, FAULTY, FORCED, withCode } from './ending.ts'
import { lastResort } from './last-resort.ts'
import { reloadsOf, type TreeReloads } from './reload-tree.ts'
import { onStopSignals } from './stop-signals.ts'
import type { Voices } from './voices.ts'
import { type TreeWatch, watchTree } from './watch-tree.ts'

const LONGEST_TIMER_MS = 2 ** 31 - 1

/** What a run is given beside its tree. */
export type Supervision = {
  readonly io: Io
  readonly voices: Voices
  /** What the tree is called; null: as its root. */
  readonly name: string | null
  /** Where the console goes when nobody sees it; null in the foreground. */
  readonly log: string | null
  /** A program with our terminal, beside the tree: when it ends, the tree stops, and its code is ours. */
  readonly command: readonly string[] | null
  /** The child whose end stops the tree, and whose code is ours. */
  readonly exitCodeFrom: string | null
  /** The tree is reloaded when its file changes. */
  readonly watch: boolean
  /** Paths that it is restricted to; null: it is whole. */
  readonly only: readonly string[] | null
}

/** Runs a tree until it ends. The signals of the process are its own meanwhile. */
export const supervise = async (tree: LoadedTree, supervision: Supervision): Promise<Ending> => {
  const { io, voices } = supervision
  const watch = watchTree(voices.info)
  const beside = besideTree(supervision.command, io)
  const reloads = reloadsOf(tree, supervision)
  const { stop, kill, leaveSignals } = obeySignals(io, voices, { watch, beside, reloads })
  const faults: unknown[] = []
  const guard = lastResort((error) => {
    faults.push(error)
    voices.error(`code outside the tree threw, everything is killed: ${textOf(error)}`)
    kill.abort()
  })
  const child = endOfChild(supervision.exitCodeFrom, () => stop.abort())
  // A tree without a living child has nothing else that keeps Node from ending: handlers of signals do not.
  const stayAlive = setInterval(() => {}, LONGEST_TIMER_MS)
  const onEvent = (event: SupervisionEvent): void => {
    for (const listener of [voices, watch, guard, child]) listener.tell(event)
  }
  const options = { ...startOptions(tree, supervision, reloads), signal: stop.signal, kill: kill.signal, onEvent }
  try {
    const ending = await runToEnd(tree, options, supervision, { beside, reloads })
    if (faults.length > 0) return FAULTY
    return kill.signal.aborted ? FORCED : withCode(ending, child.code())
  } finally {
    clearInterval(stayAlive)
    watch.close()
    reloads.end()
    leaveSignals()
    guard.leave()
  }
}

const runToEnd = async (
  tree: LoadedTree,
  options: StartOptions,
  { voices }: Supervision,
  { beside, reloads }: { readonly beside: BesideTree; readonly reloads: TreeReloads },
): Promise<Ending> => {
  try {
    const running = await start(tree.source as SupervisorSpec, options)
    reloads.begin(running)
    const code = await beside.run(running)
    return withCode(endingOf(await running.done, voices), code)
  } catch (error) {
    return endingOfError(error, voices)
  }
}

const startOptions = (tree: LoadedTree, { voices, name, log }: Supervision, reloads: TreeReloads): StartOptions => ({
  cwd: tree.folder,
  textAt: tree.textAt,
  ports: {
    logger: voices.logger,
    launcher: processLauncher({ probe: nodeProbe(), output: voices.output }),
    usage: systemUsage(),
  },
  control: {
    file: tree.path,
    output: voices.output,
    reload: reloads.order,
    ...(name === null ? {} : { name }),
    ...(log === null ? {} : { log }),
  },
})

const textOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))

type Told = { readonly watch: TreeWatch; readonly beside: BesideTree; readonly reloads: TreeReloads }

const obeySignals = (io: Io, { info }: Voices, { watch, beside, reloads }: Told) => {
  const stop = new AbortController()
  const kill = new AbortController()
  const leaveSignals = onStopSignals(io, {
    stop: (signal) => {
      info(`${signal}: the tree is stopped in order; Ctrl-C now kills everything at once`)
      stop.abort()
      beside.stop(signal)
      watch.stopBegins()
    },
    force: (signal) => {
      info(`${signal} again: everything is killed at once`)
      kill.abort()
    },
    reload: () => {
      info('SIGHUP: the tree file is loaded again')
      reloads.reload()
    },
  })
  return { stop, kill, leaveSignals }
}
