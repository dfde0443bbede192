// Start order and stop order over one relation, "depends on". A child names only siblings before it, so list order is
// always a start order, and walks over a list in one direction are enough.

/** What a child depends on: every sibling before it (OTP), or those at the positions named. */
export type Dependencies = 'all_before' | readonly number[]

/** A child in a supervisor's list. Positions ascend in list order and are never given twice. */
export type Placed = { readonly position: number; readonly dependsOn: Dependencies }

/** How far a member of a set that is being started has come. `unmet`: not ready, and not to be started now. */
export type StartProgress = 'waiting' | 'unmet' | 'met'

const named = (child: Placed): boolean => child.dependsOn !== 'all_before'

/** Index of the last member that names its dependencies, or -1. Behind it every member depends on all before it. */
export function lastNamed(members: readonly Placed[]): number {
  return members.findLastIndex(named)
}

/** Whether a child names one of `positions`, all of which lie before it, or depends on all before it. */
export function dependsOnAny(child: Placed, positions: ReadonlySet<number>): boolean {
  return child.dependsOn === 'all_before'
    ? positions.size > 0
    : child.dependsOn.some((position) => positions.has(position))
}

/**
 * The waiting members that may start now, in list order: everything they depend on inside the set is met.
 * `set.from`: the members before this index are all met. `set.lastNamed`: see {@link lastNamed}.
 */
export function nextToStart<T extends Placed>(
  set: { readonly members: readonly T[]; readonly from: number; readonly lastNamed: number },
  progressOf: (child: T) => StartProgress,
): T[] {
  const unmet = new Set<number>()
  const next: T[] = []
  for (let index = set.from; index < set.members.length; index++) {
    if (unmet.size > 0 && index > set.lastNamed) break
    const child = set.members[index] as T
    const progress = progressOf(child)
    if (progress === 'met') continue
    if (progress === 'waiting' && !dependsOnAny(child, unmet)) next.push(child)
    unmet.add(child.position)
  }
  return next
}

/**
 * The members that may be asked to stop now, in reverse list order: everything that depends on them, directly or not,
 * is down. `set.until`: the members from this index on are all down.
 */
export function nextToStop<T extends Placed>(
  set: { readonly members: readonly T[]; readonly until: number },
  isDown: (child: T) => boolean,
): T[] {
  const needed = new Set<number>()
  const next: T[] = []
  for (let index = set.until - 1; index >= 0; index--) {
    const child = set.members[index] as T
    const isNeeded = needed.has(child.position)
    const down = isDown(child)
    if (down && !isNeeded) continue
    if (!down && !isNeeded) next.push(child)
    if (child.dependsOn === 'all_before') break
    for (const position of child.dependsOn) needed.add(position)
  }
  return next
}

/** The order in which `members` (list order) are asked to stop when each is down as soon as it is asked. */
export function stopOrder<T extends Placed>(members: readonly T[], isDown: (child: T) => boolean): T[] {
  const alive = members.filter((child) => !isDown(child))
  if (lastNamed(members) === -1) return alive.toReversed()
  const down = new Set<T>(members.filter(isDown))
  const order: T[] = []
  const listed = new Set<T>()
  const list = (): void => {
    for (const child of nextToStop({ members, until: members.length }, (member) => down.has(member))) {
      if (listed.has(child)) continue
      listed.add(child)
      order.push(child)
    }
  }
  list()
  // `order` grows while it is walked: whoever becomes free is appended, as exits are taken one after the other.
  for (const child of order) {
    down.add(child)
    if (order.length < alive.length) list()
  }
  return order
}

/** `child` and everything that depends on it, directly or not, in list order. `members`: the whole list. */
export function withDependents<T extends Placed>(members: readonly T[], child: T): T[] {
  const covered = new Set<number>([child.position])
  const result: T[] = [child]
  for (const member of members) {
    if (member.position <= child.position) continue
    if (!dependsOnAny(member, covered)) continue
    covered.add(member.position)
    result.push(member)
  }
  return result
}
