import { isOneShot } from '../../spec/one-shot.ts'
import type { Found } from '../lint.ts'
import { type Member, type Part, restartedIn } from '../parts.ts'

/** Edges order starts and stops; under one_for_one a restart neither waits for them nor follows them. */
export function dependantsNotRestarted(part: Part): readonly Found[] {
  const { id, flags } = part.spec
  if (flags.strategy !== 'one_for_one') return []
  const restarted = new Map<string, Member>()
  for (const member of restartedIn(part)) {
    if (isOneShot(member.spec)) continue
    for (const copy of member.copies) restarted.set(copy.id, member)
  }
  return part.members.flatMap((member) => {
    const { dependsOn } = member.spec
    const named = dependsOn === 'all_before' ? undefined : dependsOn.find((each) => restarted.has(each))
    const first = named === undefined ? undefined : restarted.get(named)
    if (first === undefined) return []
    return [
      {
        name: 'dependants-not-restarted',
        path: member.path,
        key: 'dependsOn',
        message: `${id} is one_for_one: when ${first.id} is restarted, ${member.id}, which depends on it, is not.`,
        fix: `Write strategy: "rest_for_one" in ${id}, unless dependsOn is only for the order of start and stop.`,
      },
    ]
  })
}
