import type { SupervisorChildSpec } from '@otp-sup/core'
import { type CheckedScenario, checkScenario, type ScenarioProblem } from '@otp-sup/core/testing'
import type { ShownProblem } from '../render/problems.ts'
import { parseJsonTree } from '../tree-files/config/json-tree.ts'
import { EMPTY, type TextTree } from '../tree-files/config/text-tree.ts'
import { parseYamlTree } from '../tree-files/config/yaml-tree.ts'

/** A scenario for one tree, or everything that is wrong with its text, which is YAML or JSON. */
export const readScenario = (
  text: string,
  file: string,
  tree: SupervisorChildSpec,
):
  | { readonly ok: true; readonly scenario: CheckedScenario }
  | { readonly ok: false; readonly problems: readonly ShownProblem[] } => {
  const read = parsed(text)
  if (!read.ok) return { ok: false, problems: read.problems.map((problem) => inWords(problem, file)) }
  const checked = checkScenario(read.value, tree)
  if (checked.ok) return checked
  const problems = checked.problems.map((problem) => {
    const { message, fix, at } = problem
    return { message, fix, path: keyPath(problem), file, ...read.placeOf(at) }
  })
  return { ok: false, problems }
}

const inWords = (problem: ShownProblem, file: string): ShownProblem =>
  problem.message === EMPTY ? { ...problem, file, fix: 'Write steps: [].' } : { ...problem, file }

// JSON is YAML, but for the tabs that some indent it by.
const parsed = (text: string): TextTree => {
  const asJson = parseJsonTree(text)
  return asJson.ok ? asJson : parseYamlTree(text)
}

// `steps[3].at`
const keyPath = ({ at }: ScenarioProblem): string =>
  at.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${key}`)).join('')
