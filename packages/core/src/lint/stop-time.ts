import type { ChildSpec, SupervisorChildSpec } from '../spec/child-spec.ts'
import { type Chain, chainOf, followedBy, longer, NOTHING, type Tail } from './chain.ts'
import { childrenOf } from './parts.ts'

/**
 * How long a stop of what is below a supervisor may take, and along which children: each needs all its `shutdown`, and is
 * killed then. `path` is the supervisor's. Its own `shutdown` is its parent's affair, and not looked at.
 */
export function stopTime(spec: SupervisorChildSpec, path: string = spec.id): Chain {
  return chainOf(stopsBelow(spec, path, NOTHING))
}

function stopOf(spec: ChildSpec, path: string, before: Tail): Tail {
  const { shutdownMs } = spec
  if (shutdownMs === 'brutal_kill') return before
  if (spec.type === 'worker') return followedBy(before, path, shutdownMs)
  const below = stopsBelow(spec, path, before)
  if (shutdownMs === 'infinity') return below
  // Over its time all that is left below it is killed.
  const cut = followedBy(before, path, shutdownMs)
  return longer(cut, below) === cut ? below : cut
}

/** From the last to the first: whoever depends on a child is down before it is asked to stop. */
function stopsBelow(parent: SupervisorChildSpec, path: string, before: Tail): Tail {
  const named = new Map<string, Tail>()
  let ofAllBefore = before
  let longest = before
  for (const child of childrenOf(parent).toReversed()) {
    const end = stopOf(child, `${path}/${child.id}`, longer(ofAllBefore, named.get(child.id) ?? before))
    longest = longer(longest, end)
    if (child.dependsOn === 'all_before') ofAllBefore = longer(ofAllBefore, end)
    else for (const id of child.dependsOn) named.set(id, longer(named.get(id) ?? before, end))
  }
  return longest
}
