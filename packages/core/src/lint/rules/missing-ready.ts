import type { Found } from '../lint.ts'
import { dependsOn, isGroup, isWorker, type Part } from '../parts.ts'

/** In a group whoever comes later counts on those before, and a process that exists may be far from serving anybody. */
export function missingReady({ spec, members }: Part): readonly Found[] {
  if (!isGroup(spec.flags)) return []
  return members.flatMap((member, index) => {
    if (!isWorker(member) || member.spec.program.ready.kind !== 'spawned') return []
    const next = members.slice(index + 1).find((later) => dependsOn(later, member))
    if (next === undefined) return []
    const message = `${member.id} has no ready: "${next.id}", which depends on it, starts as soon as its process exists.`
    const fix = 'Write when it can be used, for example ready: { tcp: 8080 } or { log: "listening" }.'
    return [{ name: 'missing-ready', path: member.path, key: 'ready', message, fix }]
  })
}
