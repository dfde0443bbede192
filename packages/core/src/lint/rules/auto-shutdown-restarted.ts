import type { Found } from '../lint.ts'
import type { Part } from '../parts.ts'

/** A permanent supervisor is restarted after its automatic shutdown, too. */
export function autoShutdownRestarted({ spec, path, parent, members }: Part): readonly Found[] {
  const { id, restart, flags } = spec
  if (parent === null || restart !== 'permanent' || flags.autoShutdown === 'never') return []
  // Without it nothing happens, and that is told by another lint.
  if (!members.some((member) => member.spec.significant)) return []
  return [
    {
      name: 'auto-shutdown-restarted',
      path,
      key: 'restart',
      message: `${id} is permanent: after each automatic shutdown ${parent.spec.id} starts it again.`,
      fix: 'Write restart: "transient".',
    },
  ]
}
