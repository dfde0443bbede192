import type { SupervisorChildSpec } from '@otp-sup/core'
import { type CheckedScenario, simulateChecked, UnsettledError } from '@otp-sup/core/testing'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { findTree } from '../found-tree.ts'
import type { Io } from '../io.ts'
import { errorText, unreadableText } from '../render/error-text.ts'
import { renderProblems } from '../render/problems.ts'
import { timeline, timelineEnd } from '../render/timeline.ts'
import { isSystemError } from '../system-error.ts'
import { readScenario } from './read-scenario.ts'

/** Files of a tree and a scenario. */
export type SimulatedFiles = { readonly tree: string; readonly scenario: string; readonly json: boolean }

/** Runs one tree through one scenario and prints what happened. */
export const simulateOne = async ({ tree, scenario, json }: SimulatedFiles, io: Io): Promise<ExitCode> => {
  const found = await findTree(tree, io)
  const checked = found === null ? null : await findScenario(scenario, found.spec, io)
  if (found === null || checked === null) return EXIT.usage
  try {
    const { events, end } = simulateChecked(found.spec, checked)
    const lines = json ? [...events, end].map((line) => JSON.stringify(line)) : [...timeline(events), timelineEnd(end)]
    await io.write(lines.map((line) => `${line}\n`).join(''))
    return EXIT.done
  } catch (error) {
    if (!(error instanceof UnsettledError)) throw error
    io.stderr.write(
      errorText({
        what: error.message,
        where: scenario === '-' ? 'stdin' : scenario,
        fix: 'add an end, for example until: 60s',
      }),
    )
    return EXIT.usage
  }
}

const findScenario = async (file: string, tree: SupervisorChildSpec, io: Io): Promise<CheckedScenario | null> => {
  try {
    const read = readScenario(await io.read(file), file === '-' ? 'stdin' : file, tree)
    if (read.ok) return read.scenario
    io.stderr.write(renderProblems(read.problems))
  } catch (error) {
    if (!isSystemError(error)) throw error
    io.stderr.write(unreadableText(file, '--scenario', error.code))
  }
  return null
}
