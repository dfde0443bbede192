import { countWords, durationWords } from '../../spec/duration-words.ts'
import { isOneShot } from '../../spec/one-shot.ts'
import type { Found } from '../lint.ts'
import { type Member, type Part, restartedIn } from '../parts.ts'
import { roomy } from '../words.ts'

/** How many crashes of one leaf it takes until the root gives up, and how fast they must follow each other. */
export function escalationMultiplies(part: Part): readonly Found[] {
  const levels = levelsOf(part)
  const leaf = restartedIn(part).find(isPlainLeaf)
  if (levels.length < 2 || leaf === undefined) return []
  const longestLifeMs = longestLife(levels)
  if (longestLifeMs === null) return []
  const crashes = levels.reduce((product, { intensity }) => product * (intensity + 1), 1)
  const factors = levels.toReversed().map(({ intensity }) => intensity + 1)
  return [
    {
      name: 'escalation-multiplies',
      path: part.path,
      key: 'intensity',
      message: `${leaf.id} must crash ${countWords(crashes)} times (${factors.join(' × ')}) within ${durationWords(crashes * longestLifeMs)} until ${levels.at(-1)?.id} gives up; if it lives longer than ${durationWords(longestLifeMs)} each time, it never does.`,
      fix: fixFor(levels),
      numbers: { crashes, longestLifeMs },
    },
  ]
}

function isPlainLeaf(member: Member): boolean {
  return member.spec.type === 'worker' && member.spec.backoff === null && !isOneShot(member.spec)
}

type Level = { readonly id: string; readonly intensity: number; readonly periodMs: number }

/** From the innermost to the root; none when one of them stops the escalation, or waits. */
function levelsOf(part: Part): readonly Level[] {
  const levels: Level[] = []
  for (let at: Part | null = part; at !== null; at = at.parent) {
    const { id, flags, restart, backoff } = at.spec
    const isPassedOn = at.parent === null || (restart === 'permanent' && backoff === null)
    if (flags.intensity === 'infinity' || !isPassedOn) return []
    levels.push({ id, intensity: flags.intensity, periodMs: flags.periodMs })
  }
  return levels
}

/** One that lives so long each time escalates to the root, one that lives longer does not; null: the first crash does. */
function longestLife(levels: readonly Level[]): number | null {
  let longest: number | null = null
  let crashesBelow = 1
  for (const { intensity, periodMs } of levels) {
    const here = Math.floor(periodMs / (intensity * crashesBelow))
    if (intensity > 0) longest = Math.min(longest ?? here, here)
    crashesBelow *= intensity + 1
  }
  return longest
}

/** What lets the parent give up whenever its child does so again and again. */
function fixFor([inner, outer]: readonly Level[]): string {
  if (inner === undefined || outer === undefined) return ''
  const fewer = `a smaller intensity in ${inner.intensity === 0 ? outer.id : inner.id}`
  const slowestMs = outer.intensity * (inner.intensity + 1) * (inner.periodMs / Math.max(inner.intensity, 1))
  if (inner.intensity === 0 || slowestMs <= outer.periodMs) return `For fewer crashes write ${fewer}.`
  return `Write period: "${roomy(slowestMs)}" in ${outer.id}, so that it counts whenever ${inner.id} gives up; for fewer crashes ${fewer}.`
}
