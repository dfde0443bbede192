// A tree in the foreground: from the first event to the exit code.
import {
  nodeProbe,
  processLauncher,
  StartError,
  type SupervisionEvent,
  type SupervisorSpec,
  start,
  systemUsage,
  type TreeEnd,
} from '@otp-sup/core'
import { EXIT, type ExitCode, exitCodeOf } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { badEnd, failedLeaf } from '../render/why.ts'
import type { LoadedTree } from '../tree-files/load-tree-file.ts'
import { lastResort } from './last-resort.ts'
import { reloadsOf } from './reload-tree.ts'
import { onStopSignals } from './stop-signals.ts'
import type { Voices } from './voices.ts'
import { type TreeWatch, watchTree } from './watch-tree.ts'

/** How a run ended: the exit code, and what is to be said about it. */
type Ending = { readonly code: ExitCode; readonly last: readonly string[] }

const LONGEST_TIMER_MS = 2 ** 31 - 1

/** What a run is given beside its tree. */
export type Supervision = {
  readonly io: Io
  readonly voices: Voices
  /** Whether the tree is reloaded when its file changes. */
  readonly watch: boolean
}

/** Runs a tree until it ends. The signals of the process are its own meanwhile. */
export const supervise = async (tree: LoadedTree, { io, voices, watch: isWatched }: Supervision): Promise<Ending> => {
  const watch = watchTree(voices.info)
  const reloads = reloadsOf(tree, { io, voices, isWatched })
  const { stop, kill, force, leaveSignals } = obeySignals(io, voices, { watch, reload: reloads.reload })
  const faults: unknown[] = []
  const guard = lastResort((error) => {
    faults.push(error)
    voices.error(`code outside the tree threw, everything is killed: ${textOf(error)}`)
    force()
  })
  // A tree without a living child has nothing else that keeps Node from ending: handlers of signals do not.
  const stayAlive = setInterval(() => {}, LONGEST_TIMER_MS)
  const onEvent = (event: SupervisionEvent): void => {
    voices.tell(event)
    watch.tell(event)
    guard.tell(event)
  }
  try {
    const launcher = processLauncher({ probe: nodeProbe(), output: voices.output })
    const ports = { logger: voices.logger, launcher, usage: systemUsage() }
    const running = await start(tree.source as SupervisorSpec, {
      cwd: tree.folder,
      textAt: tree.textAt,
      signal: stop,
      kill,
      ports,
      onEvent,
    })
    reloads.begin(running)
    const end = await running.done
    if (faults.length > 0) return FAULTY
    return kill.aborted ? FORCED : endingOf(end, voices)
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    if (faults.length > 0) return FAULTY
    if (kill.aborted) return FORCED
    return error.code === 'start_interrupted' ? DONE : bootFailed(error, voices)
  } finally {
    clearInterval(stayAlive)
    watch.close()
    reloads.end()
    leaveSignals()
    guard.leave()
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))

type Told = { readonly watch: TreeWatch; readonly reload: () => void }

const obeySignals = (io: Io, { info }: Voices, { watch, reload }: Told) => {
  const stop = new AbortController()
  const kill = new AbortController()
  const leaveSignals = onStopSignals(io, {
    stop: (signal) => {
      info(`${signal}: the tree is stopped in order; Ctrl-C now kills everything at once`)
      stop.abort()
      watch.stopBegins()
    },
    force: (signal) => {
      info(`${signal} again: everything is killed at once`)
      kill.abort()
    },
    reload: () => {
      info('SIGHUP: the tree file is loaded again')
      reload()
    },
  })
  return { stop: stop.signal, kill: kill.signal, force: () => kill.abort(), leaveSignals }
}

const DONE: Ending = { code: EXIT.done, last: [] }
const FORCED: Ending = { code: EXIT.forced, last: [] }
const FAULTY: Ending = { code: EXIT.failed, last: [] }

const bootFailed = ({ path, why }: StartError, { output }: Voices): Ending => ({
  code: EXIT.startFailed,
  last: badEnd({ what: `${path} could not be started`, why, leaf: path, lastLines: output.lastLines(path) }),
})

const endingOf = ({ outcome, why }: TreeEnd, { output }: Voices): Ending => {
  const gaveUp = why.findLast((event) => event.type === 'supervisor.gave_up')
  const code = exitCodeOf(outcome, gaveUp !== undefined)
  if (code === EXIT.gaveUp) {
    const leaf = failedLeaf(why)
    const lastLines = leaf === null ? [] : output.lastLines(leaf)
    return { code, last: badEnd({ what: `${gaveUp?.path} gave up`, why, leaf, lastLines }) }
  }
  if (code === EXIT.done) return DONE
  return { code, last: badEnd({ what: 'an internal error ended the tree', why, leaf: null, lastLines: [] }) }
}
