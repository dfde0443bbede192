// Many simulations in one go: a case a line in, its events a line each out. A bad case harms no other.
import { UnsettledError } from '../errors.ts'
import { checkSpec } from '../spec/check-spec.ts'
import { isRecord } from '../spec/plain-data.ts'
import { checkScenario } from './check-scenario.ts'
import { simulate } from './simulate.ts'

/** The output lines of one input line `{ "case": any, "tree": {…}, "scenario": {…} }`, as JSON texts. */
export function runBatch(line: string, options: { readonly cwd: string }): readonly string[] {
  const parsed = parse(line)
  if (!parsed.ok) return [refused(null, [{ message: parsed.message, fix: 'Write one JSON object a line.' }])]
  const { value } = parsed
  if (!isRecord(value)) {
    return [
      refused(null, [{ message: 'A case is an object.', fix: 'Write { "case": …, "tree": {…}, "scenario": {…} }.' }]),
    ]
  }
  const name = value['case'] ?? null
  const tree = checkSpec(value['tree'], options)
  if (!tree.ok) return [refused(name, tree.problems)]
  const checked = checkScenario(value['scenario'] ?? {}, tree.spec)
  if (!checked.ok) return [refused(name, checked.problems)]
  try {
    const { events, end } = simulate(tree.spec, checked.scenario)
    return [...events, end].map((each) => JSON.stringify({ case: name, ...each }))
  } catch (error) {
    if (!(error instanceof UnsettledError)) throw error
    return [refused(name, [{ message: error.message, fix: 'Give the scenario an "until".' }])]
  }
}

const refused = (name: unknown, problems: readonly object[]): string =>
  JSON.stringify({ type: 'simulation.refused', case: name, problems })

const parse = (
  line: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string } => {
  try {
    return { ok: true, value: JSON.parse(line) as unknown }
  } catch (error) {
    return { ok: false, message: `This line is no JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
}
