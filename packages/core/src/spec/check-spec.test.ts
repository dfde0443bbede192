import { describe, expect, it } from 'vitest'
import { supervisor, worker } from './builders.ts'
import { type CheckOptions, checkChildSpec, checkChildSpecs, checkSpec } from './check-spec.ts'
import type { LeafSpec, SupervisorChildSpec } from './child-spec.ts'

const cwd = '/srv/shop'
const command = ['true']

function accepted(value: unknown): SupervisorChildSpec {
  const checked = checkSpec(value, { cwd })
  expect(checked).toMatchObject({ ok: true })
  return (checked as { spec: SupervisorChildSpec }).spec
}

const leaf = (options: object): LeafSpec =>
  accepted({ id: 'shop', children: [{ id: 'api', command, ...options }] }).children[0] as LeafSpec

describe('defaults', () => {
  it('of a worker are OTP’s', () => {
    expect(leaf({})).toMatchObject({
      type: 'worker',
      id: 'api',
      restart: 'permanent',
      significant: false,
      shutdownMs: 5000,
      dependsOn: 'all_before',
      startTimeoutMs: 30_000,
      successCodes: [0],
      shutdownCodes: [],
      program: {
        command: 'true',
        args: [],
        cwd: '/srv/shop',
        env: {},
        inheritEnv: true,
        preferLocal: false,
        shell: false,
        ready: { kind: 'spawned' },
        stopSignal: 'SIGTERM',
        stopScope: 'group',
        stopCommand: null,
      },
    })
  })

  it('of a supervisor are OTP’s, but for 3 restarts in 5 s', () => {
    expect(accepted({ id: 'shop' })).toMatchObject({
      type: 'supervisor',
      restart: 'permanent',
      significant: false,
      shutdownMs: 'infinity',
      flags: { strategy: 'one_for_one', intensity: 3, periodMs: 5000, autoShutdown: 'never' },
      children: [],
    })
  })

  it('of a one-shot differ: transient, and as long as it takes', () => {
    expect(leaf({ ready: { exit: true } })).toMatchObject({
      restart: 'transient',
      startTimeoutMs: 'infinity',
      program: { ready: { kind: 'exit' } },
    })
    expect(leaf({ ready: { exit: true }, startTimeout: '1m', restart: 'temporary' })).toMatchObject({
      restart: 'temporary',
      startTimeoutMs: 60_000,
    })
  })

  it('stand in the source, which checks to the same spec again', () => {
    const spec = accepted(
      supervisor('shop', {
        autoShutdown: 'any_significant',
        children: [
          worker('migrate', { command, ready: { exit: true }, significant: true }),
          worker('api', { command: 'node', args: ['api.js'], instances: 2, cwd: 'api', ready: { tcp: 80 } }),
          worker('front', { command, dependsOn: ['api'] }),
          supervisor('jobs', { children: [worker('mailer', { command })] }),
        ],
      }),
    )
    expect(spec.source).toMatchObject({
      strategy: 'one_for_one',
      period: '5s',
      children: [{ startTimeout: 'infinity' }, {}, {}, {}],
    })
    expect(accepted(spec.source)).toEqual(spec)
    expect(Object.isFrozen(spec.source.children)).toBe(true)
  })
})

describe('a checked spec', () => {
  it.each([
    [{ command: ['node', 'api.js'], args: ['--port', '80'] }, 'node', ['api.js', '--port', '80']],
    [{ command: 'node', args: ['api.js'] }, 'node', ['api.js']],
    [{ command: './run me', shell: true }, './run me', []],
  ])('%j runs %s with %j', (options, program, args) => {
    expect(leaf(options).program).toMatchObject({ command: program, args })
  })

  it.each([
    ['api', '/srv/shop/api'],
    ['../other/./x', '/srv/other/x'],
    ['/opt/api/', '/opt/api'],
    ['.', '/srv/shop'],
    ['../../../..', '/'],
  ])('cwd %s is the folder %s', (given, folder) => {
    expect(leaf({ cwd: given }).program.cwd).toBe(folder)
  })

  it.each([
    [{ tcp: 5432 }, { kind: 'tcp', host: null, port: 5432, foreign: false }],
    [
      { tcp: 'db.local:5432', foreign: true },
      { kind: 'tcp', host: 'db.local', port: 5432, foreign: true },
    ],
    [{ tcp: '[::1]:80' }, { kind: 'tcp', host: '::1', port: 80, foreign: false }],
  ])('ready %j waits for %j', (ready, expected) => {
    expect(leaf({ ready }).program.ready).toEqual(expected)
  })

  it.each([
    ['infinity', 'infinity'],
    ['brutal_kill', 'brutal_kill'],
    ['0s', 0],
    ['250ms', 250],
    ['2m', 120_000],
  ])('shutdown %s is %s', (shutdown, expected) => {
    expect(leaf({ shutdown }).shutdownMs).toBe(expected)
  })

  it('skips children that are not there', () => {
    expect(accepted({ id: 'shop', children: [null, false, undefined, { id: 'a', command }] }).children).toHaveLength(1)
  })

  it('may be a root that is made to be somebody’s child', () => {
    const root = {
      id: 'jobs',
      restart: 'transient',
      significant: true,
      dependsOn: ['db'],
      shutdown: '9s',
      children: [],
    }
    expect(accepted(root)).toMatchObject({ restart: 'transient', significant: true, shutdownMs: 9000 })
  })

  it('takes a command with blanks when there is such a file', () => {
    const tree = { id: 'shop', children: [{ id: 'a', cwd: 'bin', command: './my tool' }] }
    const fileExists = (path: string) => path === '/srv/shop/bin/my tool'
    expect(checkSpec(tree, { cwd, fileExists }).ok).toBe(true)
    expect(checkSpec(tree, { cwd }).ok).toBe(false)
  })
})

describe('instances', () => {
  const children = (list: readonly object[]) =>
    accepted({ id: 'shop', children: list }).children.map(({ id, dependsOn }) => [id, dependsOn])

  it('become siblings that share the dependencies and never depend on each other', () => {
    expect(
      children([
        { id: 'db', command },
        { id: 'api', command, instances: 3 },
        { id: 'front', command },
      ]),
    ).toEqual([
      ['db', 'all_before'],
      ['api@1', 'all_before'],
      ['api@2', ['db']],
      ['api@3', ['db']],
      ['front', 'all_before'],
    ])
  })

  it('are all meant by an edge to their id', () => {
    expect(
      children([
        { id: 'db', command },
        { id: 'api', command, instances: 2, dependsOn: [] },
        { id: 'front', command, dependsOn: ['api', 'db', 'api@2'] },
      ]),
    ).toEqual([
      ['db', 'all_before'],
      ['api@1', []],
      ['api@2', []],
      ['front', ['api@1', 'api@2', 'db']],
    ])
  })

  it('are called ID@1 even when there is one', () => {
    expect(children([{ id: 'api', command, instances: 1 }])).toEqual([['api@1', 'all_before']])
  })

  it('know their number', () => {
    const [, second] = accepted({ id: 's', children: [{ id: 'a', command, instances: 2, env: { X: '1' } }] }).children
    expect((second as LeafSpec).program.env).toEqual({ X: '1', OTP_SUP_INSTANCE: '2' })
    expect(second?.source).toMatchObject({ id: 'a@2', env: { OTP_SUP_INSTANCE: '2' } })
    expect(second?.source).not.toHaveProperty('instances')
  })
})

describe('checkChildSpec', () => {
  const context = { cwd, autoShutdown: 'never', siblings: ['db', 'api@1', 'api@2'], parentPath: 'shop/jobs' } as const

  it('takes a child that depends on siblings that are there, copies by their common id too', () => {
    expect(checkChildSpec({ id: 'x', command, dependsOn: ['api', 'db'] }, context)).toMatchObject({
      ok: true,
      spec: { id: 'x', dependsOn: ['api@1', 'api@2', 'db'] },
    })
  })

  it('does not ask whether the id is taken: that is answered by the supervisor', () => {
    expect(checkChildSpec({ id: 'db', command }, context).ok).toBe(true)
  })

  it.each([
    [{ id: 'x', command, dependsOn: ['bd'] }, 'shop/jobs/x', 'dependsOn.0', ['dependsOn', 0]],
    [{ id: 'x', command, significant: true, restart: 'transient' }, 'shop/jobs/x', 'significant', ['significant']],
    [{ command }, 'shop/jobs', 'id', ['id']],
    [{ id: 'x', command, instances: 2 }, 'shop/jobs/x', 'instances', ['instances']],
    [false, 'shop/jobs', '', []],
    ['x', 'shop/jobs', '', []],
    [{ id: 'x', children: [{ id: 'y', command, nope: 1 }] }, 'shop/jobs/x/y', 'nope', ['children', 0, 'nope']],
  ])('refuses %j at %s', (value, path, key, at) => {
    expect(checkChildSpec(value, context)).toMatchObject({ ok: false, problems: [{ path, key, at }] })
  })
})

describe('checkChildSpecs (OTP: check_childspecs)', () => {
  const significant = { id: 'a', command, significant: true, restart: 'transient' }

  it.each([
    ['never', false],
    ['any_significant', true],
    [null, true],
  ] as const)('a significant child, autoShutdown %s: ok is %s', (autoShutdown, ok) => {
    expect(checkChildSpecs([significant], autoShutdown, { cwd }).ok).toBe(ok)
  })

  it('refuses what is no list, and an id used twice', () => {
    expect(checkChildSpecs({}, null, { cwd })).toMatchObject({ ok: false, problems: [{ path: '', at: [] }] })
    expect(checkChildSpecs([significant, significant], null, { cwd })).toMatchObject({
      ok: false,
      problems: [{ path: 'a', key: 'id', at: [1, 'id'], message: 'id "a" is used by 0 and again by 1.' }],
    })
  })
})

describe('a stop command', () => {
  const spec = { id: 'shop', children: [{ id: 'api', command: ['true'], stopCommand: ['ctl', 's3cret'] }] }
  const stopCommandOf = (options: CheckOptions): unknown => {
    const checked = checkSpec(spec, options)
    const [api] = checked.ok ? checked.spec.children : []
    return api?.type === 'worker' ? api.program.stopCommand : undefined
  }

  it('is run as it was checked, and shown as it was written', () => {
    const place = 'children.0.stopCommand.1'
    const textAt = (at: readonly (string | number)[]) => (at.join('.') === place ? '${KEY}' : null)
    expect(stopCommandOf({ cwd: '/', textAt })).toEqual({ argv: ['ctl', 's3cret'], display: ['ctl', '${KEY}'] })
    expect(stopCommandOf({ cwd: '/' })).toEqual({ argv: ['ctl', 's3cret'], display: ['ctl', 's3cret'] })
  })
})
