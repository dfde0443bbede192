// One start of a leaf: announced, launched through the port, and from then on a handle.
import type { Attempt, Child } from '../decide/state.ts'
import type { ProcessEnd } from '../exit-reason.ts'
import type { LaunchedProcess, LaunchOrder } from '../ports/launcher.ts'
import type { LeafSpec } from '../spec/child-spec.ts'
import type { Surroundings } from './surroundings.ts'

/** Where the facts about a leaf go. */
export type LeafReport = { readonly ready: () => void; readonly ended: (end: ProcessEnd) => void }

/** Starts a leaf. Its facts may come before this returns, and it has ended exactly once whatever the launcher does. */
export function launchLeaf(
  tree: Surroundings,
  start: { readonly child: Child; readonly spec: LeafSpec; readonly attempt: Attempt },
  report: LeafReport,
): LaunchedProcess {
  const { child, spec, attempt } = start
  const { incarnation, began } = attempt
  const order = { path: child.path, incarnation, run: tree.run, spec, lastExit: child.lastExit }
  const launched = launchSafely(tree, order, report)
  attempt.pid = launched.pid
  if (launched.pid !== null) {
    tree.announce(child.path, { type: 'child.spawned', incarnation, pid: launched.pid }, began)
  }
  return launched
}

const NOTHING: LaunchedProcess = { pid: null, stop() {}, kill() {} }

// A launcher that throws has not started anything: that is an end like any other.
const launchSafely = (tree: Surroundings, order: LaunchOrder, report: LeafReport): LaunchedProcess => {
  try {
    return tree.ports.launcher.launch(order, report)
  } catch (error) {
    const errno = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
    report.ended({ kind: 'spawn_error', errno, message: error instanceof Error ? error.message : String(error) })
    return NOTHING
  }
}
