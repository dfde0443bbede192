// docs/lints.md: every lint has its section, and the command says of each example what stands below it.
import { globSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { folderWith, otpSupResult } from '../cli/otp-sup.ts'
import { readDocument, repositoryPath } from './document.ts'

const page = readDocument('docs/lints.md')
const LEVELS = ['Warning', 'Advice'] as const

const sections = page
  .split(/^## /m)
  .slice(1)
  .map((text) => {
    const [name = '', , beginning = ''] = text.split('\n')
    const [, tree = ''] = /^```yaml\n([^]*?)^```$/m.exec(text) ?? []
    const [, said = ''] = /^```\n\n```\n([^]*?)^```$/m.exec(text) ?? []
    return { name, level: LEVELS.find((each) => beginning.startsWith(`${each}. `)) ?? null, text, tree, said }
  })

describe('docs/lints.md', () => {
  it('has every lint, in the order of their names, and in its table', () => {
    const computed = [...readDocument('packages/core/src/lint/lint.ts').matchAll(/^ {2}'([\w-]+)': '/gm)]
    const seen = [...readDocument('packages/cli/src/tree-files/examine-tree.ts').matchAll(/\.named\('([\w-]+)'/g)]
    const names = [...computed, ...seen].map(([, name = '']) => name).toSorted()
    expect(names.length).toBeGreaterThan(10)
    expect(sections.map(({ name }) => name)).toEqual(names)
    const rows = [...page.matchAll(/^\| \[`([\w-]+)`\]\(#([\w-]+)\) +\| (\w+) +\|$/gm)]
    expect(rows.map(([, name, anchor, level]) => [name, anchor, level])).toEqual(
      sections.map(({ name, level }) => [name, name, level?.toLowerCase()]),
    )
  })

  it.each(sections)('$name: what it says, why, what to write instead', ({ text, level }) => {
    expect(level).not.toBeNull()
    expect(text).toMatch(/^Why: \S/m)
    expect(text).toMatch(/^Instead: \S/m)
  })

  it.each(sections)('$name: its example gives it, and no other', async ({ name, level, tree, said }) => {
    const cwd = folderWith({ 'tree.yaml': tree })
    const { code, stdout, stderr } = await otpSupResult(['check', '--states', '50', 'tree.yaml'], { cwd })
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^tree\.yaml is fine: /) as string,
    })
    const [advice = ''] = /^advice: [^]*$/m.exec(stdout) ?? []
    expect(stderr + advice).toBe(said)
    expect([...said.matchAll(/ \[([\w-]+)\]$/gm)].map(([, each]) => each)).toEqual([name])
    expect(level).toBe(stderr === '' ? 'Advice' : 'Warning')
  })
})

it('the examples give none that is computed, but that their small programs need no ready', async () => {
  const trees = globSync('examples/*/*.{ts,yaml}', { cwd: repositoryPath('.'), exclude: ['**/{main,*.test}.ts'] })
  expect(trees.length).toBeGreaterThan(10)
  const { code, stdout } = await otpSupResult(['check', '--json', ...trees], { cwd: repositoryPath('.') })
  expect(code).toBe(0)
  const names = [...stdout.matchAll(/"name":"([\w-]+)"/g)].map(([, name]) => name)
  expect(new Set(names.filter((name) => name !== 'missing-program'))).toEqual(new Set(['missing-ready']))
}, 60_000)
