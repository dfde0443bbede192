import {
  describeExit,
  type Operation,
  type OperationAnswer,
  type OperationResult,
  type TreeInfo,
} from '@otp-sup/core/client'
import { errorText } from './error-text.ts'

const ASKED: Readonly<Record<Operation, string>> = {
  start: 'is being started',
  stop: 'is being stopped',
  restart: 'is being restarted',
}

/** So many paths are named in one line. */
const MOST_NAMED = 5

/** A tree, as commands that change it name it. */
export function treeName({ name, file }: Pick<TreeInfo, 'name' | 'file'>): string {
  return file === null ? name : `${name} (${file})`
}

/** What became of each child: a line each; what failed in three. */
export function operationText(
  operation: Operation,
  { done, paths, results, leftAlone }: OperationAnswer,
  info: TreeInfo,
): { readonly done: string; readonly failed: string } {
  const lines = done ? doneLines(results) : [`${ASKED[operation]}: ${listed(paths)}`]
  const alone = leftAlone.length === 0 ? [] : [aloneLine(leftAlone)]
  const failed = results.filter(({ result }) => result === 'refused').map((each) => failure(operation, each))
  return {
    done: [`tree ${treeName(info)}`, ...lines, ...alone].map((line) => `${line}\n`).join(''),
    failed: failed.join(''),
  }
}

function doneLines(results: readonly OperationResult[]): readonly string[] {
  if (results.length === 0) return ['nothing to do']
  return results.filter(({ result }) => result !== 'refused').map(lineOf)
}

function lineOf({ path, result, message, pid, incarnation }: OperationResult): string {
  const how = result === 'restarted' && message === 'killed' ? `${result} (it had to be killed)` : result
  const process = pid === null ? '' : `: pid ${pid}, start ${incarnation}`
  return `${path} ${how}${process}`
}

function aloneLine(paths: readonly string[]): string {
  return `left alone, though they depend on it: ${listed(paths)} (--with-dependents takes them along)`
}

/** Some paths, and how many more. */
export function listed(paths: readonly string[]): string {
  const more = paths.length - MOST_NAMED
  return more > 0 ? `${paths.slice(0, MOST_NAMED).join(', ')} and ${more} more` : paths.join(', ')
}

function failure(operation: Operation, { path, error, message, exit }: OperationResult): string {
  const why = exit === null ? (message ?? error ?? 'refused') : `it ${describeExit(exit)}`
  return errorText({
    what: `cannot ${operation} ${path}: ${why.replace(/\.$/, '')}`,
    where: `${path} (${error})`,
    fix: `otp-sup why ${path} tells more`,
  })
}
