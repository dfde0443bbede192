import type { Found } from '../lint.ts'
import type { Part } from '../parts.ts'

/** Giving up is class shutdown, OTP's too: a transient supervisor is not restarted after it. */
export function transientSupervisor({ spec, path, parent }: Part): readonly Found[] {
  const { id, restart, significant, flags } = spec
  // Who shuts down automatically must not be permanent, and who is significant ends its parent.
  if (parent === null || restart !== 'transient' || significant || flags.autoShutdown !== 'never') return []
  return [
    {
      name: 'transient-supervisor',
      path,
      key: 'restart',
      message: `${id} is transient: when it gives up it stays down, and ${parent.spec.id} goes on without it.`,
      fix: 'Leave restart out: it is permanent then, and restarted; "temporary" if it may stay away.',
    },
  ]
}
