// Many simulations in one go: a case a line in, its events a line each out. A bad case harms no other.
import { UnsettledError } from '../errors.ts'
import { checkSpec } from '../spec/check-spec.ts'
import { nearest } from '../spec/nearest.ts'
import { isRecord, shown } from '../spec/plain-data.ts'
import { checkScenario } from './check-scenario.ts'
import { keyTwice } from './key-twice.ts'
import { type Simulation, simulateChecked } from './simulate.ts'

type Fault = { readonly message: string; readonly fix: string }

/** Where a line comes from. */
export type BatchOptions = {
  /** What relative paths in its tree are relative to. */
  readonly cwd: string
  /** Its number, which a refusal tells. @defaultValue it is not told */
  readonly line?: number
}

/** The output lines of one input line `{ "case": any, "tree": {…}, "scenario": {…} }`, as JSON texts. */
export function runBatch(line: string, options: BatchOptions): readonly string[] {
  const parsed = parse(line)
  if ('fault' in parsed) return [refused(null, [parsed.fault], options)]
  const { entry } = parsed
  const name = entry['case'] ?? null
  const slip = twice(line, entry) ?? slipOf(entry)
  const result = slip === null ? run(entry, options) : { problems: [slip] }
  if ('problems' in result) return [refused(name, result.problems, options)]
  return [...result.events, result.end].map((each) => JSON.stringify({ case: name, ...each }))
}

const run = (
  entry: Readonly<Record<string, unknown>>,
  options: BatchOptions,
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

/** What is nested deeper than this is no case, and could not be written out again. A tree of 64 levels needs 130. */
const MOST_LEVELS = 1_000

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1)))

const refused = (name: unknown, problems: readonly object[], { line }: BatchOptions): string =>
  JSON.stringify({ type: 'simulation.refused', case: name, line, problems })

const FORM = 'Write { "case": …, "tree": {…}, "scenario": {…} } on one line.'

const parse = (line: string): { readonly entry: Readonly<Record<string, unknown>> } | { readonly fault: Fault } => {
  try {
    const entry: unknown = JSON.parse(line)
    if (isDeeper(entry, MOST_LEVELS)) return { fault: { message: 'This line is nested too deeply.', fix: FORM } }
    if (!isRecord(entry)) return { fault: { message: `A case is an object, not ${shown(entry)}.`, fix: FORM } }
    return { entry }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    const why = said.replace('(line 1 column', '(column') // of its own line, which is not the first of the batch
    return { fault: { message: `This line is no JSON: ${why}.`, fix: FORM } }
  }
}

/** The same rule as for tree files: of two keys of one name nobody knows which is meant. */
const twice = (line: string, entry: unknown): Fault | null => {
  const key = keyTwice(line, entry)
  if (key === null) return null
  return { message: `The key ${JSON.stringify(key)} stands twice in one object.`, fix: 'Remove one of them.' }
}

/** Other keys are the user's own, but for those that are nearly one of ours: nothing would be simulated, silently. */
const slipOf = (entry: Readonly<Record<string, unknown>>): Fault | null => {
  const missing = ['tree', 'scenario', 'case'].filter((key) => !Object.hasOwn(entry, key))
  for (const key of Object.keys(entry)) {
    const meant = nearest(key, missing)
    if (meant !== null && key !== meant && !['tree', 'scenario', 'case'].includes(key))
      return { message: `"${key}" means nothing here.`, fix: `Did you mean "${meant}"?` }
  }
  return missing.includes('tree') ? { message: 'This case has no tree.', fix: FORM } : null
}
