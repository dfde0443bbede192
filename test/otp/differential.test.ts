// Random trees and scenarios, on real OTP supervisors and in our simulation: no difference is allowed. OTP_CASES sets
// how many, OTP_SEED which; a failure prints the seed and the smallest case it shrank to, with both traces.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Case } from './case.ts'
import { caseArbitrary } from './differential/case-arbitrary.ts'
import { firstDifference } from './differential/compare.ts'
import { hasErlang, NO_ERLANG, type OtpRunner, startOtp } from './differential/otp-runner.ts'
import { smallest } from './differential/smaller-cases.ts'
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
    const difference = async (tested: Case) => {
      const ours = observedLines(simulated(tested), tested) // first: it refuses what is no case
      return firstDifference(tested, await otp.run(tested), ours)
    }
    const property = fc.asyncProperty(caseArbitrary, async (tested) => (await difference(tested)) === null)
    const { failed, counterexample, numRuns } = await fc.check(property, { numRuns: cases, seed, endOnFailure: false })
    if (!failed) return
    const [found] = counterexample as [Case]
    // A case whose outcome Erlang itself leaves open must not be generated.
    expect(await otp.run(found), 'Erlang does not do the same twice').toEqual(await otp.run(found))
    const small = await smallest(found, (smaller) =>
      difference(smaller).then(
        (text) => text !== null,
        () => false,
      ),
    )
    throw new Error(`Case ${numRuns} of OTP_SEED=${seed} differs. ${await difference(small)}`)
  })
})
