import { checkSpec, type SupervisorChildSpec, supervisor, worker } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { fineTree } from './check-report.ts'
import { startOrder } from './start-order.ts'
import { treeDot, treeMermaid } from './tree-graph.ts'
import { treeJson } from './tree-json.ts'
import { treeText } from './tree-text.ts'

const checked = (spec: unknown): SupervisorChildSpec => {
  const answer = checkSpec(spec, { cwd: '/srv' })
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems))
  return answer.spec
}

const shop = checked(
  supervisor('shop', {
    strategy: 'rest_for_one',
    children: [
      worker('db', { command: ['postgres', '-D', 'my data'], ready: { tcp: 5432 }, shutdown: '30s' }),
      worker('cache', { command: ['redis-server'], dependsOn: [] }),
      worker('api', {
        command: ['node', 'api.js'],
        env: { SECRET: 'hush' },
        instances: 2,
        dependsOn: ['db'],
        backoff: true,
      }),
      supervisor('jobs', {
        intensity: 1,
        period: '2m',
        children: [
          worker('migrate', { command: ['migrate'], ready: { exit: true } }),
          worker('mailer', { command: ['m'] }),
        ],
      }),
      supervisor('pool', {
        strategy: 'simple_one_for_one',
        maxChildren: 5,
        template: worker('job', { command: 'job', restart: 'transient' }),
      }),
    ],
  }),
)

describe('a picture of a tree', () => {
  it('shows as whom a worker runs, and under which limits; of env files only programs are told, by name', () => {
    const own = { user: 'app', group: 33, umask: '027', nice: 5, oomScoreAdj: -10, limits: { nofile: 99 } }
    const tree = checked(supervisor('s', { children: [worker('a', { command: ['x'], envFile: '.env', ...own })] }))
    const words = 'user app; group 33; umask 027; nice 5; oomScoreAdj -10; nofile 99'
    expect(treeText(tree, null)).toContain(`└─ a  x; ${words}\n`)
    expect(startOrder(tree)).toBe(`1  s/a  x; ${words}\n`)
    expect(JSON.parse(treeJson(tree))).toMatchObject({ tree: { children: [{ ...own, envFiles: ['/srv/.env'] }] } })
    expect(JSON.parse(treeJson(shop))).toMatchObject({
      tree: {
        children: [
          {
            user: null,
            umask: null,
            limits: { nofile: null, memoryBytes: null, cpuPercent: null },
            health: null,
            envFiles: [],
          },
          {},
          {},
          {},
          {},
          {},
        ],
      },
    })
  })

  it('shows how a worker is checked, and what it may use', () => {
    const own = { health: { tcp: 80, every: '5s' }, limits: { memory: '1MiB', cpu: '150%', for: '30s' } } as const
    const tree = checked(supervisor('s', { children: [worker('a', { command: ['x'], ...own })] }))
    const words = 'health: tcp 80 every 5s; memory 1MiB; cpu 150%; for 30s'
    expect(treeText(tree, null)).toContain(`└─ a  x; ${words}\n`)
    expect(startOrder(tree)).toBe(`1  s/a  x; ${words}\n`)
    const limits = { memoryBytes: 1024 * 1024, cpuPercent: 150, forMs: 30_000 }
    expect(JSON.parse(treeJson(tree))).toMatchObject({
      tree: { children: [{ health: { probe: { kind: 'tcp', port: 80 }, everyMs: 5000, failures: 3 }, limits }] },
    })
  })

  it('for people', () => {
    expect(`\n${treeText(shop, null)}`).toBe(`
shop                   rest_for_one, 3 restarts in 5s
├─ db                  postgres -D "my data"; ready: tcp 5432
├─ cache               redis-server; after nobody
├─ api@1               node api.js; backoff; after db
├─ api@2               node api.js; backoff; after db
├─ jobs                one_for_one, 1 restart in 2m
│  ├─ migrate          migrate; one-shot
│  └─ mailer           m
└─ pool                simple_one_for_one, 3 restarts in 5s; at most 5
   └─ job@1, job@2, …  job; transient
`)
  })

  it('fits into their terminal', () => {
    const lines = treeText(shop, 40).split('\n')
    expect(lines.every((line) => line.length <= 40)).toBe(true)
    expect(lines[1]).toBe('├─ db                  postgres -D "my …')
  })

  it('shows control characters, and obeys none', () => {
    const tricky = checked({ id: 's', children: [{ id: 'a', command: ['x', '\u001b[31m\u009b\n'] }] })
    expect(treeText(tricky, null)).toMatch(/^[^\p{Cc}]*\n[^\p{Cc}]*\n$/u)
    expect(treeText(tricky, null)).toContain('x "\\u001b[31m')
  })

  it('for Mermaid', () => {
    expect(treeMermaid(shop)).toMatch(/^flowchart TD\n {2}n0\["shop<br\/>rest_for_one, 3 restarts in 5s"\]\n/)
    expect(treeMermaid(shop)).toContain('  n1(["db<br/>postgres -D #34;my data#34;"])\n')
    expect(treeMermaid(shop)).toContain('  n3 -. depends on .-> n1\n')
    expect(treeMermaid(shop).match(/ --> /g)).toHaveLength(9)
  })

  it('for Graphviz', () => {
    expect(treeDot(shop)).toContain('  n1 [label="db\\npostgres -D \\"my data\\"", shape=ellipse]\n')
    expect(treeDot(shop)).toContain('  n3 -> n1 [style=dotted, label="depends on", constraint=false]\n')
    expect(treeDot(shop)).toMatch(/^digraph tree \{\n[^]*\n\}\n$/)
  })

  it('for programs, without what env holds', () => {
    const json: unknown = JSON.parse(treeJson(shop))
    expect(json).toMatchObject({
      version: 1,
      tree: {
        path: 'shop',
        children: [
          { path: 'shop/db', command: ['postgres', '-D', 'my data'], shutdownMs: 30_000 },
          {},
          { path: 'shop/api@1', dependsOn: ['db'] },
          {},
          { path: 'shop/jobs', children: [{ path: 'shop/jobs/migrate' }, {}] },
          { path: 'shop/pool', maxChildren: 5, template: { path: 'shop/pool/job' } },
        ],
      },
    })
    expect(treeJson(shop)).not.toContain('hush')
  })
})

describe('the order of a boot', () => {
  it('has a number for each step; what has the same is started side by side', () => {
    expect(`\n${startOrder(shop)}`).toBe(`
1  shop/db            postgres -D "my data"; ready: tcp 5432
1  shop/cache         redis-server
2  shop/api@1         node api.js
2  shop/api@2         node api.js
3  shop/jobs/migrate  migrate; one-shot
4  shop/jobs/mailer   m
5  shop/pool          nothing yet: its children are made of job by startChild
`)
  })

  it('of an empty tree is empty', () => {
    expect(startOrder(checked({ id: 's' }))).toBe('')
  })

  it('of ten thousand children is told at once', () => {
    const many = checked({ id: 's', children: [{ id: 'a', command: ['x'], instances: 10_000 }] })
    expect(startOrder(many).split('\n')).toHaveLength(10_001)
    expect(fineTree('t', many)).toContain('10000 workers')
  })
})

describe('how long a stop takes at most', () => {
  const child = (id: string, shutdown: string, more: object = {}) => ({ id, command: ['x'], shutdown, ...more })
  it.each([
    ['one after the other', [child('a', '1s'), child('b', '2s')], '3s'],
    ['side by side', [child('a', '1s'), child('b', '2s', { dependsOn: [] })], '2s'],
    [
      'along the longest way',
      [child('a', '1s'), child('b', '2s', { dependsOn: [] }), child('c', '3s', { dependsOn: ['a'] })],
      '4s',
    ],
    ['copies at once', [child('a', '2s', { instances: 3 })], '2s'],
    ['brutal_kill at once', [child('a', 'brutal_kill'), child('b', '250ms')], '250ms'],
    ['a supervisor with a limit', [{ id: 'sub', shutdown: '2s', children: [child('a', 'infinity')] }], '2s'],
    ['a supervisor below its limit', [{ id: 'sub', shutdown: '9s', children: [child('a', '1s')] }], '1s'],
    ['nothing', [], '0ms'],
  ])('%s', (_, children, expected) => {
    expect(fineTree('t', checked({ id: 's', children }))).toContain(`a stop takes at most ${expected}.`)
  })

  it('names a child that may take for ever', () => {
    const children = [child('a', 'infinity'), child('b', '1s')]
    expect(fineTree('tree.yaml', checked({ id: 's', children }))).toBe(
      'tree.yaml is fine: 2 workers under 1 supervisor; a stop waits for s/a without a limit (shutdown is "infinity").\n',
    )
  })
})
