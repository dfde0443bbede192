import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkChildSpec, checkChildSpecs, checkSpec } from './check-spec.ts'
import type { Problem } from './problem.ts'
import { checkSimpleStart } from './template.ts'

const cwd = '/srv/shop'
const command = ['true']

function problemsOf(value: unknown): readonly Problem[] {
  const checked = checkSpec(value, { cwd })
  return checked.ok ? [] : checked.problems
}

/** What is wrong with one worker, as `key: message fix`. */
const said = (options: object, flags: object = {}): readonly string[] =>
  problemsOf({ id: 'shop', ...flags, children: [{ id: 'api', command, ...options }] }).map(
    ({ key, message, fix }) => `${key}: ${message} ${fix}`,
  )

/** One valid value of every option of a worker. */
const everyOption = {
  id: 'a',
  command,
  args: ['x'],
  cwd: '.',
  env: { A: '1' },
  inheritEnv: true,
  preferLocal: false,
  shell: false,
  restart: 'transient',
  significant: false,
  successCodes: [0],
  shutdownCodes: [1],
  stopSignal: 'SIGINT',
  stopScope: 'leader',
  stopCommand: ['stop-it'],
  shutdown: '1s',
  ready: { tcp: 80 },
  log: { stdout: 'null' },
  backoff: true,
  startTimeout: '1s',
  instances: 1,
  dependsOn: [],
}

describe('values that are no plain data', () => {
  class Service {
    readonly name = 'x'
  }
  const cyclic: Record<string, unknown> = { id: 'loop' }
  cyclic['children'] = [cyclic]
  const throwing = Object.defineProperty({ id: 'x' }, 'command', {
    enumerable: true,
    get: () => {
      throw new Error('no')
    },
  })

  it.each([
    ['NaN', { instances: Number.NaN }, 'instances is NaN, which is no plain data.'],
    ['a function', { command: () => 'x' }, 'command is a function, which is no plain data.'],
    ['a class instance', { env: new Service() }, 'env is a Service, which is no plain data.'],
    ['a Map', { env: new Map() }, 'env is a Map, which is no plain data.'],
    ['a symbol in a list', { args: ['a', Symbol('x')] }, 'args.1 is a symbol, which is no plain data.'],
    ['a bigint', { instances: 3n }, 'instances is a bigint, which is no plain data.'],
  ])('%s', (_, options, message) => {
    expect(problemsOf({ id: 's', children: [{ id: 'a', command, ...options }] })).toMatchObject([
      { path: 's/a', message },
    ])
  })

  it.each([
    ['a cycle', cyclic, 'children.0 is an object that contains itself, which is no plain data.'],
    [
      'a getter that throws',
      { id: 's', children: [throwing] },
      'children.0 is an object that cannot be read, which is no plain data.',
    ],
    [
      'a __proto__ key',
      JSON.parse('{"id":"s","__proto__":{"x":1}}'),
      '__proto__ is a key that no spec can have, which is no plain data.',
    ],
  ])('%s', (_, tree, message) => {
    expect(problemsOf(tree)).toMatchObject([{ message }])
  })

  it('a null where a value must stand', () => {
    expect(said({ shutdown: null, env: null, cwd: null })).toHaveLength(3)
  })

  it('never pollute a prototype', () => {
    checkSpec(JSON.parse('{"id":"s","children":[{"id":"a","command":["x"],"env":{"__proto__":{"polluted":"1"}}}]}'), {
      cwd,
    })
    expect({}).not.toHaveProperty('polluted')
  })

  it('a secret in env is not repeated in a message', () => {
    expect(
      JSON.stringify(problemsOf({ id: 's', children: [{ id: 'a', command, env: { KEY: 'hush\0' } }] })),
    ).not.toContain('hush')
  })
})

describe('whatever it is given', () => {
  const names = [
    'id',
    'children',
    'command',
    'ready',
    'dependsOn',
    'env',
    'restart',
    'instances',
    'shutdown',
    'tcp',
    'exit',
    'template',
    'strategy',
    'intensity',
    'backoff',
    'initial',
    'factor',
    'log',
    'stdout',
    'file',
    'pattern',
    'flags',
    'delay',
    '__proto__',
    'constructor',
  ]
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.jsonValue(),
      fc.constantFrom('a', 'a@1', '5s', 'permanent', 'simple_one_for_one', 'infinity', '(', 'g', 1, 0, true, null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 6 }),
    ),
  })).value

  it('checkSpec answers and never throws', () => {
    fc.assert(
      fc.property(json, (value) => {
        for (const checked of [
          checkSpec(value, { cwd }),
          checkSpec({ id: 'root', children: value }, { cwd }),
          checkSpec({ id: 'root', children: [value] }, { cwd }),
          checkChildSpec(value, { cwd, autoShutdown: null, siblings: ['a'], parentPath: 'root' }),
          checkChildSpecs(value, 'never', { cwd }),
          checkSpec({ id: 'root', strategy: 'simple_one_for_one', template: value }, { cwd }),
          checkSpec({ id: 'root', children: [{ ...everyOption, ready: value }] }, { cwd }),
          checkSpec({ id: 'root', children: [{ ...everyOption, log: value }] }, { cwd }),
          checkSpec({ id: 'root', children: [{ ...everyOption, backoff: value }] }, { cwd }),
          checkSimpleStart(value, { template: null, parentPath: 'root' }),
        ])
          expect(checked.ok || checked.problems.length > 0).toBe(true)
      }),
      { numRuns: 400 },
    )
  })

  it('nor for anything that is no JSON', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withNullPrototype: true,
          withSparseArray: true,
          withTypedArray: true,
        }),
        (value) => {
          for (const option of Object.keys(everyOption)) {
            const child = { ...everyOption, [option]: value }
            const checked = checkSpec({ id: 'root', children: [value, child] }, { cwd })
            expect(checked.ok || checked.problems.length > 0).toBe(true)
          }
        },
      ),
    )
  })
})
