// One start of a leaf: announced, launched through the port, measured, and from then on a handle.
import type { Attempt, Child } from '../decide/state.ts'
import type { Failing, ProcessEnd } from '../exit-reason.ts'
import type { LaunchedProcess, LaunchOrder, LaunchReport } from '../ports/launcher.ts'
import type { LeafSpec } from '../spec/child-spec.ts'
import type { Surroundings } from './surroundings.ts'

/** Where the facts about a leaf go. */
export type LeafReport = {
  readonly ready: () => void
  readonly healthy: () => void
  readonly failing: (failing: Failing) => void
  readonly ended: (end: ProcessEnd) => void
}

/** Starts a leaf. Its facts may come before this returns, and it has ended exactly once whatever the launcher does. */
export function launchLeaf(
  tree: Surroundings,
  start: { readonly child: Child; readonly spec: LeafSpec; readonly attempt: Attempt },
  report: LeafReport,
): LaunchedProcess {
  const { child, spec, attempt } = start
  const { path, lastExit } = child
  const { incarnation, began } = attempt
  let endMeasuring: (() => void) | null = null
  let hasEnded = false
  const launched = launchSafely(
    tree,
    { path, incarnation, run: tree.run, spec, lastExit },
    {
      ready: report.ready,
      healthy: report.healthy,
      unhealthy: (found) => report.failing({ kind: 'unhealthy', ...found }),
      ended: (end) => {
        hasEnded = true
        endMeasuring?.()
        report.ended(end)
      },
    },
  )
  const { pid } = launched
  attempt.pid = pid
  if (pid === null) return launched
  tree.announce(path, { type: 'child.spawned', incarnation, pid }, began)
  if (!hasEnded) endMeasuring = tree.measure({ path, pid, limits: spec.limits, over: report.failing })
  return launched
}

const NOTHING: LaunchedProcess = { pid: null, stop() {}, kill() {} }

// A launcher that throws has not started anything: that is an end like any other.
const launchSafely = (tree: Surroundings, order: LaunchOrder, report: LaunchReport): LaunchedProcess => {
  try {
    return tree.ports.launcher.launch(order, report)
  } catch (error) {
    const errno = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
    report.ended({ kind: 'spawn_error', errno, message: error instanceof Error ? error.message : String(error) })
    return NOTHING
  }
}
