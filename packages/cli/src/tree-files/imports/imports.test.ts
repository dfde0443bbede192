// Files of other tools, from their bytes to the tree that is written and the report; see test/fixtures/imports.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { importReport } from '../../render/import-report.ts'
import { importFiles } from '../import-files.ts'
import { loadTreeFile } from '../load-tree-file.ts'
import { treeSource } from './tree-source.ts'
import { treeYaml } from './tree-yaml.ts'

const root = join(import.meta.dirname, '../../../../..')
const fixtures = join(root, 'test/fixtures/imports')
const tools = ['compose', 'pm2', 'process-compose', 'procfile', 'supervisord', 'systemd']
const files = tools.flatMap((tool) =>
  readdirSync(join(fixtures, tool))
    .filter((name) => !name.endsWith('.expected.txt'))
    .map((name) => `${tool}/${name}`),
)

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otp-sup-imports-'))
  vi.stubEnv('INSTANCE', 'one')
})
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

const imported = async (file: string, into = fixtures) => {
  const made = await importFiles([join(fixtures, file)], into)
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  const { root: top, workers } = made.imported
  const parts = [top, ...workers].map(({ id, notes }) => ({ path: id, notes }))
  return { source: treeSource(made.imported, file), report: importReport(parts) }
}

/** What was written may differ: folders by the place of the tree, and TypeScript has expressions for variables. */
const shownApart = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, each: unknown) => (key === 'display' || key === 'source' ? undefined : each))

it.each(tools)('there are at least five files of %s', (tool) => {
  expect(files.filter((file) => file.startsWith(`${tool}/`)).length).toBeGreaterThanOrEqual(5)
})

describe.each(files)('%s', (file) => {
  it('becomes this tree, with this report', async () => {
    const { report, source } = await imported(file)
    await expect(`${report}\n\n${source}`).toMatchFileSnapshot(join(fixtures, `${file}.expected.txt`))
  })

  it('is the same tree in YAML', async () => {
    const made = await importFiles([join(fixtures, file)], folder)
    const written = join(folder, `${file.replaceAll(/\W/g, '-')}.yaml`)
    writeFileSync(written, made.ok ? treeYaml(made.imported, file) : '')
    const [direct, other] = [await loadTreeFile(join(fixtures, file)), await loadTreeFile(written)]
    expect(other.ok ? [] : other.problems).toEqual([])
    expect(shownApart(other.ok && other.spec)).toEqual(shownApart(direct.ok && direct.spec))
  })

  it('is as a tree by itself what the tree that is written is', async () => {
    const written = join(folder, `${file.replaceAll(/\W/g, '-')}.ts`)
    writeFileSync(written, (await imported(file, folder)).source)
    const [direct, other] = [await loadTreeFile(join(fixtures, file)), await loadTreeFile(written)]
    expect(direct.ok ? [] : direct.problems).toEqual([])
    expect(other.ok ? [] : other.problems).toEqual([])
    expect(shownApart(other.ok && other.spec)).toEqual(shownApart(direct.ok && direct.spec))
  })
})

it('all that is written type-checks', async () => {
  const names = await Promise.all(
    files.map(async (file, index) => {
      const name = join(folder, `checked-${index}.ts`)
      writeFileSync(name, (await imported(file, folder)).source)
      return name
    }),
  )
  const config = {
    compilerOptions: {
      strict: true,
      exactOptionalPropertyTypes: true,
      noPropertyAccessFromIndexSignature: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
      target: 'es2024',
      module: 'nodenext',
      skipLibCheck: true,
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
      paths: { 'otp-sup': [join(root, 'packages/cli/dist/index.d.ts')] },
    },
    files: names,
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' })
  expect(stdout).toBe('')
})
