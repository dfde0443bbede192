import { errorText } from './error-text.ts'
import { visible } from './visible.ts'

/** What is shown of a problem of a spec or of a tree file. */
export type ShownProblem = {
  readonly message: string
  readonly fix: string
  /** The tree path, ids joined by `/`. */
  readonly path?: string
  /** The option. */
  readonly key?: string
  readonly file?: string | null
  readonly line?: number | null
  readonly column?: number | null
}

/** Problems for people, three lines each: what, where (`tree.json:4:18 (shop/db: restart)`), how to fix. */
export function renderProblems(problems: readonly ShownProblem[]): string {
  return problems
    .map((problem) =>
      errorText({ what: visible(problem.message), where: visible(whereOf(problem)), fix: visible(problem.fix) }),
    )
    .join('')
}

function whereOf({ file, line, column, path = '', key = '' }: ShownProblem): string {
  const inFile = [file, line, column].filter((part) => part !== null && part !== undefined).join(':')
  const inTree = [path, key].filter((part) => part !== '').join(': ')
  if (inFile === '') return inTree === '' ? 'the tree' : inTree
  return inTree === '' ? inFile : `${inFile} (${inTree})`
}

/** As {@link renderProblems}, for what is allowed and hardly meant. */
export function renderWarnings(warnings: readonly ShownProblem[]): string {
  return renderProblems(warnings.map((warning) => ({ ...warning, message: `warning: ${warning.message}` })))
}
