// Smallest cases that say much: counter-examples that were found, and one for each behaviour that is easy to get wrong.
// Beside each lies what real OTP did. A new one: its .json here, then `npx vitest run test/otp/regressions --update=all`
// where Erlang is installed.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Case } from './case.ts'
import { comparable } from './differential/compare.ts'
import { hasErlang, NO_ERLANG, type OtpRunner, startOtp } from './differential/otp-runner.ts'
import { observedLines } from './observed-lines.ts'
import { simulated } from './simulated.ts'

const folder = fileURLToPath(new URL('differential/regressions/', import.meta.url))

const regressions = globSync(`${folder}*.json`).map((file) => {
  const { story, ...tested }: Case & { readonly story: string } = JSON.parse(readFileSync(file, 'utf8'))
  return [`${basename(file, '.json')}: ${story}`, file.replace(/json$/, 'txt'), tested] as const
})

const textOf = (lines: readonly string[]): string => `${comparable(lines).join('\n')}\n`

describe('the simulation does what real OTP did', () => {
  it.each(regressions)('%s', (_story, traceFile, tested) => {
    expect(existsSync(traceFile), 'Real OTP has not been asked yet.').toBe(true)
    expect(textOf(observedLines(simulated(tested), tested))).toBe(readFileSync(traceFile, 'utf8'))
  })
})

describe.skipIf(!hasErlang())(`real OTP still does so${hasErlang() ? '' : NO_ERLANG}`, () => {
  let otp: OtpRunner
  beforeAll(() => {
    otp = startOtp()
  })
  afterAll(() => otp.stop())

  it.each(regressions)('%s', async (_story, traceFile, tested) => {
    await expect(textOf(await otp.run(tested))).toMatchFileSnapshot(traceFile)
  })
})
