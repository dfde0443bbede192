// docs/supervisor-suite.md is made of the list of cases and the titles of their tests; `vitest --update=all` writes it.
import { expect, it } from 'vitest'
import { SUITE_CASES, type SuiteCase } from '../otp/suite/cases.ts'
import { type SuiteTest, suiteTests } from '../otp/suite/suite-titles.ts'
import { repositoryPath } from './document.ts'

const PATH = 'docs/supervisor-suite.md'
const tests = suiteTests()
const countOf = (answer: SuiteCase['answer']): number => SUITE_CASES.filter((each) => each.answer === answer).length
const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)]
const link = (file: string): string => `[${file.replace('.test.ts', '')}](../test/otp/suite/${file})`

const introduction = (): readonly string[] => [
  "# OTP's own tests, case by case",
  '',
  `Erlang/OTP tests its \`supervisor\` with ${SUITE_CASES.length} cases: \`supervisor_SUITE\`, as of 2025. ${countOf('same')} of them are tests here under`,
  `their own names. ${countOf('adapted')} more are adapted to processes of an operating system; _but_ says what is different. ${countOf('not applicable')} do not`,
  'apply. Where the process is the point, a test runs twice: on virtual processes and',
  'on real ones. [suite-map.test.ts](../test/otp/suite/suite-map.test.ts) checks that no case is missing. This page is',
  'made of [cases.ts](../test/otp/suite/cases.ts) and the titles of the tests.',
]

const row = (each: SuiteCase): readonly string[] => {
  const own = tests.filter((test: SuiteTest) => test.case === each.name)
  const whats = unique(own.map(({ what }) => what)).join('; ')
  const where = unique(own.map(({ file }) => link(file))).join(', ')
  return [`\`${each.name}\``, [whats, ...reason(each)].join(''), where]
}

const reason = (each: SuiteCase): readonly string[] => {
  if (each.answer === 'same') return []
  return [each.answer === 'adapted' ? `; _but_ ${each.why}` : `_${each.answer}_: ${each.why}`]
}

/** As the formatter wants it: each column as wide as its widest cell. */
const table = (rows: readonly (readonly string[])[]): readonly string[] => {
  const [head = [], ...body] = rows
  const widths = head.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)]
}

const section = (group: string): readonly string[] => {
  const rows = SUITE_CASES.filter((each) => each.group === group).map(row)
  return ['', `## ${group}`, '', ...table([['case', 'here', 'test'], ...rows])]
}

it(`${PATH} tells what each case of OTP's suite tests here, or why it does not`, async () => {
  const groups = unique(SUITE_CASES.map(({ group }) => group))
  const page = [...introduction(), ...groups.flatMap(section), ''].join('\n')
  await expect(page).toMatchFileSnapshot(repositoryPath(PATH))
})
