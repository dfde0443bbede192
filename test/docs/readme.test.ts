// README tells the truth: its first tree is the first example, its tables are the specs, its messages are the command's.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkSpec, type SupervisorSpec } from '@otp-sup/core'
import { virtualTree } from '@otp-sup/core/testing'
import { afterAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'readme-'))
afterAll(() => rmSync(folder, { recursive: true }))

const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'gm'))].map(([, text]) => text ?? '')

const otpSup = (...argv: readonly string[]) =>
  spawnSync(process.execPath, [join(root, 'packages/cli/bin/otp-sup.js'), ...argv], { cwd: folder, encoding: 'utf8' })

describe('README', () => {
  it('begins with the first example', () => {
    const example = readFileSync(join(root, 'examples/01-hello-supervisor/tree.ts'), 'utf8')
    expect(blocks('ts')[0]).toBe(example)
  })

  it.each(blocks('ts').map((text, index) => [index, text] as const))('its tree %i loads', (index, text) => {
    if (!text.includes('export default')) return expect(text).toMatch(/await start\(|virtualTree\(/)
    const file = join(folder, `tree-${index}.ts`)
    writeFileSync(file, text)
    writeFileSync(join(folder, 'nothing.json'), '{}')
    expect(otpSup('simulate', file, '--scenario', 'nothing.json')).toMatchObject({ status: 0, stderr: '' })
  })

  it('its first tree in YAML is the same tree, and nothing is wrong with it', () => {
    writeFileSync(join(folder, 'tree.yaml'), blocks('yaml')[0] ?? '')
    writeFileSync(join(folder, 'tree.ts'), blocks('ts')[0] ?? '')
    expect(otpSup('check', 'tree.yaml')).toMatchObject({ status: 0, stderr: '' })
    const drawn = otpSup('tree', 'tree.yaml').stdout
    expect(drawn).toContain('hello')
    expect(drawn).toBe(otpSup('tree', 'tree.ts').stdout)
  })

  it('its scenario runs', () => {
    writeFileSync(join(folder, 'tree.ts'), blocks('ts')[0] ?? '')
    writeFileSync(join(folder, 'crash.yaml'), blocks('yaml')[1] ?? '')
    const run = otpSup('simulate', 'tree.ts', '--scenario', 'crash.yaml')
    expect(run).toMatchObject({ status: 0, stderr: '' })
    expect(run.stdout).toContain('gave up')
  })

  it('explains what really happens', () => {
    writeFileSync(join(folder, 'tree.ts'), blocks('ts')[1] ?? '')
    const told = otpSup('explain', 'tree.ts', '--if', 'shop/db:signal=KILL')
    expect(told).toMatchObject({ status: 0, stderr: '' })
    expect(readme).toContain(`\`\`\`\n${told.stdout}\`\`\``)
  })

  it('its virtual tree does what it says', async () => {
    const block = blocks('ts').find((text) => text.includes('virtualTree(')) ?? ''
    const [, exit = ''] = /tree\.exit\('(.*?)'/.exec(block) ?? []
    const [, up = ''] = /tree\.running\(\) \/\/ (.*)/.exec(block) ?? []
    const example: { default: SupervisorSpec } = await import(join(root, 'examples/01-hello-supervisor/tree.ts'))
    const tree = virtualTree(example.default)
    expect(tree.exit(exit, { signal: 'SIGKILL' })).toBe(true)
    tree.advance('10s')
    expect(tree.running()).toEqual(JSON.parse(up.replaceAll("'", '"')))
  })

  it('shows a message that the command really gives', () => {
    const lines = [
      "import { supervisor, worker } from 'otp-sup'",
      "export default supervisor('shop', {",
      '  children: [',
    ]
    lines.push(
      "    worker('db', { command: ['true'] }),",
      "    worker('api', { comand: ['true'], command: ['true'] } as never),",
      '  ],',
      '})',
    )
    writeFileSync(join(folder, 'tree.ts'), lines.join('\n'))
    const refused = otpSup('run', 'tree.ts')
    expect(refused.status).toBe(2)
    expect(readme).toContain(`\`\`\`\n${refused.stderr}\`\`\``)
  })
})

describe('the tables of README', () => {
  const table = (heading: string): Map<string, string> => {
    const lines = readme.slice(readme.indexOf(heading)).split('\n')
    const first = lines.findIndex((line) => line.startsWith('|'))
    const rows = lines.slice(first + 2, lines.indexOf('', first))
    const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()))
    return new Map(
      cells.flatMap(([, names = '', defaults = '']) => {
        const values = defaults.split(', ')
        return names.split(', ').map((name, index): [string, string] => [name.replaceAll('`', ''), values[index] ?? ''])
      }),
    )
  }
  const checked = checkSpec(
    {
      id: 's',
      children: [
        { id: 'a', command: ['true'] },
        { id: 'sub', children: [] },
      ],
    },
    { cwd: '/' },
  )
  if (!checked.ok) throw new Error('the spec is wrong')
  const defaultsOf = {
    worker: { ...checked.spec.children[0]?.source },
    supervisor: { ...checked.spec.children[1]?.source },
  }

  it.each(['supervisor', 'worker'] as const)('name every option of a %s', (kind) => {
    const known: readonly string[] = Object.keys(defaultsOf[kind])
    const named = [...table(`\`${kind}(id, options)\``).keys()]
    expect(known.filter((key) => key !== 'id' && !named.includes(key))).toEqual([])
  })

  it.each(['supervisor', 'worker'] as const)('give the defaults of a %s', (kind) => {
    const defaults: { readonly [key: string]: unknown } = defaultsOf[kind]
    for (const [name, text] of table(`\`${kind}(id, options)\``)) {
      const shown = /^`([^`]*)`$/.exec(text)?.[1]?.replaceAll("'", '')
      if (shown === undefined || defaults[name] === undefined) continue
      const value = defaults[name]
      expect(`${name} ${shown}`).toBe(`${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    }
  })
})
