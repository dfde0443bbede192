import type { ChildSpec, LeafSpec, SupervisorChildSpec } from '../spec/child-spec.ts'
import { type Chain, chainOf, followedBy, longer, NOTHING, type Tail } from './chain.ts'

/** How long a boot may take before all is ready, or it has failed, and along which children. */
export function startTime(root: SupervisorChildSpec): Chain {
  return chainOf(startsBelow(root, root.id, NOTHING))
}

function startOf(spec: ChildSpec, path: string, before: Tail): Tail {
  return spec.type === 'worker' ? followedBy(before, path, readyMs(spec)) : startsBelow(spec, path, before)
}

function readyMs({ program: { ready }, startTimeoutMs, onStartFailure }: LeafSpec): number | 'infinity' {
  // Nobody knows how often.
  if (onStartFailure === 'retry') return 'infinity'
  if (ready.kind === 'spawned') return 0
  if (ready.kind !== 'delay') return startTimeoutMs
  return startTimeoutMs === 'infinity' ? ready.ms : Math.min(ready.ms, startTimeoutMs)
}

/** A child starts when all that it depends on is ready; a supervisor is ready when all its children are. */
function startsBelow({ children }: SupervisorChildSpec, path: string, before: Tail): Tail {
  const ends = new Map<string, Tail>()
  let longest = before
  for (const child of children) {
    const awaited = child.dependsOn === 'all_before' ? [longest] : child.dependsOn.map((id) => ends.get(id) ?? before)
    const end = startOf(child, `${path}/${child.id}`, awaited.reduce(longer, before))
    ends.set(child.id, end)
    longest = longer(longest, end)
  }
  return longest
}
