import type { Found } from '../lint.ts'
import type { Part } from '../parts.ts'

/** An automatic shutdown that nobody can set off. */
export function nobodySignificant({ spec, path, members }: Part): readonly Found[] {
  const { autoShutdown } = spec.flags
  if (autoShutdown === 'never' || members.length === 0) return []
  if (members.some((member) => member.spec.significant)) return []
  return [
    {
      name: 'nobody-significant',
      path,
      key: 'autoShutdown',
      message: `autoShutdown is "${autoShutdown}", but no child of ${spec.id} is significant: it never happens.`,
      fix: 'Write significant: true, and restart: "transient", in the children whose end is meant.',
    },
  ]
}
