// Random trees and scenarios, on real OTP supervisors and in our simulation: no difference is allowed. OTP_CASES sets
// how many, OTP_SEED which; a failure prints the seed and the smallest case it shrank to, with both traces.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caseArbitrary } from './differential/case-arbitrary.ts'
import { firstDifference } from './differential/compare.ts'
import { hasErlang, NO_ERLANG, type OtpRunner, startOtp } from './differential/otp-runner.ts'
import { observedLines } from './observed-lines.ts'
import { simulated } from './simulated.ts'

const cases = Number(process.env['OTP_CASES'] ?? 200)
const seed = Number(process.env['OTP_SEED'] ?? Date.now() % 2 ** 31)
const isMissing = !hasErlang()
/** In CI, missing Erlang is a failure, not a reason to skip. */
const isSkipped = isMissing && process.env['CI'] === undefined

describe.skipIf(isSkipped)(`the simulation equals real Erlang${isSkipped ? NO_ERLANG : ''}`, () => {
  let otp: OtpRunner
  beforeAll(async () => {
    if (isMissing) return
    otp = startOtp()
    console.info(`${cases} cases against ${await otp.release}, OTP_SEED=${seed}`)
  })
  afterAll(() => otp?.stop())

  it('in every trace', { timeout: 20_000 + cases * 60 }, async () => {
    expect(isMissing, 'Cannot compare with real Erlang: "escript" is not in PATH. Install erlang-base.').toBe(false)
    const property = fc.asyncProperty(caseArbitrary, async (tested) => {
      const real = await otp.run(tested)
      const difference = firstDifference(tested, real, observedLines(simulated(tested), tested))
      if (difference === null) return
      // A case whose outcome Erlang itself leaves open must not be generated.
      expect(await otp.run(tested), 'Erlang does not do the same twice').toEqual(real)
      throw new Error(difference)
    })
    await fc.assert(property, { numRuns: cases, seed })
  })
})
