// The plain spelling: a list of services, in each format.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importFiles } from '../import-files.ts'
import { loadTreeFile } from '../load-tree-file.ts'
import { treeSource } from './tree-source.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otp-sup-services-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const written = (name: string, text: string): string => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}
const load = (text: string, name = 'services.yaml') => loadTreeFile(written(name, text))
const problemsOf = async (text: string, name?: string) => {
  const tree = await load(text, name)
  return tree.ok ? [] : tree.problems
}

const YAML = `name: shop
services:
  - name: api
    executable: node
    args: [api.js, --port, "8080"]
    monitoring_interval: 5s
    restart: { max_retries: 3, backoff: 1s }
    dependencies: [db, cache]
  - name: cache
    executable: redis-server
    restart: { max_retries: 0 }
  - name: db
    executable: postgres
    args: [-D, "\${DATA:-data}"]
    restart: { max_retries: 5, backoff: exponential }
`
const JSON_TEXT = JSON.stringify({
  name: 'shop',
  services: [
    {
      name: 'api',
      executable: 'node',
      args: ['api.js', '--port', '8080'],
      monitoring_interval: '5s',
      restart: { max_retries: 3, backoff: '1s' },
      dependencies: ['db', 'cache'],
    },
    { name: 'cache', executable: 'redis-server', restart: { max_retries: 0 } },
    {
      name: 'db',
      executable: 'postgres',
      args: ['-D', '${DATA:-data}'],
      restart: { max_retries: 5, backoff: 'exponential' },
    },
  ],
})
const TOML = `name = "shop"
[[services]]
name = "api"
executable = "node"
args = ["api.js", "--port", "8080"]
monitoring_interval = "5s"
restart = { max_retries = 3, backoff = "1s" }
dependencies = ["db", "cache"]
[[services]]
name = "cache"
executable = "redis-server"
restart.max_retries = 0
[[services]]
name = "db"
executable = "postgres"
args = ["-D", "\${DATA:-data}"]
restart = { max_retries = 5, backoff = "exponential" }
`
const INI = `name = shop
[service:api]
executable = node
args = api.js --port 8080
monitoring_interval = 5s
restart.max_retries = 3
restart.backoff = 1s
dependencies = db cache
[service:cache]
executable = redis-server
restart.max_retries = 0
[service:db]
executable = postgres
args = -D \${DATA:-data}
restart.max_retries = 5
restart.backoff = exponential
`

describe('a list of services', () => {
  it.each([
    ['services.yaml', YAML],
    ['services.json', JSON_TEXT],
    ['services.toml', TOML],
    ['services.ini', INI],
  ])('in %s is a tree: dependencies first, who depends on a failed one starts again with it', async (name, text) => {
    expect(await load(text, name)).toMatchObject({
      ok: true,
      spec: {
        id: 'shop',
        flags: { strategy: 'rest_for_one', intensity: 5 },
        monitorIntervalMs: 5000,
        children: [
          { id: 'db', program: { args: ['-D', 'data'] }, dependsOn: [], backoff: { initialMs: 200 } },
          { id: 'cache', restart: 'temporary', dependsOn: [], backoff: null },
          { id: 'api', restart: 'permanent', dependsOn: ['db', 'cache'], backoff: { initialMs: 1000 } },
        ],
      },
    })
  })

  it('the period is long enough for so many restarts with their waits', async () => {
    const tree = await load('services:\n  - { name: a, executable: sh, restart: { max_retries: 4, backoff: 10s } }')
    // 10, 20 and 30 s before the second to fourth restart, a tenth more by chance, and a second for each life.
    expect(tree).toMatchObject({ spec: { flags: { intensity: 4, periodMs: 71_000 } } })
  })

  it('without dependencies is one_for_one, and all start side by side', async () => {
    const tree = await load('services:\n  - { name: a, executable: sh }\n  - { name: b, executable: sh }')
    expect(tree).toMatchObject({
      spec: { flags: { strategy: 'one_for_one', intensity: 3 }, children: [{ dependsOn: [] }, { dependsOn: [] }] },
    })
  })

  it('all are measured as often as the one with the shortest monitoring_interval', async () => {
    const tree = await load(`monitoring_interval: 1m
services:
  - { name: a, executable: sh, monitoring_interval: 10s }
  - { name: b, executable: sh, monitoring_interval: 2s }
`)
    expect(tree).toMatchObject({ spec: { monitorIntervalMs: 2000 } })
  })

  it('a monitoring_interval without a unit is refused with both readings', async () => {
    expect(await problemsOf('monitoring_interval: 5\nservices: [{ name: a, executable: sh }]')).toMatchObject([
      { line: 1, key: 'monitorInterval', fix: expect.stringMatching(/5s.*5ms|5ms.*5s/) },
    ])
  })

  it('other options are those of a worker', async () => {
    const tree = await load('services:\n  - { name: a, executable: sh, ready: { tcp: 80 }, env: { A: "1" } }')
    expect(tree).toMatchObject({ spec: { children: [{ program: { ready: { port: 80 }, env: { A: '1' } } }] } })
  })

  it.each([
    ['- { name: a, executable: x, dependencies: [b] }', 2, 'a depends on b, which is no service.'],
    ['- { executable: x }', 2, 'services.0 has no name.'],
    ['- { name: a }', 2, 'a has no executable.'],
    ['- { name: a, executable: x }\n  - { name: a, executable: x }', 3, 'Two services are called a.'],
    ['- { name: a, executable: x, dependencies: b }', 2, 'dependencies of a is no list.'],
    [
      '- { name: a, executable: x, restart: { max_retries: many } }',
      2,
      'restart.max_retries of a is many, but must be a whole number from 0.',
    ],
    ['- { name: a, executable: x, restart: { backoff: 5 } }', 2, 'restart.backoff of a is 5 without a unit.'],
    ['- { name: a, executable: x, restart: { retries: 5 } }', 2, 'restart.retries of a is not an option.'],
    [
      '- { name: a, executable: x, restart: { backoff: soon } }',
      2,
      'backoff.initial is "soon", which is not a whole number and a unit (ms, s, m or h).',
    ],
    ['- { name: a, executable: x, shutdwn: 5s }', 2, 'shutdwn is not an option of a worker.'],
    [
      '- { name: a, executable: "node api.js" }',
      2,
      'command is "node api.js": the name of one program, blanks included, and no shell line.',
    ],
  ])('%j is refused', async (text, line, message) => {
    expect(await problemsOf(`services:\n  ${text}\n`)).toContainEqual(
      expect.objectContaining({ line, message, fix: expect.any(String) }),
    )
  })

  it('a circle of dependencies is one problem that names all in it', async () => {
    const text = `services:
  - { name: a, executable: x, dependencies: [b] }
  - { name: b, executable: x, dependencies: [c] }
  - { name: c, executable: x, dependencies: [b] }
`
    expect(await problemsOf(text)).toMatchObject([
      { line: 3, message: 'Services depend on each other in a circle: b -> c -> b.' },
    ])
  })

  it('what must be a text is one, as in a tree', async () => {
    expect(await problemsOf('services:\n  - { name: a, executable: sh, args: [-p, 80], shutdown: 5 }')).toMatchObject([
      { line: 2, column: 43, message: 'args.1 is 80 without quotes, but must be a text.' },
      { line: 2, column: 58, key: 'shutdown' },
    ])
  })

  it('of other keys at the top is refused', async () => {
    expect(await problemsOf('servces: 1\nservices: [{ name: a, executable: sh }]')).toMatchObject([
      { line: 1, message: 'servces is not an option of a list of services.' },
    ])
  })

  it('in INI has only services', async () => {
    expect(await problemsOf('[service:a]\nexecutable = sh\n[b]\n', 'b.ini')).toMatchObject([
      { line: 3, column: 2, message: '[b] is no service, but the first section is one.' },
    ])
  })

  it('of ten thousand in one chain is sorted', async () => {
    const services = Array.from({ length: 10_000 }, (_, n) => ({
      name: `s${n}`,
      executable: 'sh',
      dependencies: n === 9999 ? [] : [`s${n + 1}`],
    }))
    const tree = await load(JSON.stringify({ services }), 'many.json')
    expect(tree.ok && tree.spec.children.at(0)?.id).toBe('s9999')
  })

  it('is printed as a tree', async () => {
    const made = await importFiles([written('printed.yaml', YAML)], folder)
    expect(made.ok && treeSource(made.imported, 'services.yaml')).toMatchInlineSnapshot(`
      "// Made of services.yaml (a list of services). Where meanings differ, a comment says so.
      import { supervisor, worker } from 'otp-sup'

      export default supervisor('shop', {
        // approximated: dependencies. Who depends on a service that failed is started again with it.
        strategy: 'rest_for_one',
        // approximated: max_retries: 3, 5. Restarts of all services are counted together, within the period; the largest
        // number counts.
        intensity: 5,
        period: '23s',
        monitorInterval: '5s',
        children: [
          worker('db', {
            command: 'postgres',
            args: ['-D', \`\${process.env['DATA'] || 'data'}\`],
            // approximated: backoff. The first restart in a row does not wait.
            backoff: true,
            dependsOn: [],
          }),
          worker('cache', {
            command: 'redis-server',
            restart: 'temporary',
            dependsOn: [],
          }),
          worker('api', {
            command: 'node',
            args: ['api.js', '--port', '8080'],
            // approximated: backoff. The first restart in a row does not wait.
            backoff: { initial: '1s' },
            dependsOn: ['db', 'cache'],
          }),
        ],
      })
      "
    `)
  })
})
