import { EXIT, type ExitCode } from '../exit-codes.ts'
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
export const simulateTree = async (tree: string | undefined, options: SimulateOptions, io: Io): Promise<ExitCode> => {
  const { scenario, batch, json = false } = options
  if (batch !== undefined) return await simulateBatch(batch, io)
  if (tree !== undefined && scenario !== undefined) return await simulateOne({ tree, scenario, json }, io)
  const fix = 'write otp-sup simulate TREE --scenario FILE, or otp-sup simulate --batch FILE'
  io.stderr.write(errorText({ what: 'a simulation needs a tree and a scenario', where: 'the command line', fix }))
  return EXIT.usage
}
