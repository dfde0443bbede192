import { nanoid } from 'nanoid'
import type { Ids } from '../ports/ids.ts'

/** Ids that no two runs share. */
export function nanoidIds(): Ids {
  return { runId: () => nanoid() }
}
