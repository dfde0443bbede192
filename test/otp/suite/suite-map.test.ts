// The list of OTP's cases is complete: each has a test here that begins with its name, or a reason why not.
import { describe, expect, it } from 'vitest'
import { SUITE_CASES } from './cases.ts'
import { suiteFiles, suiteTests, testsIn } from './suite-titles.ts'

const names = SUITE_CASES.map(({ name }) => name)
const tests = suiteTests()
const isTested = (name: string): boolean => tests.some((test) => test.case === name)

describe("OTP's supervisor_SUITE", () => {
  it('has 93 cases, each of them once', () => {
    expect(names).toHaveLength(93)
    expect(new Set(names).size).toBe(93)
  })

  it('has a test for each case that applies', () => {
    const applying = SUITE_CASES.filter(({ answer }) => answer === 'same' || answer === 'adapted')
    expect(applying.filter(({ name }) => !isTested(name))).toEqual([])
  })

  it('has no test for a case that is said not to apply', () => {
    const reasoned = SUITE_CASES.filter(({ answer }) => answer === 'not applicable')
    expect(reasoned.filter(({ name }) => isTested(name))).toEqual([])
  })
})

describe('the tests', () => {
  it('begin with the name of a case', () => {
    expect(tests.filter((test) => test.case === null || !names.includes(test.case))).toEqual([])
  })

  it('are all run: none is skipped, put off, or conditional', () => {
    for (const { file, text } of suiteFiles())
      expect(text, file).not.toMatch(/\b(?:it|describe)\.(?:skip|todo|only|fails|skipIf|runIf)\b/)
  })

  it('are found wherever they stand, but not in comments', () => {
    const text = ["it('a_b: does', async () => {", "// it('c: is not', () => {", "  it('no case', () => {"].join('\n')
    expect(testsIn('x', text)).toEqual([
      { file: 'x', case: 'a_b', what: 'does' },
      { file: 'x', case: null, what: 'no case' },
    ])
  })
})
