// Our side: the simulation, through the same door as `otp-sup simulate --batch`.
import { runBatch } from '@otp-sup/core/testing'
import type { Case } from './case.ts'
import type { EventLine } from './event-line.ts'

/** The events of a case, `simulation.ended` last. */
export function simulated({ tree, steps }: Case): EventLine[] {
  const output = runBatch(JSON.stringify({ case: 0, tree, scenario: { steps } }), { cwd: '/' })
  const events = output.map((line) => JSON.parse(line) as EventLine)
  if (events.at(-1)?.type !== 'simulation.ended') throw new Error(`The case was refused: ${output.at(-1)}`)
  return events
}
