import { alikeByBackoff } from '../alike.ts'
import type { Found } from '../lint.ts'
import type { Part } from '../parts.ts'
import { anyOf } from '../words.ts'

/** A supervisor that has given up before the second restart in a row, the first that waits. */
export function backoffNeverWaits(part: Part): readonly Found[] {
  const { id, flags } = part.spec
  const { intensity } = flags
  if (intensity === 'infinity' || intensity > 1) return []
  const why =
    intensity === 0
      ? `${id} gives up at the first failure (intensity is 0)`
      : `the first restart never waits, and at the second ${id} gives up (intensity is 1)`
  return alikeByBackoff(part).map(({ members, path }) => ({
    name: 'backoff-never-waits',
    path,
    key: 'backoff',
    message: `If ${anyOf(members.map((member) => member.id))} fails at once, backoff is of no use: ${why}.`,
    fix: `Write a larger intensity in ${id}, with a period that is long enough for the waits; or leave backoff out.`,
    numbers: { intensity },
  }))
}
