// check, tree, schema and run --dry-run: what tells about a tree and starts nothing.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderWith, node, otpSup, otpSupResult } from './otp-sup.ts'

const YAML = `# a shop
id: shop
strategy: rest_for_one
children:
  - id: db
    command: ["${process.execPath}", -e, "require('fs').writeFileSync('started', '')"]
    ready: { log: listening }
  - { id: cache, command: [sh], dependsOn: [] }
  - { id: api, command: [sh, "--key=\${KEY:-secret}"], dependsOn: [db], shutdown: 10s }
`
const WRONG = `id: shop
children:
  - id: db
    command: [sleep, 5]
    restart: always
  - { id: api, comand: [x] }
`
const files = {
  'tree.yaml': YAML,
  'wrong.yaml': WRONG,
  'loops.mjs': 'while (true);',
  'exits.mjs': 'process.exit(0)',
  'prints.mjs': "console.log('hello'); export default { id: 'shop' }",
}
const run = (argv: readonly string[], more: Readonly<Record<string, unknown>> = {}) =>
  otpSupResult(argv, { cwd: folderWith({ ...files, ...more }) })

describe('check', () => {
  it('says in one line that a tree is right, and how long its stop may take: exit 0', async () => {
    const { code, stdout, stderr } = await run(['check'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe('tree.yaml is fine: 3 workers under 1 supervisor; a stop takes at most 15s.\n')
  })

  it('tells all errors at once, each with file, line, column, tree path and way out: exit 1', async () => {
    const { code, stdout, stderr } = await run(['check', 'wrong.yaml'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toBe(`otp-sup: command.1 is 5 without quotes, but must be a text.
  where: wrong.yaml:4:22 (shop/db: command.1)
  fix: Write "5".
otp-sup: restart is "always", which is none of permanent, transient, temporary.
  where: wrong.yaml:5:14 (shop/db: restart)
  fix: Write "permanent".
otp-sup: command is missing.
  where: wrong.yaml:6:5 (shop/api: command)
  fix: Write command: ["node", "api.js"], or children: [] if it is a supervisor.
otp-sup: comand is not an option of a worker.
  where: wrong.yaml:6:24 (shop/api: comand)
  fix: Did you mean command?
`)
  })

  it('warns of programs and folders that are not there: exit 0', async () => {
    const tree = { id: 's', children: [{ id: 'a', command: ['no-such-program'], cwd: 'nowhere' }] }
    const { code, stdout, stderr } = await run(['check', 'tree.json'], { 'tree.json': tree })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^tree\.json is fine: /)
    expect(stderr).toMatch(/^otp-sup: warning: cwd is "nowhere", but .*\n {2}where: tree\.json:1:\d+ \(s\/a: cwd\)$/m)
    expect(stderr).toMatch(/^otp-sup: warning: command\.0 is "no-such-program", but there is no such program/m)
  })

  it('warns of what is allowed and hardly meant, by names that docs/lints.md explains: exit 0', async () => {
    const tree = 'id: s\nchildren:\n  - id: a\n    command: [sh]\n    backoff: { initial: 10s }\n'
    const { code, stdout, stderr } = await run(['check', 'tree.yaml'], { 'tree.yaml': tree })
    expect(code).toBe(0)
    expect(stdout).toBe('tree.yaml is fine: 1 worker under 1 supervisor; a stop takes at most 5s.\n')
    expect(
      stderr,
    ).toBe(`otp-sup: warning: a alone never makes s give up: 4 restarts take 27s at least, and period is 5s. [backoff-never-trips]
  where: tree.yaml:5:14 (s/a: backoff)
  fix: Write period: "50s" in s; or intensity: "infinity" if it never shall.
`)
  })

  it('--deep adds how its times come about, advice, and what can happen to it', async () => {
    const { code, stdout, stderr } = await run(['check', '--deep', '--states', '300'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(`tree.yaml is fine: 3 workers under 1 supervisor; a stop takes at most 15s.
  start: db 30s: 30s at most
  stop:  api 10s + db 5s = 15s at most
  explored 300 states: all that up to 2 failures can lead to
  the 17 laws of docs/conformance.md hold in each; the fewest failures that lead to an end:
    does not start: shop/db ends with code 1
advice: If db never gets ready after a crash, it is tried for ever: 4 restarts take 90s at least (startTimeout is 30s), and period is 5s. [endless-start]
  where: tree.yaml:5:5 (shop/db: startTimeout)
  fix: Write period: "3m" in shop, or a shorter startTimeout.
`)
  })

  it('--deep of a tree that is small enough knows everything that can happen', async () => {
    const tree = { id: 's', intensity: 0, children: [{ id: 'a', command: ['sh'] }] }
    const { stdout } = await run(['check', '--deep', 'tree.json'], { 'tree.json': tree })
    expect(stdout).toMatch(
      /^ {2}explored \d+ states: all that processes, time and a stop can lead to\n {2}the \d+ laws /m,
    )
    expect(stdout).toMatch(/^ {4}gives up: s\/a ends with code 1\n$/m)
  })

  it.each(['0', 'many', '1.5'])('--states %s is wrong usage: exit 2', async (states) => {
    const { code, stderr } = await run(['check', '--states', states])
    expect(code).toBe(2)
    expect(stderr).toMatch(/It is a whole number from 1/)
  })

  it('--json prints one line a tree, with all that there is to say, and nothing to stderr', async () => {
    const more = { 'tree.json': { id: 's', children: [{ id: 'a', command: ['no-such-program'], instances: 4 }] } }
    const { code, stdout, stderr } = await run(['check', '--json', 'tree.json', 'wrong.yaml', 'nowhere.ts'], more)
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' })
    const place = { file: 'tree.json', line: 1, path: 's/a' }
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toMatchObject([
      {
        version: 1,
        file: 'tree.json',
        ok: true,
        problems: [],
        warnings: [
          { ...place, column: 43, key: 'command.0', name: 'missing-program', numbers: {} },
          {
            ...place,
            column: 75,
            key: 'instances',
            name: 'instances-over-intensity',
            numbers: { copies: 4, intensity: 3, periodMs: 5000 },
            message: 'There are 4 copies, but s bears 3 restarts in 5s: what ends all copies at once makes it give up.',
            fix: 'Write intensity: 4 in s, or more.',
          },
        ],
        advice: null,
        exploration: null,
        tree: { workers: 4, supervisors: 1, startMs: 0, stopMs: 5000 },
      },
      {
        file: 'wrong.yaml',
        ok: false,
        problems: [
          { line: 4, column: 22, path: 'shop/db', key: 'command.1', fix: 'Write "5".' },
          { key: 'restart' },
          { key: 'command', message: 'command is missing.' },
          { key: 'comand' },
        ],
        warnings: [],
        advice: null,
        tree: null,
      },
      {
        file: 'nowhere.ts',
        ok: false,
        problems: [{ file: 'nowhere.ts', line: null, column: null, path: '', key: '' }],
      },
    ])
  })

  it('--json --deep has the advice, and what was explored', async () => {
    const { code, stdout } = await run(['check', '--json', '--states', '100'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      advice: [{ name: 'endless-start', line: 5, numbers: { restarts: 4, startTimeoutMs: 30_000, leastMs: 90_000 } }],
      exploration: {
        states: 100,
        isComplete: false,
        broken: null,
        faults: 1,
        endings: {
          start_failed: [
            { kind: 'end', path: 'shop/db', end: { kind: 'exit', code: 1 }, asked: false },
            { kind: 'end', path: 'shop/cache', end: { kind: 'signal', signal: 'SIGTERM' }, asked: true },
          ],
        },
      },
    })
  })

  it('looks at several trees, and tells of each', async () => {
    const { code, stdout, stderr } = await run(['check', 'tree.yaml', 'wrong.yaml', 'prints.mjs'])
    expect(code).toBe(1)
    expect(stdout.split('\n')).toHaveLength(3)
    expect(stderr).toMatch(/wrong\.yaml:5:14/)
  })

  it.each([
    ['a file that is not there', ['check', 'nowhere.yaml'], {}, /There is no such file/],
    ['a file of another kind', ['check', 'a.txt'], { 'a.txt': '' }, /its language is unknown/],
    ['one that is not there among those that are', ['check', 'wrong.yaml', 'nowhere.yaml'], {}, /no such file/],
  ])('%s cannot be looked at: exit 2', async (_what, argv, more, message) => {
    const { code, stderr } = await run(argv, more)
    expect(stderr).toMatch(message)
    expect(code).toBe(2)
  })

  it('in a folder without a tree says so: exit 2', async () => {
    const { code, stderr } = await otpSupResult(['check'], { cwd: folderWith({}) })
    expect(stderr).toMatch(/There is no tree\.\*/)
    expect(code).toBe(2)
  })

  it('a tree file that exits does no harm: exit 1', async () => {
    const { code, stderr } = await run(['check', 'exits.mjs'])
    expect(stderr).toBe(`otp-sup: Its process ended with exit code 0 while it was loaded.
  where: exits.mjs
  fix: Remove what ends it; a tree file only describes the tree, the rest belongs into the workers.
`)
    expect(code).toBe(1)
  })

  it('what a tree file prints goes to stderr', async () => {
    const { code, stdout, stderr } = await run(['check', 'prints.mjs'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^prints\.mjs is fine/)
    expect(stderr).toBe('hello\n')
  })

  it('a tree file that loops is given up: exit 1', async () => {
    const { code, stderr } = await run(['check', 'loops.mjs'])
    expect(stderr).toMatch(/It was not loaded within 10 s\./)
    expect(code).toBe(1)
  }, 40_000)
})

it.each(['check', 'tree', 'run'])('Ctrl-C ends %s of a tree file that loops', async (command) => {
  const cwd = folderWith({ 'loops.mjs': "process.stderr.write('looping\\n'); while (true);" })
  const looping = otpSup([command, 'loops.mjs'], { cwd })
  await looping.stderr.found(/looping/)
  looping.signal('SIGINT')
  expect((await looping.exit).signal).toBe('SIGINT')
})

describe('tree', () => {
  it('prints a picture; values of variables are not in it', async () => {
    const { code, stdout, stderr } = await run(['tree'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^shop {6}rest_for_one, 3 restarts in 5s\n├─ db .*\n├─ cache .*\n└─ api {4}sh --key=/)
    expect(stdout).toContain('${KEY:-secret}')
  })

  it.each([
    ['mermaid', /^flowchart TD\n/],
    ['dot', /^digraph tree \{\n/],
    ['json', /^\{\n {2}"version": 1,\n/],
  ])('--format %s', async (format, beginning) => {
    const { code, stdout } = await run(['tree', 'tree.yaml', '--format', format])
    expect(code).toBe(0)
    expect(stdout).toMatch(beginning)
  })

  it.each([
    ['an invalid tree', ['tree', 'wrong.yaml'], /wrong\.yaml:5:14/],
    ['an unknown format', ['tree', '--format', 'svg'], /text, mermaid, dot, json/],
  ])('refuses %s: exit 2', async (_what, argv, message) => {
    const { code, stdout, stderr } = await run(argv)
    expect(stderr).toMatch(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})

it('schema --services prints that of lists of services', async () => {
  const { code, stdout } = await run(['schema', '--services'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ required: ['services'], properties: { services: {} } })
})

it('schema prints a JSON Schema of trees', async () => {
  const { code, stdout } = await run(['schema'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    $schema: 'http://json-schema.org/draft-07/schema#',
    properties: { strategy: {}, children: {}, template: {} },
  })
})

describe('run --dry-run', () => {
  it('tells what would be started, in order, and starts nothing: exit 0', async () => {
    const cwd = folderWith(files)
    const { code, stdout, stderr } = await otpSupResult(['run', '--dry-run'], { cwd })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(
      /^shop would be started in this order[^\n]*\n1 {2}shop\/db .*\n1 {2}shop\/cache .*\n2 {2}shop\/api .*\nNothing was started\.\n$/,
    )
    expect(existsSync(join(cwd, 'started'))).toBe(false)
  })

  it('refuses what run refuses: exit 2', async () => {
    const { code, stdout, stderr } = await run(['run', '--dry-run', 'wrong.yaml'])
    expect(stderr).toMatch(/wrong\.yaml:5:14/)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})

describe('run --name', () => {
  const tree = {
    id: 'shop',
    restart: 'temporary',
    autoShutdown: 'any_significant',
    children: [{ id: 'a', command: node(''), restart: 'temporary', significant: true }],
  }
  const named = (argv: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    otpSupResult(['run', 'tree.json', '--events', '-', ...argv], { cwd: folderWith({ 'tree.json': tree }), env })
  const nameIn = (stdout: string): unknown => (JSON.parse(stdout.split('\n')[0] ?? '') as { name: unknown }).name

  it('names the tree in its events', async () => {
    expect(nameIn((await named(['--name', 'blue'])).stdout)).toBe('blue')
    expect(nameIn((await named([], { OTP_SUP_NAME: 'green' })).stdout)).toBe('green')
    expect(nameIn((await named([])).stdout)).toBe('shop')
  })

  it('refuses a name that cannot be a folder: exit 2', async () => {
    for (const name of ['../x', '..', 'a b']) {
      const { code, stderr } = await named(['--name', name])
      expect(stderr).toMatch(/is not made of letters, digits/)
      expect(code).toBe(2)
    }
  })
})

it.each(['', 'run', 'check', 'tree', 'simulate', 'schema', 'import', 'init'])(
  'help %s has examples, and fits into 80 columns',
  async (command) => {
    const { code, stdout } = await run(command === '' ? ['--help'] : [command, '--help'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/otp-sup \w+ [^\n]*tree|otp-sup schema >/)
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  },
)
