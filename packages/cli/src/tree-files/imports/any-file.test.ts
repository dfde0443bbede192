// Whatever a file of another tool holds, there is a tree or a problem; nothing is thrown, and a tree can be written.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkTree } from '../check-tree.ts'
import { loadTreeFile } from '../load-tree-file.ts'
import { textConversion, valueConversion } from './convert.ts'
import type { Conversion } from './draft.ts'
import { importedTree } from './imported-tree.ts'
import { treeSource } from './tree-source.ts'
import { treeYaml } from './tree-yaml.ts'

const around = (file: string) => ({ file, treeId: 'any', besides: ['.env'] })

/** Problems, or a tree that can be checked, whatever the check says, and written. */
const isAnswered = (conversion: Conversion): boolean => {
  const read = importedTree('any', conversion, { A: '1' })
  if (!read.ok || !conversion.ok) return !read.ok && read.problems.length > 0
  const checked = checkTree(read, { file: 'any', folder: '/' })
  return (
    treeSource(conversion.imported, 'any').length > 0 &&
    treeYaml(conversion.imported, 'any').length > 0 &&
    (checked.ok || checked.problems.length > 0)
  )
}

const scalar = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(
    'a',
    'b',
    '5s',
    '1m30s',
    '${A}',
    '$B',
    'sh -c "x y"',
    'always',
    'no',
    '[',
    '*/',
    '${A:-`}',
    '__proto__',
  ),
)
const valueWith = (keys: readonly string[]) =>
  fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      scalar,
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie('any'), { maxKeys: 6 }),
    ),
  })).any

const COMPOSE = [
  'command',
  'entrypoint',
  'image',
  'environment',
  'env_file',
  'depends_on',
  'condition',
  'healthcheck',
  'test',
  'interval',
  'restart',
  'deploy',
  'replicas',
  'restart_policy',
  'user',
  'ulimits',
  'nofile',
  'stop_signal',
  'stop_grace_period',
  'links',
  'profiles',
  'a',
  'b',
  '__proto__',
]
const PROCESS_COMPOSE = [
  'command',
  'entrypoint',
  'environment',
  'depends_on',
  'condition',
  'availability',
  'restart',
  'exit_on_end',
  'backoff_seconds',
  'readiness_probe',
  'exec',
  'http_get',
  'port',
  'host',
  'shutdown',
  'signal',
  'replicas',
  'disabled',
  'ready_log_line',
  'a',
  'b',
  '__proto__',
]
const PM2 = [
  'name',
  'script',
  'args',
  'interpreter',
  'env',
  'instances',
  'exec_mode',
  'restart_delay',
  'wait_ready',
  'listen_timeout',
  'kill_timeout',
  'stop_exit_codes',
  'out_file',
  'uid',
  'watch',
  '__proto__',
]
const SERVICES = [
  'name',
  'executable',
  'args',
  'restart',
  'max_retries',
  'backoff',
  'dependencies',
  'env',
  'a',
  'b',
  '__proto__',
]

describe('whatever a file says', () => {
  it.each([
    ['docker compose', COMPOSE, (any: unknown) => ({ services: { a: any, b: any } })],
    ['process-compose', PROCESS_COMPOSE, (any: unknown) => ({ processes: { a: any, b: any }, environment: any })],
    ['pm2', PM2, (any: unknown) => ({ apps: [any, { script: 'a.js', ...(typeof any === 'object' ? any : {}) }] })],
    ['a list of services', SERVICES, (any: unknown) => ({ services: [any, { name: 'b', executable: 'x' }] })],
  ])('%s: there is a tree or a problem', (_, keys, file) => {
    fc.assert(
      fc.property(valueWith(keys), (any) => {
        const conversion = valueConversion(file(any), around('any.yaml'), () => null)
        expect(conversion !== null && isAnswered(conversion)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  const lines = (keys: readonly string[], start: string) =>
    fc
      .array(
        fc.tuple(fc.constantFrom(...keys), fc.oneof(scalar, fc.constantFrom('1', '5', 'a=b', '/x', '-', 'A="1",B=2'))),
        { maxLength: 8 },
      )
      .map((pairs) => `${start}\n${pairs.map(([key, value]) => `${key}=${String(value)}`).join('\n')}\n`)

  it.each([
    [
      'a.conf',
      '[program:a]',
      [
        'command',
        'numprocs',
        'process_name',
        'autorestart',
        'exitcodes',
        'startsecs',
        'stopwaitsecs',
        'stopsignal',
        'environment',
        'priority',
        'user',
        'umask',
        'stdout_logfile',
        'redirect_stderr',
        '__proto__',
      ],
    ],
    [
      'a.service',
      '[Service]',
      [
        'ExecStart',
        'ExecStartPre',
        'ExecStop',
        'Type',
        'Restart',
        'RestartSec',
        'TimeoutStopSec',
        'KillSignal',
        'KillMode',
        'Environment',
        'EnvironmentFile',
        'LimitNOFILE',
        'UMask',
        'Nice',
        'User',
        'SuccessExitStatus',
        'StandardOutput',
        'WorkingDirectory',
      ],
    ],
    ['Procfile', '', ['a: b', 'web: x $PORT', 'release: y']],
  ] as const)('%s: there is a tree or a problem', (file, start, keys) => {
    fc.assert(
      fc.property(fc.oneof(lines(keys, start), fc.string({ unit: 'binary' })), (text) => {
        expect(isAnswered(textConversion(text, around(file)))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a file that cannot be read as one', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'otp-sup-any-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each([
    ['Procfile', '', null, 'There is no process in it.'],
    ['Procfile', 'web: a\nwhat is this\n', 2, 'This is no process.'],
    ['Procfile', 'web: a\nweb: b\n', 2, 'The process web stands twice.'],
    ['a.conf', '', null, 'There is no [program:…] in it.'],
    ['a.conf', '[program:a]\ndirectory=/\n', 1, 'command is missing.'],
    ['a.service', '', null, 'a.service has no ExecStart in [Service].'],
    ['docker-compose.yml', 'services: {}', null, 'There is no service in it.'],
    [
      'docker-compose.yml',
      'services:\n  a: { depends_on: [b], command: x }\n  b: { depends_on: [a], command: x }\n',
      null,
      'Services depend on each other in a circle: a -> b -> a.',
    ],
    ['docker-compose.yml', 'services:\n  a: {\n', 3, /./],
    ['process-compose.yml', 'processes: {}', null, 'There is no process in it.'],
    ['ecosystem.config.json', '{ "apps": [] }', null, 'apps is empty.'],
    ['ecosystem.config.json', '{ "apps": [{ "name": "a" }] }', null, 'apps.0 has no script.'],
    ['Procfile', Uint8Array.of(0x77, 0xff), null, 'The file is not UTF-8.'],
    ['huge.conf', 'x'.repeat(5 * 1024 * 1024), null, 'The file has 5 MiB, but a tree file has at most 4 MiB.'],
  ])('%s is refused (%#)', async (name, text, line, message) => {
    const file = join(folder, name)
    writeFileSync(file, text)
    const tree = await loadTreeFile(file)
    expect(tree.ok ? [] : tree.problems).toMatchObject([
      { line, message: message instanceof RegExp ? expect.stringMatching(message) : message, fix: expect.any(String) },
    ])
  })
})
