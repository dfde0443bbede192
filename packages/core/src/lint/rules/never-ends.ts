import type { SupervisorChildSpec } from '../../spec/child-spec.ts'
import type { Found } from '../lint.ts'
import type { Part } from '../parts.ts'

/** Nothing but one-shots, and nothing that ends the tree when they are done. */
export function neverEnds({ spec, path, parent }: Part): readonly Found[] {
  if (parent !== null || spec.flags.autoShutdown !== 'never') return []
  const oneShots = countOneShots(spec)
  if (oneShots === null || oneShots === 0) return []
  return [
    {
      name: 'never-ends',
      path,
      key: 'autoShutdown',
      message: `All workers are one-shots, and autoShutdown is "never": when they are done, ${spec.id} stays with nothing to do.`,
      fix: `Write autoShutdown: "all_significant" in ${spec.id}, and significant: true in its children.`,
      numbers: { oneShots },
    },
  ]
}

/** Null: there are, or may be, others. */
function countOneShots({ children, template }: SupervisorChildSpec): number | null {
  if (template !== null) return null
  let count = 0
  for (const child of children) {
    if (child.type === 'worker' && child.program.ready.kind !== 'exit') return null
    const below = child.type === 'worker' ? 1 : countOneShots(child)
    if (below === null) return null
    count += below
  }
  return count
}
