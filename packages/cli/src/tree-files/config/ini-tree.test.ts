import { describe, expect, it } from 'vitest'
import { parseIniTree } from './ini-tree.ts'

const lines = (...all: readonly string[]) => all.join('\n')
const valueOf = (text: string) => {
  const tree = parseIniTree(text)
  return tree.ok ? tree.value : tree.problems
}
/** The one option of a worker. */
const option = (...all: readonly string[]) => {
  const value = valueOf(lines('[shop]', '[shop/a]', ...all))
  const [child] = (value as { children?: readonly unknown[] }).children ?? [value]
  return child
}

describe('an INI tree', () => {
  const text = lines(
    '; a comment',
    'x-nobody = whatever',
    '[shop]',
    'strategy = rest_for_one',
    'intensity = 5',
    'backoff = true',
    '',
    '# another',
    '[shop/db]',
    '  command = postgres -D "my data" \'and "more"\'',
    'ready.tcp = 5432',
    'env.PORT = 5432',
    'env.A.B = " x "',
    'limits.nofile=1024',
    '[shop/jobs]',
    '[shop/jobs/mailer]',
    'command = node mailer.js',
    'restart = transient',
    'dependsOn =',
    '[x-more]',
    'what = ever',
  )
  const tree = parseIniTree(text)

  it('is the tree that its sections are, in their order', () => {
    expect(tree.ok && tree.value).toEqual({
      id: 'shop',
      strategy: 'rest_for_one',
      intensity: 5,
      backoff: true,
      children: [
        {
          id: 'db',
          command: ['postgres', '-D', 'my data', 'and "more"'],
          ready: { tcp: 5432 },
          env: { PORT: '5432', 'A.B': ' x ' },
          limits: { nofile: 1024 },
        },
        {
          id: 'jobs',
          children: [{ id: 'mailer', command: ['node', 'mailer.js'], restart: 'transient', dependsOn: [] }],
        },
      ],
    })
    expect(valueOf(text.replaceAll('\n', '\r\n'))).toEqual(tree.ok && tree.value)
  })

  it.each([
    [['id'], 3, 2],
    [['intensity'], 5, 13],
    [['children', 0], 9, 2],
    [['children', 0, 'command', 1], 10, 13],
    [['children', 0, 'ready'], 11, 1],
    [['children', 0, 'ready', 'tcp'], 11, 13],
    [['children', 0, 'env', 'A.B'], 13, 11],
    [['children', 0, 'missing'], 9, 2],
    [['children', 1, 'children', 0, 'dependsOn'], 19, 1],
    [[], 3, 2],
  ])('knows that %j stands at %i:%i, or what is around it', (at, line, column) => {
    expect(tree.ok && tree.placeOf(at)).toEqual({ line, column })
  })

  it.each([
    ['command = node', { command: ['node'] }],
    ['command = "my program" --x=" y"', { command: ['my program', '--x= y'] }],
    ['command = a\\b "c\\"d\\\\e\\f" \'\'', { command: ['a\\b', 'c"d\\e\\f', ''] }],
    ['shell = true\ncommand = echo "a" | cat', { shell: true, command: 'echo "a" | cat' }],
    ['successCodes = 0 3', { successCodes: [0, 3] }],
    ['inheritEnv = false', { inheritEnv: false }],
    ['inheritEnv = PATH', { inheritEnv: ['PATH'] }],
    ['envFile = a.env', { envFile: 'a.env' }],
    ['envFile = a.env b.env', { envFile: ['a.env', 'b.env'] }],
    ['umask = 027', { umask: '027' }],
    ['nice = -5', { nice: -5 }],
    ['user = 1000', { user: 1000 }],
    ['user = www-data', { user: 'www-data' }],
    ['ready.exit = true', { ready: { exit: true } }],
    ['ready.tcp = 127.0.0.1:80', { ready: { tcp: '127.0.0.1:80' } }],
    ['ready.exec = pg_isready -q', { ready: { exec: ['pg_isready', '-q'] } }],
    ['ready.log = ^listening on', { ready: { log: '^listening on' } }],
    [
      'ready.http = http://a\nready.status = 200 204\nready.header.x.y = z',
      { ready: { http: 'http://a', status: [200, 204], header: { 'x.y': 'z' } } },
    ],
    ['log.stdout = console\nlog.stderr.file = a.log', { log: { stdout: 'console', stderr: { file: 'a.log' } } }],
    ['log.stdout.0 = console\nlog.stdout.1.file = a.log', { log: { stdout: ['console', { file: 'a.log' }] } }],
    ['env.A = 1', { env: { A: '1' } }],
    [
      'limits.memory = 512MiB\nlimits.cpu = 150%\nlimits.for = 10s',
      { limits: { memory: '512MiB', cpu: '150%', for: '10s' } },
    ],
    [
      'health.exec = pg_isready -q\nhealth.every = 5s\nhealth.failures = 2',
      { health: { exec: ['pg_isready', '-q'], every: '5s', failures: 2 } },
    ],
    ['env.A =', { env: { A: '' } }],
    ['env.A = "1; 2"', { env: { A: '1; 2' } }],
    ['env.A = b=c#d', { env: { A: 'b=c#d' } }],
    ['children =', { children: [] }],
  ])('%j is %j', (written, value) => {
    expect(option(...written.split('\n'))).toEqual({ id: 'a', ...value })
  })

  it('the section below a simple_one_for_one is its template', () => {
    expect(
      valueOf(lines('[r]', '[r/rooms]', 'strategy = simple_one_for_one', '[r/rooms/room]', 'command = x')),
    ).toEqual({
      id: 'r',
      children: [{ id: 'rooms', strategy: 'simple_one_for_one', template: { id: 'room', command: ['x'] } }],
    })
  })

  it.each([
    ['', 1, 1, 'The file is empty.'],
    ['; nothing', 1, 1, 'It has no section.'],
    ['a = 1\n[r]', 1, 1, 'a stands before the first section.'],
    ['[r/a]', 1, 2, 'The first section is [r/a], but must be the root.'],
    ['[r]\n[s]', 2, 2, '[s] is a second root.'],
    ['[r]\n[r/a/b]', 2, 2, '[r/a/b] has no section [r/a] before it.'],
    ['[r]\n[r/a]\n[r/a]', 3, 2, 'The section [r/a] stands twice.'],
    ['[r]\na = 1\na = 2', 3, 1, 'The key "a" stands twice in one section.'],
    ['[r', 1, 1, 'This is no section.'],
    ['[r] x', 1, 1, 'This is no section.'],
    ['[r]\nwhat', 2, 1, 'The line is neither [section] nor key = value.'],
    ['[r]\n= what', 2, 1, 'The line is neither [section] nor key = value.'],
    ['[r]\nid = s', 2, 6, 'id is the last part of the name of the section.'],
    ['[r]\nchildren = a b', 2, 12, 'children are sections of their own.'],
    ['[r]\nready = 80', 2, 9, 'ready has options of its own.'],
    [`[r]\na${'.a'.repeat(500_000)} = 1`, 2, 1, 'The key has too many dots.'],
    ['[r]\nenv. = 80', 2, 8, 'A name is missing before or after a dot.'],
    ['[r]\na = 1\na.b = 2', 3, 1, 'a is both a value and has options of its own.'],
    ['[r]\nperiod = 5s ; five', 2, 10, 'A comment stands on a line of its own; this would become part of the value.'],
    ['[r]\ncommand = a # b', 2, 11, 'A comment stands on a line of its own; this would become part of the value.'],
    ['[r]\ncommand = ["a", "b"]', 2, 11, 'A list is written as words with blanks between them.'],
    ['[r]\ncommand = a "b', 2, 11, 'A quote does not end.'],
    ['[r]\ncwd = "a', 2, 7, 'The text does not end with its quote.'],
    [
      '[r]\nstrategy = simple_one_for_one\n[r/a]\n[r/b]',
      4,
      2,
      '[r] is simple_one_for_one and has its template already.',
    ],
  ])('refuses %.40j at %i:%i', (wrong, line, column, message) => {
    expect(valueOf(wrong)).toContainEqual({ line, column, message, fix: expect.any(String) })
  })

  it('tells all that is wrong at once', () => {
    const found = valueOf('what\n[r]\nid = r\n[r/a/b]\na = 1 # b\n[s]')
    expect((found as { line: number }[]).map(({ line }) => line)).toEqual([1, 3, 4, 5, 6])
  })

  it('keeps a key __proto__ an ordinary key', () => {
    expect(Object.keys(valueOf('[r]\n__proto__.x = 1') as object)).toEqual(['id', '__proto__', 'children'])
  })
})
