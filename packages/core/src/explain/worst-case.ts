// Makes a tree as slow as its specs allow.
import type { ChildSpec, SupervisorChildSpec } from '../spec/child-spec.ts'
import type { LeafPlan } from '../testing/virtual-launcher.ts'
import type { CheckedFailure } from './explanation.ts'
import type { Play } from './play.ts'

/** A stop or a start without a limit takes so long: longer than any limit, and what comes after it is still seen. */
export const FOR_EVER_MS = 1e10

/**
 * The tree with which a slow run is played: there a stop without a limit has an end at last. Where failures come as soon
 * as all is at rest, the slowness of the others must not make the row of a back-off end.
 */
export function slowestTree(spec: SupervisorChildSpec, { everyMs }: CheckedFailure): SupervisorChildSpec {
  const slow = <Spec extends ChildSpec>(each: Spec): Spec => {
    const backoff = each.backoff === null || everyMs !== null ? each.backoff : withoutReset(each.backoff)
    if (each.type === 'worker')
      return { ...each, backoff, shutdownMs: each.shutdownMs === 'infinity' ? FOR_EVER_MS : each.shutdownMs }
    const template = each.template === null ? null : slow(each.template)
    return { ...each, backoff, children: each.children.map((child) => slow(child)), template }
  }
  return slow(spec)
}

const withoutReset = (backoff: NonNullable<ChildSpec['backoff']>) => ({
  ...backoff,
  resetAfterMs: Number.POSITIVE_INFINITY,
})

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
