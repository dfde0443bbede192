import { EXIT, type ExitCode } from '../exit-codes.ts'
import { treeFile } from '../found-tree.ts'
import type { Io } from '../io.ts'
import { checkJson } from '../render/check-json.ts'
import { fineTree, timesReport } from '../render/check-report.ts'
import { explorationReport } from '../render/exploration.ts'
import { renderAdvice, renderProblems, renderWarnings } from '../render/problems.ts'
import { examineApart } from '../tree-files/examine-apart.ts'
import type { Examined } from '../tree-files/examine-tree.ts'
import { exploreTree } from './explore-tree.ts'

/** How `check` looks and tells. */
export type CheckHow = {
  readonly deep: boolean
  readonly json: boolean
  /** How many states an exploration looks at; null: as many as it can in a while. */
  readonly states: number | null
}

/** `otp-sup check`: what is right goes to stdout, what is wrong to stderr; as JSON all of it goes to stdout. */
export const checkTrees = async (named: readonly string[], how: CheckHow, io: Io): Promise<ExitCode> => {
  const file = named.length === 0 ? await treeFile(undefined, io) : null
  const files = file === null ? named : [file]
  if (files.length === 0) return EXIT.usage
  const codes: ExitCode[] = []
  for (const each of files) {
    const examined = await examine(each, io)
    await (how.json ? reportJson(each, examined, how, io) : report(each, examined, how, io))
    codes.push(codeOf(examined))
  }
  // Both may be among them: that a file was not looked at at all is the worse answer.
  return codes.find((code) => code === EXIT.usage) ?? codes.find((code) => code !== EXIT.done) ?? EXIT.done
}

/** A tree as it is seen from outside; what its file prints goes to stderr. */
export const examine = (file: string, io: Io): Promise<Examined> =>
  examineApart(file, { onPrinted: (bytes) => void io.stderr.write(bytes) })

const report = async (file: string, examined: Examined, { deep, states }: CheckHow, io: Io): Promise<void> => {
  if (!examined.ok) {
    io.stderr.write(renderProblems(examined.problems))
    return
  }
  const { spec, warnings, advice } = examined
  io.stderr.write(renderWarnings(warnings))
  await io.write(fineTree(file, spec))
  if (!deep) return
  await io.write(timesReport(spec))
  await io.write(explorationReport(await exploreTree(spec, states)))
  await io.write(renderAdvice(advice))
}

const reportJson = async (file: string, examined: Examined, { deep, states }: CheckHow, io: Io): Promise<void> => {
  if (!examined.ok) return io.write(checkJson(file, examined))
  const { advice, spec } = examined
  const found = deep ? { advice, exploration: await exploreTree(spec, states) } : { advice: null, exploration: null }
  return io.write(checkJson(file, { ...examined, ...found }))
}

const codeOf = (examined: Examined): ExitCode => {
  if (examined.ok) return EXIT.done
  return examined.unreadable ? EXIT.usage : EXIT.failed
}
