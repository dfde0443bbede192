// Reads a failure: the same words as the exit of a scenario, and the same complaints.
import type { ProcessEnd } from '../exit-reason.ts'
import { checkScenario } from '../simulate/check-scenario.ts'
import { type Reading, readDuration } from '../simulate/reading.ts'
import type { ScenarioProblem } from '../simulate/scenario.ts'
import type { SupervisorChildSpec } from '../spec/child-spec.ts'
import { isOneShot } from '../spec/one-shot.ts'
import { shown } from '../spec/plain-data.ts'
import type { CheckedFailure, Failure } from './explanation.ts'
import { nodeAt, supervisorsAbove } from './node-at.ts'

/** What is wrong with a failure. */
export type FailureProblem = Pick<ScenarioProblem, 'message' | 'fix'> & {
  /** Which part of it. */
  readonly key: keyof Failure
}

/** More would only be more of the same. */
const MOST_TIMES = 1000

/** So many children are made of a template, at most: the others fail alike. */
const MOST_MADE = 1000

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
  if (end !== null) checkNumbers(path, root, report)
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

/** A child of a template that is to fail is there when all with smaller numbers are. */
const checkNumbers = (path: string, root: SupervisorChildSpec, report: Report): void => {
  for (const supervisor of supervisorsAbove(path)) {
    const spec = nodeAt(root, supervisor)
    if (spec?.type !== 'supervisor' || spec.template === null) continue
    checkNumber(numberBelow(path, supervisor), spec.maxChildren, (message, fix) =>
      report('path', `There is no child ${numberBelow(path, supervisor)} of ${supervisor}: ${message}`, fix),
    )
  }
}

const checkNumber = (
  number: number,
  maxChildren: number | null,
  report: (message: string, fix: string) => void,
): void => {
  if (maxChildren !== null && number > maxChildren)
    report(`it has at most ${maxChildren} (maxChildren).`, `Write a number from 1 to ${maxChildren}.`)
  else if (number > MOST_MADE) report(`so many are not made.`, `Write a number from 1 to ${MOST_MADE}: all fail alike.`)
}

/** The number of the child on the way from a supervisor to a path: 7 in `pool/room@7`. */
const numberBelow = (path: string, supervisor: string): number => {
  const [child = ''] = path.slice(supervisor.length + 1).split('/')
  return Number(child.slice(child.lastIndexOf('@') + 1))
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
