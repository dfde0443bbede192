import { describe, expect, it } from 'vitest'
import { folderWith, otpSupResult } from './otp-sup.ts'

const tree = {
  id: 'shop',
  strategy: 'rest_for_one',
  children: [
    { id: 'db', command: ['no-such-program'] },
    { id: 'api', command: ['no-such-program'] },
  ],
}
const scenario = {
  steps: [
    { at: '1s', exit: 'shop/db', code: 1 },
    { at: '9s', call: 'stop' },
  ],
}
const files = { 'tree.json': tree, 'scenario.json': scenario }

const simulate = (argv: readonly string[], more: Readonly<Record<string, unknown>> = {}) =>
  otpSupResult(['simulate', ...argv], { cwd: folderWith({ ...files, ...more }) })

const jsonLines = (text: string): readonly { readonly type: string }[] =>
  text
    .trim()
    .split('\n')
    .map((line): { type: string } => JSON.parse(line))

describe('simulate', () => {
  it('tells a timeline in virtual time; the programs need not exist', async () => {
    const { code, stdout, stderr } = await simulate(['tree.json', '--scenario', 'scenario.json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^ {4}1\.000 s {2}shop\/db \(2\) starting: it failed$/m)
    expect(stdout).toMatch(/^ {4}9\.000 s {2}the end: stopped; running: nothing\n$/m)
  })

  it('a scenario may be YAML', async () => {
    const yaml = 'steps:\n  - { at: 1s, exit: shop/db } # code 1\n  - { at: 2s, call: stop }\n'
    const { code, stdout } = await simulate(['tree.json', '--scenario', 'scenario.yaml'], { 'scenario.yaml': yaml })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ {4}2\.000 s {2}the end: stopped; running: nothing\n$/m)
  })

  it('--json gives the events, one JSON object a line, and the end last', async () => {
    const { code, stdout } = await simulate(['tree.json', '--scenario', 'scenario.json', '--json'])
    expect(code).toBe(0)
    expect(jsonLines(stdout)[0]).toMatchObject({ type: 'tree.starting', seq: 1, run: 'simulation' })
    expect(jsonLines(stdout).at(-1)).toEqual({ type: 'simulation.ended', at: 9000, running: [], outcome: 'stopped' })
  })

  it('without a tree takes the first tree.* in the current folder', async () => {
    const { code, stdout } = await simulate(['--scenario', 'scenario.json'])
    expect(code).toBe(0)
    expect(stdout).toContain('the end: stopped')
  })

  it('a batch has its cases in lines; a bad one is told in its place, and the batch goes on', async () => {
    const cases = [
      { case: 'first', tree, scenario },
      { case: 'bad', tree: { id: 'shop', children: [{ id: 'x' }] }, scenario: {} },
      { case: 'last', tree, scenario: {} },
    ]
    const batch = cases.map((each) => JSON.stringify(each)).join('\n')
    const { code, stdout } = await simulate(['--batch', 'batch.jsonl', '--json'], { 'batch.jsonl': batch })
    expect(code).toBe(0)
    const ends = jsonLines(stdout).filter(({ type }) => type.startsWith('simulation.'))
    expect(ends).toMatchObject([
      { case: 'first', type: 'simulation.ended', outcome: 'stopped' },
      { case: 'bad', type: 'simulation.refused', line: 2 },
      { case: 'last', type: 'simulation.ended', outcome: 'running', running: ['shop', 'shop/db', 'shop/api'] },
    ])
  })

  it.each([
    ['no scenario', ['tree.json'], /otp-sup simulate TREE --scenario FILE/],
    ['a batch and a tree', ['tree.json', '--batch', 'batch.jsonl'], /--batch has its trees[^]*takes no tree\.json/],
    [
      'a batch and a scenario',
      ['--batch', 'x', '--scenario', 'scenario.json'],
      /--batch has its trees[^]*no --scenario/,
    ],
    ['a scenario that does not exist', ['tree.json', '--scenario', 'nowhere'], /cannot read "nowhere": ENOENT/],
    ['a batch that does not exist', ['--batch', 'nowhere'], /cannot read "nowhere": ENOENT/],
    ['a scenario that is neither YAML nor JSON', ['tree.json', '--scenario', 'broken'], /where: broken:1:/],
    [
      'a scenario for another tree',
      ['tree.json', '--scenario', 'other.json'],
      /shop\/dbb[^]*other\.json:1:\d+ \(steps\[0\]\.exit\)/,
    ],
    [
      'a scenario for quite another tree, once',
      ['tree.json', '--scenario', 'blog.yaml'],
      /^otp-sup: This scenario is for another tree[^]*blog\.yaml:2:11 \(steps\[0\]\.exit\)\n {2}fix: [^\n]*\n$/,
    ],
    ['a scenario without an end', ['endless.json', '--scenario', 'endless'], /does not settle[^]*until: 60s/],
    ['an invalid tree', ['bad.json', '--scenario', 'scenario.json'], /command/],
  ])('refuses %s: exit 2', async (_what, argv, message) => {
    const { code, stdout, stderr } = await simulate(argv, {
      broken: '{',
      endless: { steps: [{ startTakes: 'shop/db', duration: '1h' }, { exit: 'shop/db' }] },
      'endless.json': { id: 'shop', children: [{ id: 'db', command: ['x'], startTimeout: '2s' }] },
      'blog.yaml': 'steps:\n  - exit: [blog/db, blog/web]\n  - { exit: blog/api }\n',
      'other.json': { steps: [{ exit: 'shop/dbb' }] },
      'bad.json': { id: 'shop', children: [{ id: 'x' }] },
    })
    expect(stderr).toMatch(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})
