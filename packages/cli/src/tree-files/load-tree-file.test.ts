// Trees that are programs are loaded in a process of their own: under vitest, import() goes through vite.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findMissingFolders } from './check-folders.ts'
import { findTreeFile, loadTreeFile } from './load-tree-file.ts'
import type { TreeFileProblem } from './tree-file-problem.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'otp-sup-trees-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function written(name: string, text: string | Uint8Array): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, text)
  return file
}

async function problemsOf(file: string): Promise<readonly TreeFileProblem[]> {
  const loaded = await loadTreeFile(file)
  return loaded.ok ? [] : loaded.problems
}

describe('a JSON tree', () => {
  const tree = '{ "id": "shop", "children": [{ "id": "db", "command": ["db"], "cwd": "data" }] }'

  it('is checked against its own folder', async () => {
    const loaded = await loadTreeFile(await written('ok.json', tree))
    expect(loaded).toMatchObject({
      ok: true,
      folder,
      source: { id: 'shop' },
      spec: { id: 'shop', children: [{ id: 'db', program: { cwd: join(folder, 'data') } }] },
    })
  })

  it.each([
    ['with a byte order mark', `\uFEFF${tree}`],
    ['with CRLF', tree.replaceAll(',', ',\r\n')],
    ['with keys that editors and people want', tree.replace('{', '{ "$schema": "./otp-sup.json", "x-note": {},')],
  ])('%s is fine', async (_, text) => {
    expect(await problemsOf(await written('fine.json', text))).toEqual([])
  })

  it('tells every problem with its line and column', async () => {
    const text =
      '{ "id": "shop", "children": [\n  { "id": "db", "command": ["db"],\n    "restart": "always" },\n  { "id": "api" }\n] }'
    const file = await written('wrong.json', text)
    expect(await problemsOf(file)).toMatchObject([
      { file, line: 3, column: 16, path: 'shop/db', key: 'restart', fix: 'Write "permanent".' },
      { file, line: 4, column: 3, path: 'shop/api', key: 'command' },
    ])
  })

  it.each([
    ['twice.json', '{ "id": "a",\n "id": "b" }', 2, 2, 'The key "id" stands twice in one object.'],
    ['comment.json', '{ // a\n}', 1, 3, 'JSON has no comments.'],
    [
      'variable.json',
      '{ "id": "a", "children": [{ "id": "b", "command": ["${NO_SUCH}"] }] }',
      1,
      52,
      'The variable NO_SUCH is not set, and no default is given.',
    ],
    ['latin1.json', Uint8Array.of(0x22, 0xe9, 0x22), null, null, 'The file is not UTF-8.'],
    ['list.json', '[]', 1, 1, 'The root of the tree is an empty list, but must be a supervisor.'],
  ])('%s is refused', async (name, text, line, column, message) => {
    expect(await problemsOf(await written(name, text))).toMatchObject([{ line, column, message }])
  })
})

describe('a file that is no tree file', () => {
  it.each([
    ['tree.txt', 'Its name ends in .txt, so its language is unknown.'],
    ['Treefile', 'Its name has no ending, so its language is unknown.'],
  ])('%s: %s', async (name, message) => {
    const [problem] = await problemsOf(await written(name, ''))
    expect(problem).toMatchObject({
      message,
      fix: expect.stringContaining('.ts, .mts, .js, .mjs, .cjs, .json, .yaml, .yml, .toml, .ini'),
    })
  })

  it('that is not there is told, with those that are', async () => {
    const there = join(folder, 'there')
    await mkdir(there)
    await writeFile(join(there, 'tree.json'), '{}')
    expect(await problemsOf(join(there, 'treee.json'))).toMatchObject([
      { message: 'There is no such file.', fix: 'There is tree.json.' },
    ])
    expect(await problemsOf(there)).toMatchObject([
      { message: 'This is a folder, not a tree file.', fix: 'Name the file in it: tree.json.' },
    ])
    expect(await problemsOf(join(folder, 'no/where/tree.ts'))).toMatchObject([{ message: 'There is no such file.' }])
  })

  it('that cannot be read is told with what the system says', async () => {
    const file = join(folder, 'loop.json')
    await symlink('loop.json', file)
    expect(await problemsOf(file)).toMatchObject([{ message: 'The file cannot be read: ELOOP.' }])
  })
})

describe('findTreeFile', () => {
  it('takes the first tree.* by its ending', async () => {
    const empty = join(folder, 'empty')
    await mkdir(empty)
    expect(await findTreeFile(empty)).toBeNull()
    for (const name of ['tree.json', 'tree.mjs', 'tree.ts.bak']) await writeFile(join(empty, name), '')
    expect(await findTreeFile(empty)).toBe('tree.mjs')
    expect(await findTreeFile(join(empty, 'nowhere'))).toBeNull()
  })
})

describe('working folders', () => {
  it('that are missing are told before anything starts', async () => {
    await mkdir(join(folder, 'here'))
    const children = [
      { id: 'a', command: ['x'], cwd: 'here' },
      { id: 'b', command: ['x'] },
      { id: 'jobs', children: [null, { id: 'c', command: ['x'], cwd: 'nope', instances: 2 }] },
      { id: 'd', command: ['x'], cwd: 'folders.json' },
    ]
    const text = JSON.stringify({ id: 's', children }, null, 1)
    const loaded = await loadTreeFile(await written('folders.json', text))
    const problems = loaded.ok ? await findMissingFolders(loaded) : []
    expect(problems.map(({ path, key, message }) => `${path} ${key}: ${message}`)).toEqual([
      `s/jobs/c cwd: cwd is "nope", but ${folder}/nope does not exist.`,
      `s/d cwd: cwd is "folders.json", but ${folder}/folders.json is no folder.`,
    ])
    const lines = text.split('\n')
    expect(problems.map(({ line, column }) => lines[Number(line) - 1]?.slice(Number(column) - 1))).toEqual([
      '"nope",',
      '"folders.json"',
    ])
  })
})

const SUPERVISOR = "import { supervisor, worker } from 'otp-sup'\n"
const TREE = "supervisor('shop', { children: [worker('db', { command: ['db'] })] })"
const THREW = 'while it was loaded:'

/** Name, text, and the ids of the tree. */
const GOOD: readonly (readonly [name: string, text: string, ids: string])[] = [
  ['ok.ts', `${SUPERVISOR}const tree: unknown = ${TREE}\nexport default tree`, 'shop/db'],
  ['ok.mts', `${SUPERVISOR}export default ${TREE}`, 'shop/db'],
  ['ok.mjs', `${SUPERVISOR}export default ${TREE}`, 'shop/db'],
  ['core.js', `${SUPERVISOR.replace('otp-sup', '@otp-sup/core')}export default ${TREE}`, 'shop/db'],
  ['ok.cjs', `const { supervisor, worker } = require('otp-sup')\nmodule.exports = ${TREE}`, 'shop/db'],
  [
    'compiled.cjs',
    `const { supervisor, worker } = require('otp-sup')\nexports.__esModule = true\nexports.default = ${TREE}`,
    'shop/db',
  ],
  ['required.cjs', "const { db } = require('./part.cjs')\nmodule.exports = { id: 'shop', children: [db] }", 'shop/db'],
  ['enum.ts', `${SUPERVISOR}enum Port { a }\nexport default ${TREE}`, 'shop/db'],
  ['promise.ts', `${SUPERVISOR}export default Promise.resolve(${TREE})`, 'shop/db'],
  ['awaits.ts', `${SUPERVISOR}await Promise.resolve()\nexport default ${TREE}`, 'shop/db'],
  [
    'imports.ts',
    `${SUPERVISOR}import { db } from './part'\nexport default supervisor('shop', { children: [db] })`,
    'shop/db',
  ],
  ['plain.js', "export default { id: 'shop', children: [{ id: 'db', command: ['db'] }] }", 'shop/db'],
]

/** Name, text, what is said, line and column. */
const BAD: readonly (readonly [
  name: string,
  text: string,
  said: string,
  line: number | null,
  column: number | null,
])[] = [
  [
    'named.ts',
    `${SUPERVISOR}export const tree = ${TREE}`,
    'It has no default export. Write export default tree.',
    null,
    null,
  ],
  [
    'named-enum.ts',
    `${SUPERVISOR}enum X { a }\nexport const tree = ${TREE}`,
    'It has no default export. Write export default tree.',
    null,
    null,
  ],
  ['empty.js', '', 'It has no default export. Write export default supervisor(…).', null, null],
  ['empty.cjs', '', 'It has no default export. Write export default supervisor(…).', null, null],
  ['function.js', 'export default () => 1', 'Its default export is a function, but must be a supervisor.', null, null],
  [
    'worker.ts',
    `${SUPERVISOR}export default worker('a', { command: ['a'] })`,
    'The root of the tree is a worker, but must be a supervisor.',
    2,
    16,
  ],
  ['number.ts', 'export default 7', 'The root of the tree is 7, but must be a supervisor.', null, null],
  [
    'wrong.ts',
    `${SUPERVISOR}export default supervisor('shop', {\n  children: [worker('db', { command: 'a b' })],\n})`,
    'command is "a b"',
    3,
    14,
  ],
  ['throws.ts', 'const a: number = 1\nthrow new TypeError("boom")', `It threw TypeError ${THREW} boom.`, 2, 7],
  ['throws-enum.ts', 'enum X { a }\nthrow new TypeError("boom")', `It threw TypeError ${THREW} boom.`, 2, 7],
  ['throws-text.mjs', 'throw "boom"', 'It threw "boom" while it was loaded.', null, null],
  ['json-parse.ts', 'const a: number = 1\nJSON.parse("{")', `It threw SyntaxError ${THREW}`, 2, 6],
  [
    'rejects.js',
    'export default Promise.reject(new Error("boom"))',
    'The promise that it exports was rejected: boom.',
    null,
    null,
  ],
  [
    'syntax.ts',
    'const a: number = 1\nexport default supervisor("a" {})',
    'Syntax error: Unexpected token, expected ",".',
    2,
    31,
  ],
  ['syntax.mjs', 'export default {\n  id: "a",,\n}', 'Syntax error: Unexpected token.', 2, 11],
  ['syntax.cjs', 'module.exports = {\n  id "a" }', 'Syntax error: Unexpected token, expected ",".', 2, 6],
  ['no-module.mjs', "import './nothing.mjs'", 'Cannot find module', null, null],
  [
    'no-package.ts',
    "import x from 'no-such-package'\nexport default x",
    "Cannot find package 'no-such-package'",
    null,
    null,
  ],
  [
    'no-export.ts',
    "import { suprvisor } from 'otp-sup'\nexport default suprvisor",
    "does not provide an export named 'suprvisor'",
    1,
    10,
  ],
  ['hangs.ts', 'await new Promise(() => {})', 'a promise in it never settles', null, null],
  ['hangs.js', 'export default new Promise(() => {})', 'a promise in it never settles', null, null],
]

type Outcome =
  | { readonly ids: string }
  | { readonly text: string; readonly line: number | null; readonly column: number | null; readonly file: string }

describe('a tree that is a program', () => {
  const outcomes = new Map<string, Outcome>()

  beforeAll(async () => {
    await written('part.ts', `${SUPERVISOR}export const db = worker('db', { command: ['db'] })`)
    await written('part.cjs', "exports.db = require('otp-sup').worker('db', { command: ['db'] })")
    for (const [name, text] of [...GOOD, ...BAD]) await written(name, text)
    const names = [...GOOD, ...BAD].map(([name]) => name)
    for (const [name, outcome] of await loadAll(names)) outcomes.set(name, outcome)
  }, 60_000)

  it.each(GOOD)('%s is loaded', (name, _, ids) => {
    expect(outcomes.get(name)).toEqual({ ids })
  })

  it.each(BAD)('%s is refused', (name, _, said, line, column) => {
    expect(outcomes.get(name)).toEqual({ text: expect.stringContaining(said), line, column, file: name })
  })
})

it('a mistake in a file that the tree imports is told at its own place', async () => {
  await written('bad-part.mjs', '\nexport const a = ;')
  await written('whole.mjs', "import './bad-part.mjs'\nexport default {}")
  const [[, outcome] = []] = await loadAll(['whole.mjs'])
  expect(outcome).toMatchObject({ file: 'bad-part.mjs', line: 2, column: 18 })
}, 20_000)

it('a second load sees what has changed, also in what is imported', async () => {
  const tree = (id: string) =>
    `${SUPERVISOR}import { db } from './again.mjs'\nexport default supervisor('${id}', { children: [db] })`
  const part = (id: string) => `export const db = { id: '${id}', command: ['x'] }`
  await written('again.mjs', part('a'))
  await written('reload.ts', tree('one'))
  await written(
    'change.mjs',
    `import { writeFileSync } from 'node:fs'
writeFileSync('again.mjs', ${JSON.stringify(part('b'))})
writeFileSync('reload.ts', ${JSON.stringify(tree('two'))})
export default { id: 'changed', children: [] }`,
  )
  const outcomes = await loadAll(['reload.ts', 'change.mjs', 'reload.ts'])
  expect(outcomes.map(([, outcome]) => outcome)).toEqual([{ ids: 'one/a' }, { ids: 'changed' }, { ids: 'two/b' }])
}, 20_000)

/** Loads files one after the other in one process of their own, in their folder. */
async function loadAll(names: readonly string[]): Promise<readonly (readonly [string, Outcome])[]> {
  const script = `
    const { loadTreeFile } = await import(${JSON.stringify(new URL('load-tree-file.ts', import.meta.url).href)})
    const outcomes = []
    for (const name of ${JSON.stringify(names)}) {
      const loaded = await loadTreeFile(name)
      const [problem] = loaded.ok ? [] : loaded.problems
      outcomes.push([name, loaded.ok
        ? { ids: [loaded.spec.id, ...loaded.spec.children.map(({ id }) => id)].join('/') }
        : { text: problem.message + ' ' + problem.fix, line: problem.line, column: problem.column, file: problem.file }])
    }
    console.log(JSON.stringify(outcomes))`
  const args = ['--conditions=otp-sup-source', '--input-type=module', '--eval', script]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder })
  return JSON.parse(stdout) as readonly (readonly [string, Outcome])[]
}
