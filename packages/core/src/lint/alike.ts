// Children of a supervisor that restarts have the same effect on: told once, not once for each.
import type { Backoff, ChildSpec } from '../spec/child-spec.ts'
import { type Member, type Part, restartedIn } from './parts.ts'

/** Children with the same back-off. */
export type Alike = {
  readonly backoff: Backoff
  readonly members: readonly Member[]
  /** Where it is written. */
  readonly path: string
}

/** The children that are restarted, by their back-off. */
export function alikeByBackoff(part: Part): readonly Alike[] {
  const groups = grouped(restartedIn(part), ({ spec }) => spec.backoff)
  return groups.flatMap(({ of, members }) => {
    if (of === null) return []
    const isInherited = members.some(({ spec }) => spec.backoff === part.spec.childBackoff)
    return [{ backoff: of, members, path: isInherited ? part.path : firstPath(members) }]
  })
}

/** The first of them stands for all. */
export function firstPath(members: readonly Member[]): string {
  return members[0]?.path ?? ''
}

/** Members with equal values, in the order of their first. */
export function grouped<Value, Spec extends ChildSpec>(
  members: readonly Member<Spec>[],
  valueOf: (member: Member<Spec>) => Value,
): readonly { readonly of: Value; readonly members: readonly Member<Spec>[] }[] {
  const groups = new Map<string, { readonly of: Value; readonly members: Member<Spec>[] }>()
  for (const member of members) {
    const of = valueOf(member)
    const key = JSON.stringify(of)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { of, members: [member] })
    else group.members.push(member)
  }
  return [...groups.values()]
}
