import type { SupervisorChildSpec } from '@otp-sup/core'
import { checkScenario, type Scenario, type ScenarioProblem } from '@otp-sup/core/testing'
import { isNode, LineCounter, parseDocument } from 'yaml'
import type { ShownProblem } from '../render/problems.ts'

/** A scenario for one tree, or everything that is wrong with its text. JSON is YAML, so one parser reads both. */
export const readScenario = (
  text: string,
  file: string,
  tree: SupervisorChildSpec,
):
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly ShownProblem[] } => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false })
  const placeAt = (offset: number | undefined) => {
    if (offset === undefined) return { file }
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col }
  }
  if (document.errors.length > 0) {
    const fix = 'Write the scenario as YAML or JSON.'
    return { ok: false, problems: document.errors.map(({ message, pos }) => ({ message, fix, ...placeAt(pos[0]) })) }
  }
  const checked = checkScenario(document.toJS() as unknown, tree)
  if (checked.ok) return checked
  const problems = checked.problems.map((problem) => {
    const node = document.getIn(problem.at, true)
    return {
      message: problem.message,
      fix: problem.fix,
      path: keyPath(problem),
      ...placeAt(isNode(node) ? node.range?.[0] : undefined),
    }
  })
  return { ok: false, problems }
}

// `steps[3].at`
const keyPath = ({ at }: ScenarioProblem): string =>
  at.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${key}`)).join('')
