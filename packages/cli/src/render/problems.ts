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

/** What is shown of a lint. */
export type ShownLint = ShownProblem & { readonly name: string }

/** As {@link renderProblems}, for what is allowed and hardly meant, with the names to look it up by. */
export function renderWarnings(warnings: readonly ShownLint[]): string {
  return renderProblems(
    warnings.map(({ name, ...lint }) => ({ ...lint, message: `warning: ${lint.message} [${name}]` })),
  )
}

/** What is worth knowing: a result, and no error. */
export function renderAdvice(advice: readonly ShownLint[]): string {
  return advice
    .map((lint) => {
      const what = `advice: ${visible(lint.message)} [${lint.name}]`
      return `${what}\n  where: ${visible(whereOf(lint))}\n  fix: ${visible(lint.fix)}\n`
    })
    .join('')
}
