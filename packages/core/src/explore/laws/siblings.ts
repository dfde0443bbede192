// Who depends on whom, read off the edges of the children and followed to the end.
import type { Child } from '../../decide/state.ts'

/** The siblings that `child` depends on, directly or not, and that are in the list. */
export function dependenciesOf(child: Child, siblings: readonly Child[]): ReadonlySet<Child> {
  const found = new Set<Child>()
  const add = (from: Child): void => {
    for (const sibling of siblings) {
      if (found.has(sibling) || !dependsDirectlyOn(from, sibling)) continue
      found.add(sibling)
      add(sibling)
    }
  }
  add(child)
  return found
}

/** Whether a child names a sibling, or depends on all before it. */
export function dependsDirectlyOn({ position, dependsOn }: Child, sibling: Child): boolean {
  return dependsOn === 'all_before' ? sibling.position < position : dependsOn.includes(sibling.position)
}
