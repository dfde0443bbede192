// Every trace of real OTP in traces/ that a tree of processes can have, line by line. Left out, with the reason:
//   S06         its window counts whole seconds; ours counts milliseconds, on purpose (docs/otp.md)
//   S11d        children that take 200 ms to stop, side by side: test/contract/simple-one-for-one.test.ts
//   S12f        specs that are refused: no trace, the spec's own tests have them
//   S14d        `ignore`: a process that was started is never no process
//   S00, S16, S18 to S21   a table, strangers and orphans, applications, report fields, code_change, refusals:
//               nothing that a tree does by itself
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasErlang, NO_ERLANG, type OtpRunner, startOtp } from './differential/otp-runner.ts'
import { observedLines } from './observed-lines.ts'
import { callAndStopScenarios } from './scenarios/calls-and-stops.ts'
import type { OtpScenario } from './scenarios/otp-scenario.ts'
import { restartScenarios } from './scenarios/restarts.ts'
import { supervisorScenarios } from './scenarios/supervisors.ts'
import { simulated } from './simulated.ts'
import { readTrace, toShortLines } from './trace-lines.ts'

const scenarios = [...restartScenarios, ...supervisorScenarios, ...callAndStopScenarios]

function expectedLines({ file, title, differs }: OtpScenario): readonly string[] {
  const real = readTrace(file, title)
  return differs === undefined ? real : differs.ours(real)
}

describe('the simulation does what real OTP did', () => {
  it.each(scenarios)('$title', (scenario) => {
    const lines = toShortLines(observedLines(simulated(scenario.tested), scenario.tested))
    expect(lines).toEqual(expectedLines(scenario))
  })
})

// The differential test trusts its Erlang side; here is why it may.
const runnerTitle = 'the Erlang runner of the differential test does what real OTP did'
describe.skipIf(!hasErlang())(`${runnerTitle}${hasErlang() ? '' : NO_ERLANG}`, () => {
  let otp: OtpRunner
  beforeAll(() => {
    otp = startOtp()
  })
  afterAll(() => otp.stop())

  it.each(scenarios.filter(({ takesTime }) => takesTime !== true))('$title', async (scenario) => {
    expect(toShortLines(await otp.run(scenario.tested))).toEqual(expectedLines(scenario))
  })
})
