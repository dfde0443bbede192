// JSON and YAML trees, from the file to the checked tree or the problems.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LeafSpec } from '@otp-sup/core'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { checkTree } from './check-tree.ts'
import { readConfigTree } from './config/read-config-tree.ts'
import { type LoadedTree, loadTreeFile } from './load-tree-file.ts'
import type { TreeFileProblem } from './tree-file-problem.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'otp-sup-config-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const load = async (text: string | Uint8Array, name = 'tree.yaml') => {
  const file = join(folder, name)
  await writeFile(file, text)
  return loadTreeFile(file)
}
const loaded = async (text: string): Promise<LoadedTree> => {
  const tree = await load(text)
  expect(tree).toMatchObject({ ok: true })
  return tree as LoadedTree
}
const problemsOf = async (text: string | Uint8Array, name?: string): Promise<readonly TreeFileProblem[]> => {
  const tree = await load(text, name)
  return tree.ok ? [] : tree.problems
}
const places = async (text: string): Promise<readonly string[]> =>
  (await problemsOf(text)).map(({ line, column, path, key }) => `${line}:${column} ${path}: ${key}`)

const SHOP = `# yaml-language-server: $schema=./otp-sup.schema.json
x-base: &base
  restart: transient
  env: { LEVEL: info }
id: shop
strategy: rest_for_one
children:
  - id: db
    command: [postgres, -D, data]
  - <<: *base
    id: api
    command: [node, api.js]
    ready: { log: listening }
`

describe('a YAML tree', () => {
  it('is the object that it says', async () => {
    const { spec } = await loaded(SHOP)
    expect(spec.children.map(({ id, restart }) => [id, restart])).toEqual([
      ['db', 'permanent'],
      ['api', 'transient'],
    ])
    expect((spec.children[1] as LeafSpec).program).toMatchObject({
      env: { LEVEL: 'info' },
      ready: { kind: 'log', pattern: 'listening' },
    })
  })

  it.each([
    ['with a byte order mark', `\uFEFF${SHOP}`],
    ['with CRLF', SHOP.replaceAll('\n', '\r\n')],
  ])('%s is fine', async (_, text) => {
    expect(await problemsOf(text)).toEqual([])
  })

  it('tells all its problems at once, each with its line, column and tree path', async () => {
    const text = `id: shop
children:
  - id: db
    command: [sleep, 5]
    restart: always
    env:
      DEBUG: on
      MODE: \${NO_SUCH_VARIABLE}
  - id: jobs
    children:
      - id: mailer
        comand: [x]
`
    expect(await places(text)).toEqual([
      '4:22 shop/db: command.1',
      '5:14 shop/db: restart',
      '7:14 shop/db: env.DEBUG',
      '8:13 shop/db: env.MODE',
      '11:9 shop/jobs/mailer: command',
      '12:17 shop/jobs/mailer: comand',
    ])
  })

  it.each([
    ['', 'The file is empty.'],
    ['just a text', 'The root of the tree is "just a text", but must be a supervisor.'],
    ['- id: a', 'The root of the tree is [{"id":"a"}], but must be a supervisor.'],
    ['id: a\ncommand: [x]', 'The root of the tree is a worker, but must be a supervisor.'],
    ['id: a\n---\nid: b', 'A second document begins after ---.'],
    [Uint8Array.of(0x61, 0xff), 'The file is not UTF-8.'],
    ['id: a\n__proto__: { x: 1 }', '__proto__ is a key that no spec can have, which is no plain data.'],
  ])('%j is refused', async (text, message) => {
    expect(await problemsOf(text, 'tree.yml')).toMatchObject([{ message }])
  })

  it('of an unreasonable size is refused without being read', async () => {
    const began = performance.now()
    expect(await problemsOf(new Uint8Array(100 * 1024 * 1024), 'disk.yaml')).toMatchObject([
      { message: 'The file has 100 MiB, but a tree file has at most 4 MiB.' },
    ])
    expect(performance.now() - began).toBeLessThan(5000)
  })

  it('is a file', async () => {
    const loadedDevice = await loadTreeFile('/dev/zero')
    expect(loadedDevice).toMatchObject({ ok: false, problems: [{ message: 'This is a pipe, a socket or a device.' }] })
  })
})

// The same tree, and the same four mistakes, in each format.
const FORMATS = {
  json: {
    tree: '{ "x-base": 1, "$schema": "s",\n"id": "shop", "strategy": "rest_for_one", "children": [\n{ "id": "db", "command": ["sh", "-c", "${SHELL_LINE:-true}"], "ready": { "tcp": 80 }, "env": { "A": "1" } }] }',
    wrong:
      '{ "id": "shop", "children": [{ "id": "db",\n"command": ["sh"],\n"restart": "always",\n"comand": "x",\n"env": { "A": "${NO_SUCH}" },\n"instances": "two" }] }',
    twice: '{ "id": "shop",\n"id": "shop" }',
    broken: '{ "id": "shop",\n',
    proto: '{ "id": "shop",\n"__proto__": { "x": 1 } }',
  },
  yaml: {
    tree: 'x-base: 1\nid: shop\nstrategy: rest_for_one\nchildren:\n  - { id: db, command: [sh, -c, "${SHELL_LINE:-true}"], ready: { tcp: 80 }, env: { A: "1" } }',
    wrong:
      'id: shop\nchildren: [{ id: db, command: [sh],\n restart: always,\n comand: x,\n env: { A: "${NO_SUCH}" },\n instances: two }]',
    twice: 'id: shop\nid: shop',
    broken: 'id: shop\nchildren: [',
    proto: 'id: shop\n__proto__: { x: 1 }',
  },
  toml: {
    tree: '#:schema s\nx-base = 1\nid = "shop"\nstrategy = "rest_for_one"\n[[children]]\nid = "db"\ncommand = ["sh", "-c", "${SHELL_LINE:-true}"]\nready.tcp = 80\nenv = { A = "1" }',
    wrong:
      'id = "shop"\n[[children]]\nrestart = "always"\ncomand = "x"\nenv.A = "${NO_SUCH}"\ninstances = "two"\nid = "db"\ncommand = ["sh"]',
    twice: 'id = "shop"\nid = "shop"',
    broken: 'id = "shop"\nchildren = [',
    proto: 'id = "shop"\n__proto__.x = 1',
  },
  ini: {
    tree: 'x-base = 1\n[shop]\nstrategy = rest_for_one\n[shop/db]\ncommand = sh -c ${SHELL_LINE:-true}\nready.tcp = 80\nenv.A = 1',
    wrong: '[shop]\n[shop/db]\nrestart = always\ncomand = x\nenv.A = ${NO_SUCH}\ninstances = two\ncommand = sh',
    twice: '[shop]\n[shop]',
    broken: '[shop]\n[shop/db',
    proto: '[shop]\n__proto__.x = 1',
  },
} as const

describe.each(Object.entries(FORMATS))('in .%s', (ending, texts) => {
  const file = `tree.${ending}`

  it.each([
    ['as it is', texts.tree],
    ['with a byte order mark', `\uFEFF${texts.tree}`],
    ['with CRLF', texts.tree.replaceAll('\n', '\r\n')],
  ])('a tree %s is the same tree', async (_, text) => {
    const same = await load(FORMATS.json.tree, 'tree.json')
    expect(await load(text, file)).toMatchObject({ ok: true, spec: (same as LoadedTree).spec })
  })

  it('all problems are told at once, each in its line', async () => {
    expect(await problemsOf(texts.wrong, file)).toMatchObject([
      { line: 3, path: 'shop/db', key: 'restart', fix: ending === 'ini' ? 'Write permanent.' : 'Write "permanent".' },
      { line: 4, path: 'shop/db', key: 'comand', fix: 'Did you mean command?' },
      { line: 5, path: 'shop/db', key: 'env.A', message: 'The variable NO_SUCH is not set, and no default is given.' },
      { line: 6, path: 'shop/db', key: 'instances', message: expect.stringContaining('"two"') },
    ])
  })

  it.each([
    ['a key that stands twice', texts.twice, 2, /twice/],
    ['broken syntax', texts.broken, 2, /./],
    ['__proto__', texts.proto, 2, /^__proto__ is a key that no spec can have/],
    ['an empty file', '', 1, /^The file is empty\.$/],
    ['only blanks', ' \n\n', 1, /^The file is empty\.$/],
  ])('%s is refused with its place', async (_, text, line, message) => {
    const problems = await problemsOf(text, file)
    expect(problems).toMatchObject([{ message: expect.stringMatching(message), fix: expect.any(String) }])
    expect(problems[0]?.line, JSON.stringify(problems)).toBe(line)
  })
})

describe.each([
  [
    'yaml',
    'id: shop\nmaxRestarts: 3\nchildren:\n  - id: a\n    command: [sh]\n    restart: on-failure\n    depends_on: [b]\n    environment: { A: "1" }\n    working_dir: .\n    replicas: 2\n    healthcheck: {}\n    stopwaitsecs: 5s\n',
  ],
  [
    'json',
    JSON.stringify({
      id: 'shop',
      maxRestarts: 3,
      children: [
        {
          id: 'a',
          command: ['sh'],
          restart: 'on-failure',
          depends_on: ['b'],
          environment: { A: '1' },
          working_dir: '.',
          replicas: 2,
          healthcheck: {},
          stopwaitsecs: '5s',
        },
      ],
    }),
  ],
  [
    'toml',
    'id = "shop"\nmaxRestarts = 3\n[[children]]\nid = "a"\ncommand = ["sh"]\nrestart = "on-failure"\ndepends_on = ["b"]\nenvironment = { A = "1" }\nworking_dir = "."\nreplicas = 2\nhealthcheck = {}\nstopwaitsecs = "5s"\n',
  ],
  [
    'ini',
    '[shop]\nmaxRestarts = 3\n[shop/a]\ncommand = sh\nrestart = on-failure\ndepends_on = b\nenvironment.A = 1\nworking_dir = .\nreplicas = 2\nhealthcheck.tcp = 80\nstopwaitsecs = 5s\n',
  ],
])('in .%s', (ending, text) => {
  it('words of other tools are answered with ours', async () => {
    const problems = await problemsOf(text, `words.${ending}`)
    expect(problems.map(({ key, fix }) => `${key}: ${fix}`)).toEqual([
      'maxRestarts: Write intensity.',
      ending === 'ini' ? 'restart: Write transient.' : 'restart: Write "transient".',
      'depends_on: Write dependsOn.',
      'environment: Write env.',
      'working_dir: Write cwd.',
      'replicas: Write instances.',
      expect.stringMatching(/^healthcheck: /),
      'stopwaitsecs: Write shutdown.',
    ])
  })
})

describe('variables', () => {
  beforeAll(() => {
    vi.stubEnv('SHOP_PORT', '8080')
    vi.stubEnv('SHOP_SECRET', 'hush-hush')
  })
  afterAll(() => void vi.unstubAllEnvs())

  const tree = (options: string) => `id: shop\nchildren:\n  - id: api\n    command: [node, api.js]\n    ${options}`

  it('are expanded, and shown in the command as they were written', async () => {
    const { spec } = await loaded(
      'id: shop\nchildren:\n  - id: api\n    command: [node, "--key=${SHOP_SECRET}"]\n    args: ["${SHOP_PORT:-1}", "$${x}"]\n    ready: { tcp: "${SHOP_PORT}" }\n    instances: 2',
    )
    for (const child of spec.children)
      expect((child as LeafSpec).program).toMatchObject({
        args: ['--key=hush-hush', '8080', '${x}'],
        display: ['node', '--key=${SHOP_SECRET}', '${SHOP_PORT:-1}', '${x}'],
        ready: { kind: 'tcp', port: 8080 },
      })
  })

  it('are expanded in JSON, too', async () => {
    const json = '{ "id": "s", "children": [{ "id": "a", "command": ["x", "${SHOP_PORT}"] }] }'
    expect(await load(json, 'tree.json')).toMatchObject({ spec: { children: [{ program: { args: ['8080'] } }] } })
  })

  it.each([
    [
      'shutdown: ${SHOP_SECRET}',
      'shutdown is "${SHOP_SECRET}", which is not a whole number and a unit (ms, s, m or h).',
    ],
    ['restart: ${SHOP_SECRET}', 'restart is "${SHOP_SECRET}", which is none of permanent, transient, temporary.'],
    ['shutdown: ${SHOP_PORT}', 'shutdown is "${SHOP_PORT}", which is not a whole number and a unit (ms, s, m or h).'],
    [
      'ready: { tcp: "${SHOP_SECRET}" }',
      'ready.tcp is "${SHOP_SECRET}", but must be a port (1 to 65535) or "host:port".',
    ],
    [
      'ready: { log: { pattern: "${SHOP_SECRET}", flags: g } }',
      'ready.log is {"pattern":"${SHOP_SECRET}","flags":"g"}, which is no regular expression: the flags g and y cannot be used.',
    ],
  ])('in %s: what it stands for is not shown', async (options, message) => {
    const problems = await problemsOf(tree(options))
    expect(problems).toMatchObject([{ line: 5, path: 'shop/api', message }])
    expect(JSON.stringify(problems)).not.toContain('hush')
  })
})

describe('whatever a file holds', () => {
  const answers = (name: string, text: string): boolean => {
    const read = readConfigTree(name, new TextEncoder().encode(text), { A: '1' })
    if (!read.ok) return read.problems.length > 0
    const checked = checkTree(read, { file: name, folder })
    return checked.ok || checked.problems.length > 0
  }

  it('there is a tree or a problem, and nothing is thrown', () => {
    const keys = fc.constantFrom(
      'id',
      'children',
      'command',
      'env',
      'x-a',
      '<<',
      '__proto__',
      'ready',
      'log',
      'template',
    )
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue(),
        fc.constantFrom('${A}', '${B}', '${B:-x}', '${', 'on', '0755', '*a', 'shop'),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(keys, tie('any'), { maxKeys: 5 }),
      ),
    })).any
    fc.assert(
      fc.property(value, fc.string({ unit: 'binary' }), (any, text) => {
        const json = JSON.stringify(any)
        for (const each of [json, JSON.stringify({ id: 'r', children: [any] }), json.replaceAll('"', ''), text])
          for (const name of ['a.json', 'a.yaml', 'a.toml', 'a.ini']) expect(answers(name, each)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
