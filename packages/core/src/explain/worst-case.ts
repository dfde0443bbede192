// Makes a tree as slow as its specs allow.
import type { ChildSpec } from '../spec/child-spec.ts'
import type { LeafPlan } from '../testing/virtual-launcher.ts'
import type { Play } from './play.ts'

/** Longer than anybody looks: a start without a limit. */
const FOR_EVER_MS = 1e15

/** From now on no leaf of a booted tree stops when asked, and each start takes all the time that it has. */
export function slowDown({ run }: Play): void {
  slowBelow(run.tree.rootPath, run)
}

const slowBelow = (path: string, run: Play['run']): void => {
  for (const child of run.tree.supervisorAt(path)?.state.children ?? []) {
    if (child.spec.type === 'supervisor') slowBelow(child.path, run)
    else run.launcher.plan(child.path, { ignoresStop: true, ...slowestStart(child.spec) })
  }
}

/** What is ready when its process exists, or after a time of its own, has no use for more. */
const slowestStart = ({ program, startTimeoutMs }: Extract<ChildSpec, { readonly type: 'worker' }>): LeafPlan => {
  const { ready } = program
  if (ready.kind === 'spawned' || ready.kind === 'delay') return {}
  return { startTakesMs: startTimeoutMs === 'infinity' ? FOR_EVER_MS : startTimeoutMs }
}
