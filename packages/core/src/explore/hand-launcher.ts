// Processes that do nothing by themselves: whoever holds the launcher says what happens to each, and when. So everything
// a process can do may happen at any moment, late ends and notices that come twice included.
import type { ProcessEnd } from '../exit-reason.ts'
import type { LaunchedProcess, Launcher, LaunchOrder, LaunchReport } from '../ports/launcher.ts'
import type { LeafSpec } from '../spec/child-spec.ts'

/** A process that lives. */
export type HandLeaf = {
  readonly path: string
  readonly incarnation: number
  readonly spec: LeafSpec
  isReady: boolean
  /** It got its stop signal. */
  isAsked: boolean
  /** It got SIGKILL. */
  isKilled: boolean
}

/** How a launch fails without a process: the launcher throws, or tells of an end at once. */
export type LaunchFault = 'throws' | 'spawn_error'

/** A launcher whose processes are moved by hand. */
export interface HandLauncher extends Launcher {
  /** Living processes, oldest first. */
  leaves(): readonly HandLeaf[]
  leafAt(path: string): HandLeaf | undefined
  /** The process says that it is ready; a one-shot is ready by ending well. */
  ready(path: string): void
  end(path: string, how: ProcessEnd): void
  /** Its health checks have failed. */
  fail(path: string): void
  /** Of every process that has ended: `path#incarnation`. */
  readonly ended: readonly string[]
  /** Paths at which a process was launched while another lived. */
  readonly twins: readonly string[]
  /** The next launch at a path fails. */
  failNext(path: string, fault: LaunchFault): void
  /** A notice about the latest process of a path comes once more; false when there was none. */
  repeat(path: string, notice: 'ready' | 'ended'): boolean
}

type Launched = { readonly leaf: HandLeaf; readonly report: LaunchReport }

const SIGKILLED: ProcessEnd = { kind: 'signal', signal: 'SIGKILL' }
const NO_PROCESS: LaunchedProcess = { pid: null, stop() {}, kill() {}, signal: () => false }

export function handLauncher(): HandLauncher {
  const living = new Map<string, Launched>()
  const latest = new Map<string, LaunchReport>()
  const faults = new Map<string, LaunchFault>()
  const ended: string[] = []
  const end = (path: string, how: ProcessEnd): void => {
    const launched = living.get(path)
    if (launched === undefined) return
    living.delete(path)
    ended.push(`${path}#${launched.leaf.incarnation}`)
    launched.report.ended(launched.leaf.isKilled ? SIGKILLED : how)
  }
  const twins: string[] = []
  let pid = 0
  return {
    launch(order, report) {
      const { path } = order
      const fault = faults.get(path)
      faults.delete(path)
      if (fault !== undefined) return failToLaunch(fault, order, report)
      if (living.has(path)) twins.push(path)
      const leaf = newLeaf(order)
      living.set(path, { leaf, report })
      latest.set(path, report)
      return handleOf(leaf, ++pid)
    },
    leaves: () => [...living.values()].map(({ leaf }) => leaf),
    leafAt: (path) => living.get(path)?.leaf,
    ready(path) {
      const launched = living.get(path)
      if (launched === undefined || launched.leaf.isReady) return
      const { leaf, report } = launched
      if (leaf.spec.program.ready.kind === 'exit') return end(path, doneEnd(leaf))
      leaf.isReady = true
      report.ready()
    },
    end,
    fail: (path) => living.get(path)?.report.unhealthy({ failures: 1, message: 'no answer' }),
    ended,
    twins,
    failNext: (path, fault) => void faults.set(path, fault),
    repeat: (path, notice) => {
      // Of one that lives, an end cannot be told twice: it has not been told once.
      if (notice === 'ended' && living.has(path)) return false
      return repeat(latest.get(path), notice)
    },
  }
}

const repeat = (report: LaunchReport | undefined, notice: 'ready' | 'ended'): boolean => {
  if (notice === 'ready') report?.ready()
  else report?.ended({ kind: 'exit', code: 1 })
  return report !== undefined
}

const doneEnd = ({ spec }: HandLeaf): ProcessEnd => ({ kind: 'exit', code: spec.successCodes[0] ?? 0 })

const newLeaf = ({ path, incarnation, spec }: LaunchOrder): HandLeaf => ({
  path,
  incarnation,
  spec,
  isReady: false,
  isAsked: false,
  isKilled: false,
})

const failToLaunch = (fault: LaunchFault, { path }: LaunchOrder, report: LaunchReport): LaunchedProcess => {
  if (fault === 'throws') throw new Error(`The launcher threw at ${path}.`)
  report.ended({ kind: 'spawn_error', errno: 'ENOENT', message: `There is no program for ${path}.` })
  return NO_PROCESS
}

const handleOf = (leaf: HandLeaf, pid: number): LaunchedProcess => ({
  pid,
  stop() {
    leaf.isAsked = true
  },
  kill() {
    leaf.isKilled = true
  },
  signal: () => false,
})
