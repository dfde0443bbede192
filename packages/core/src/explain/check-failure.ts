// Reads a failure: the same words as the exit of a scenario, and the same complaints.
import type { ProcessEnd } from '../exit-reason.ts'
import { checkScenario } from '../simulate/check-scenario.ts'
import { type Reading, readDuration } from '../simulate/reading.ts'
import type { ScenarioProblem } from '../simulate/scenario.ts'
import type { SupervisorChildSpec } from '../spec/child-spec.ts'
import { shown } from '../spec/plain-data.ts'
import type { CheckedFailure, Failure } from './explanation.ts'
import { isOneShot, nodeAt } from './node-at.ts'

/** What is wrong with a failure. */
export type FailureProblem = Pick<ScenarioProblem, 'message' | 'fix'> & {
  /** Which part of it. */
  readonly key: keyof Failure
}

/** More would only be more of the same. */
const MOST_TIMES = 1000

/** Checks a failure for one tree. */
export function checkFailure(
  failure: Failure,
  root: SupervisorChildSpec,
):
  | { readonly ok: true; readonly failure: CheckedFailure }
  | { readonly ok: false; readonly problems: readonly FailureProblem[] } {
  const problems: FailureProblem[] = []
  const report: Report = (key, message, fix) => void problems.push({ key, message, fix })
  const { path } = failure
  const end = readEnd(failure, root, report)
  const times = readTimes(failure, report)
  const problem: Reading['problem'] = (_key, message, fix) => report('every', message, fix)
  const everyMs = readDuration(failure.every, 'every', { problem })
  return end === null || problems.length > 0
    ? { ok: false, problems }
    : { ok: true, failure: { path, end, times, everyMs } }
}

type Report = (key: keyof Failure, message: string, fix: string) => void

const readTimes = ({ times = 1 }: Failure, report: Report): number => {
  if (!Number.isSafeInteger(times) || times < 1 || times > MOST_TIMES)
    report('times', `times is ${shown(times)}.`, `Write a whole number, 1 to ${MOST_TIMES}.`)
  return times
}

const readEnd = (
  { path, end = { code: 1 } }: Failure,
  root: SupervisorChildSpec,
  report: Report,
): ProcessEnd | null => {
  const checked = checkScenario({ steps: [{ exit: path, ...end }] }, root)
  if (!checked.ok) {
    for (const { message, fix, at } of checked.problems) report(at.at(-1) === 'exit' ? 'path' : 'end', message, fix)
    return null
  }
  if (isOneShot(nodeAt(root, path))) {
    const message = `"${path}" is a one-shot: when the tree is up it is done, and nothing of it can end any more.`
    report('path', message, 'Let its start fail, by simulate and a step failStart.')
  }
  const [step] = checked.scenario.steps
  return step?.kind === 'exit' ? step.end : null
}
