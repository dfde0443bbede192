import { EXIT, type ExitCode } from '../exit-codes.ts'
import { treeFile } from '../found-tree.ts'
import type { Io } from '../io.ts'
import { errorText } from '../render/error-text.ts'
import { simulateBatch } from './simulate-batch.ts'
import { simulateOne } from './simulate-one.ts'

/** What the user chose. */
export type SimulateOptions = {
  readonly scenario?: string | undefined
  readonly batch?: string | undefined
  readonly json?: boolean | undefined
}

/** `otp-sup simulate`: a tree and a scenario, or a batch of them. */
export const simulateTree = async (named: string | undefined, options: SimulateOptions, io: Io): Promise<ExitCode> => {
  const { scenario, batch, json = false } = options
  if (batch !== undefined) {
    if (named === undefined && scenario === undefined) return await simulateBatch(batch, io)
    return wrongUse(`--batch has its trees and scenarios in its lines, and takes no ${named ?? '--scenario'}`, io)
  }
  if (scenario === undefined) return wrongUse('a simulation needs a scenario', io)
  const tree = await treeFile(named, io)
  return tree === null ? EXIT.usage : await simulateOne({ tree, scenario, json }, io)
}

const wrongUse = (what: string, io: Io): ExitCode => {
  const fix = 'write otp-sup simulate TREE --scenario FILE, or otp-sup simulate --batch FILE'
  io.stderr.write(errorText({ what, where: 'the command line', fix }))
  return EXIT.usage
}
