import { parseDuration } from '../spec/duration.ts'
import { isRecord, shown } from '../spec/plain-data.ts'
import type { CheckedStep, ScenarioProblem } from './scenario.ts'

type Timed = { readonly step: number; readonly at: string; readonly atMs: number }

/** Times go forward, and only plans may stand at 0s: there the tree has not begun. */
export function checkTimes(
  entries: readonly unknown[],
  steps: readonly (CheckedStep | null)[],
): readonly ScenarioProblem[] {
  const problems: ScenarioProblem[] = []
  const add = (step: number, message: string, fix: string): void => {
    problems.push({ step, at: ['steps', step, 'at'], message, fix })
  }
  let last: Timed = { step: 0, at: '0s', atMs: 0 }
  for (const timed of timesOf(entries)) {
    const { step, at, atMs } = timed
    if (atMs < last.atMs) {
      const before = `step ${last.step}, before it, is at ${shown(last.at)}`
      add(step, `at is ${shown(at)}, but ${before}.`, 'Write the steps in the order of their times.')
    } else last = timed
    if (atMs === 0 && isMore(steps[step]))
      add(step, 'Nothing runs at 0s yet.', 'Leave at out, to wait until the tree has booted, or give a later time.')
  }
  return problems
}

const isMore = (step: CheckedStep | null | undefined): boolean => (step?.kind ?? 'plan') !== 'plan'

/** A step that is wrong has its time, too. */
const timesOf = (entries: readonly unknown[]): readonly Timed[] =>
  entries.flatMap((entry, step) => {
    const at = isRecord(entry) ? entry['at'] : undefined
    const atMs = typeof at === 'string' ? parseDuration(at) : null
    return atMs === null ? [] : [{ step, at: String(at), atMs }]
  })
