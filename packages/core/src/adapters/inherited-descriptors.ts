// What our own parent left open on us would go on to every leaf: ports and pipes that nobody can close any more.
import { openSync, readdirSync, readFileSync } from 'node:fs'

const O_CLOEXEC = 0o2000000

/** A spawn needs some free numbers above the highest one that it is given. */
const SPARE = 16

/** Descriptors above 2 that a child would inherit. Node closes what it opens itself, but not all that it was given. */
export function inheritedDescriptors(): readonly number[] {
  try {
    const open = readdirSync('/proc/self/fd').map(Number).filter(isInherited)
    // One above the limit, which was lowered since, cannot be replaced; trying would make every spawn fail.
    return open.filter((descriptor) => descriptor + SPARE < limit())
  } catch {
    // Not Linux.
    return []
  }
}

function limit(): number {
  const soft = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1]
  return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft)
}

function isInherited(descriptor: number): boolean {
  if (descriptor <= 2) return false
  try {
    const flags = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1'))?.[1] ?? ''
    return (Number.parseInt(flags, 8) & O_CLOEXEC) === 0
  } catch {
    // The one that was open for reading the folder.
    return false
  }
}

// One for all launchers: it stays open as long as there may be leaves.
let nothing: number | null = null

/**
 * What to put after stdin, stdout and stderr in the `stdio` of a spawn, so that none of these descriptors reaches the
 * child: it gets `/dev/null` there. Node offers no way to close them for the child alone.
 */
export function shadowed(descriptors: readonly number[]): readonly ('ignore' | number)[] {
  if (descriptors.length === 0) return []
  nothing ??= openSync('/dev/null', 'r+')
  const devNull = nothing
  const length = Math.max(...descriptors) - 2
  return Array.from({ length }, (_, at) => (descriptors.includes(at + 3) ? devNull : 'ignore'))
}
