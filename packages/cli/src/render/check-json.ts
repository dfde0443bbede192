import { type SupervisorChildSpec, startTime, stopTime } from '@otp-sup/core'
import type { Exploration } from '@otp-sup/core/testing'
import { sizeOf } from './check-report.ts'
import type { ShownLint, ShownProblem } from './problems.ts'

/** What was seen of a tree file; advice and exploration are null when nobody asked for them. */
type Seen =
  | {
      readonly ok: true
      readonly spec: SupervisorChildSpec
      readonly warnings: readonly ShownLint[]
      readonly advice: readonly ShownLint[] | null
      readonly exploration: Exploration | null
    }
  | { readonly ok: false; readonly problems: readonly ShownProblem[] }

/** One line about one tree file, for programs. Fields are only ever added. */
export function checkJson(file: string, seen: Seen): string {
  return `${JSON.stringify({ version: 1, file, ok: seen.ok, ...(seen.ok ? ofTree(seen) : ofProblems(seen)) })}\n`
}

function ofTree({ spec, warnings, advice, exploration }: Extract<Seen, { readonly ok: true }>): object {
  const tree = { ...sizeOf(spec), startMs: startTime(spec).ms, stopMs: stopTime(spec).ms }
  return { problems: [], warnings: warnings.map(found), advice: advice?.map(found) ?? null, exploration, tree }
}

function ofProblems({ problems }: Extract<Seen, { readonly ok: false }>): object {
  return { problems: problems.map(found), warnings: [], advice: null, exploration: null, tree: null }
}

function found({ message, fix, path, key, file, line, column, ...lint }: ShownProblem & Partial<ShownLint>): object {
  return { file, line, column, path, key, ...lint, message, fix }
}
