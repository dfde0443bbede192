import {
  checkFailure,
  type Explanation,
  explainChecked,
  type Failure,
  type FailureProblem,
  UnsettledError,
} from '@otp-sup/core/testing'
import { EXIT, type ExitCode, exitCodeOf } from '../exit-codes.ts'
import { findTree, treeFile } from '../found-tree.ts'
import type { Io } from '../io.ts'
import { errorText } from '../render/error-text.ts'
import { explainText } from '../render/explain.ts'
import { ink } from '../render/paragraph.ts'
import type { LoadedTree } from '../tree-files/load-tree-file.ts'
import { isTreeName, wrongName } from '../tree-name.ts'
import { readFailure } from './read-failure.ts'

/** What the user chose. */
export type ExplainOptions = {
  readonly if: string
  readonly times?: string | undefined
  readonly every?: string | undefined
  readonly json?: boolean | undefined
  /** What the tree is called, instead of its root's id. */
  readonly name?: string | undefined
}

/** `otp-sup explain`: a tree file and a failure in, what happens out. */
export const explainTree = async (named: string | undefined, options: ExplainOptions, io: Io): Promise<ExitCode> => {
  const { name } = options
  if (name !== undefined && !isTreeName(name)) return wrongName(name, io)
  const failure = readFailure(options)
  if (!failure.ok) {
    io.stderr.write(errorText({ ...failure.wrong, where: '--if' }))
    return EXIT.usage
  }
  const file = await treeFile(named, io)
  const tree = file === null ? null : await findTree(file, io)
  return tree === null ? EXIT.usage : await explainIn(tree, failure.failure, options, io)
}

const explainIn = async (
  { spec, file }: LoadedTree,
  failure: Failure,
  { json = false, name }: ExplainOptions,
  io: Io,
): Promise<ExitCode> => {
  const checked = checkFailure(failure, spec)
  if (!checked.ok) {
    io.stderr.write(checked.problems.map(problemText).join(''))
    return EXIT.usage
  }
  try {
    const explanation = called(explainChecked(spec, checked.failure), name)
    await io.write(json ? asJson(explanation) : asText(explanation, io))
    return EXIT.done
  } catch (error) {
    if (!(error instanceof UnsettledError)) throw error
    io.stderr.write(errorText({ what: error.message, where: file, fix: 'try it by simulate, with until: 60s' }))
    return EXIT.usage
  }
}

const WHERE: Readonly<Record<FailureProblem['key'], string>> = {
  path: '--if',
  end: '--if',
  times: '--times',
  every: '--every',
}

const problemText = ({ key, message, fix }: FailureProblem): string =>
  errorText({ what: message, where: WHERE[key], fix })

const called = (explanation: Explanation, name: string | undefined): Explanation => {
  if (name === undefined) return explanation
  const events = explanation.events.map((event) => (event.type === 'tree.starting' ? { ...event, name } : event))
  return { ...explanation, tree: name, events }
}

/** What `run` would end with; null when the tree still runs. */
const codeOf = ({ end }: Explanation): ExitCode | null =>
  end.outcome === 'running' ? null : exitCodeOf(end.outcome, end.gaveUp !== null)

const asJson = (explanation: Explanation): string =>
  `${JSON.stringify({ ...explanation, end: { ...explanation.end, exitCode: codeOf(explanation) } }, null, 2)}\n`

const asText = (explanation: Explanation, io: Io): string =>
  explainText(explanation, codeOf(explanation), ink(io.color.stdout))
