// The door for scripts: cases by the hundred on stdin, events by the ten thousand on stdout.
import { runBatch } from '@otp-sup/core/testing'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { caseArbitrary } from '../otp/differential/case-arbitrary.ts'
import { folderWith, otpSup, otpSupResult } from './otp-sup.ts'

const argv = ['simulate', '--batch', '-', '--json']

const randomLines = (seed: number): string[] =>
  fc
    .sample(caseArbitrary, { seed, numRuns: 300 })
    .map(({ tree, steps }, index) => JSON.stringify({ case: index, tree, scenario: { steps } }))

/** Lines that are no cases, and cases that are none. */
const brokenLines = [
  '{"case": "cut off", "tree": {"id": "s"',
  'not JSON',
  '[]',
  'null',
  '{}',
  '{"case":"no tree"}',
  '{"case":"no children","tree":{"id":"s","children":7}}',
  '{"case":"no step","tree":{"id":"s","children":[]},"scenario":{"steps":[7]}}',
  `{"case":"deep","scenario":${'['.repeat(1e5)}${']'.repeat(1e5)}}`,
]

const expected = (lines: readonly string[], cwd: string): string =>
  lines
    .flatMap((line, index) => runBatch(line, { cwd, line: index + 1 }))
    .map((line) => `${line}\n`)
    .join('')

it('gives the same bytes for a case as the simulation itself, with broken lines refused in their places', async () => {
  const cwd = folderWith({})
  const lines = randomLines(1).flatMap((line, index) =>
    index % 30 === 7 ? [brokenLines[Math.floor(index / 30) % brokenLines.length] ?? '', line] : [line],
  )
  const { code, stdout, stderr } = await otpSupResult(argv, { cwd, input: [`${lines.join('\n')}\n`] })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout.match(/"type":"simulation\.ended"/g)).toHaveLength(300)
  expect(stdout.match(/"type":"simulation\.refused"/g)).toHaveLength(10)
  expect(stdout === expected(lines, cwd), 'the same bytes').toBe(true)
})

it('takes lines as they are: a BOM, CRLF, empty ones, U+2028 within a text, and a last one without an end', async () => {
  const line = (name: string) => JSON.stringify({ case: name, tree: { id: 's', children: [] } })
  const input = `\uFEFF${line('first')}\r\n\r\n\n${line('a\u2028b\u0085c')}\r\n${line('ä€𝄞 last')}`
  const { stdout } = await otpSupResult(argv, { input: [input] })
  const cases = stdout
    .trimEnd()
    .split('\n')
    .map((each): unknown => (JSON.parse(each) as { case: unknown }).case)
  expect([...new Set(cases)]).toEqual(['first', 'a\u2028b\u0085c', 'ä€𝄞 last'])
})

function* withoutEnd(text: string): Generator<string> {
  while (true) yield text
}

it('ends when nobody reads its answers any more, though there is more to answer', async () => {
  const run = otpSup(argv, { input: withoutEnd(`${randomLines(1).join('\n')}\n`) })
  await run.stdout.found(/simulation\.ended/)
  run.closeReader('stdout')
  expect(await run.exit).toEqual({ code: 0, signal: null })
})
