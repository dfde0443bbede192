// Many simulations in one go: a case a line in, its events a line each out. A bad case harms no other.
import { UnsettledError } from '../errors.ts'
import { checkSpec } from '../spec/check-spec.ts'
import { isRecord } from '../spec/plain-data.ts'
import { checkScenario } from './check-scenario.ts'
import { type Simulation, simulateChecked } from './simulate.ts'

type Fault = { readonly message: string; readonly fix: string }

/** The output lines of one input line `{ "case": any, "tree": {…}, "scenario": {…} }`, as JSON texts. */
export function runBatch(line: string, options: { readonly cwd: string }): readonly string[] {
  const parsed = parse(line)
  if ('fault' in parsed) return [refused(null, [parsed.fault])]
  const name = parsed.entry['case'] ?? null
  const result = run(parsed.entry, options)
  if ('problems' in result) return [refused(name, result.problems)]
  return [...result.events, result.end].map((each) => JSON.stringify({ case: name, ...each }))
}

const run = (
  entry: Readonly<Record<string, unknown>>,
  options: { readonly cwd: string },
): Simulation | { readonly problems: readonly Fault[] } => {
  const tree = checkSpec(entry['tree'], options)
  if (!tree.ok) return tree
  const checked = checkScenario(entry['scenario'] ?? {}, tree.spec)
  if (!checked.ok) return checked
  try {
    return simulateChecked(tree.spec, checked.scenario)
  } catch (error) {
    if (!(error instanceof UnsettledError)) throw error
    return { problems: [{ message: error.message, fix: 'Write for example "until": "60s".' }] }
  }
}

const refused = (name: unknown, problems: readonly object[]): string =>
  JSON.stringify({ type: 'simulation.refused', case: name, problems })

const parse = (line: string): { readonly entry: Readonly<Record<string, unknown>> } | { readonly fault: Fault } => {
  const form = 'Write { "case": …, "tree": {…}, "scenario": {…} } on one line.'
  try {
    const entry: unknown = JSON.parse(line)
    return isRecord(entry) ? { entry } : { fault: { message: 'A case is an object.', fix: form } }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { fault: { message: `This line is no JSON: ${why}.`, fix: form } }
  }
}
