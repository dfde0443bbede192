import { describe, expect, it } from 'vitest'
import { supervisor, worker } from './builders.ts'
import { checkSpec } from './check-spec.ts'
import type { ChildSpec, LeafSpec, SupervisorChildSpec } from './child-spec.ts'
import type { SupervisorOptions } from './spec.ts'
import { checkSimpleStart, fromTemplate } from './template.ts'

const cwd = '/srv/shop'
const command = ['node', 'job.js']
const job = worker('job', { command, args: ['-v'], env: { A: '1', B: '2' }, restart: 'transient' })

function pool(options: Omit<SupervisorOptions, 'children'> = {}): SupervisorChildSpec {
  const checked = checkSpec(supervisor('pool', { strategy: 'simple_one_for_one', template: job, ...options }), { cwd })
  expect(checked).toMatchObject({ ok: true })
  return (checked as { spec: SupervisorChildSpec }).spec
}

const templateOf = (options?: Omit<SupervisorOptions, 'children'>): ChildSpec => pool(options).template as ChildSpec

describe('a supervisor of simple_one_for_one', () => {
  it('has a template, no children, and perhaps a limit', () => {
    expect(pool({ maxChildren: 3, backoff: true })).toMatchObject({
      flags: { strategy: 'simple_one_for_one' },
      children: [],
      maxChildren: 3,
      template: { type: 'worker', id: 'job', dependsOn: [], restart: 'transient', backoff: { initialMs: 200 } },
    })
    expect(pool()).toMatchObject({ maxChildren: null, template: { backoff: null } })
  })

  it('has a source that checks to the same again', () => {
    const spec = pool({ maxChildren: 3 })
    expect(spec.source).not.toHaveProperty('children')
    expect(checkSpec(spec.source, { cwd })).toEqual({ ok: true, spec })
  })

  it('may have a supervisor as its template', () => {
    const template = supervisor('room', { children: [worker('host', { command })] })
    expect(templateOf({ template })).toMatchObject({ type: 'supervisor', id: 'room', children: [{ id: 'host' }] })
  })

  const SIMPLE = { strategy: 'simple_one_for_one' }
  const template = { id: 'job', command }
  it.each<readonly [object, string, string, string]>([
    [SIMPLE, 'pool', 'template', 'template is missing'],
    [{ ...SIMPLE, children: [template] }, 'pool', 'template', 'template is missing'],
    [{ ...SIMPLE, template, children: [] }, 'pool', 'children', 'children stands beside template'],
    [{ template }, 'pool', 'template', 'strategy is not "simple_one_for_one"'],
    [{ strategy: 'one_for_all', template }, 'pool', 'template', 'strategy is not "simple_one_for_one"'],
    [{ children: [], maxChildren: 3 }, 'pool', 'maxChildren', 'strategy is not "simple_one_for_one"'],
    [{ ...SIMPLE, template, maxChildren: 0 }, 'pool', 'maxChildren', 'must be a whole number from 1'],
    [{ ...SIMPLE, template, autoShutdown: 'any_significant' }, 'pool', 'autoShutdown', '"simple_one_for_one" has none'],
    [{ ...SIMPLE, template: null }, 'pool', 'template', 'template is null, but must be a worker or a supervisor.'],
    [{ ...SIMPLE, template: 'job' }, 'pool', 'template', 'template is "job", but must be a worker or a supervisor.'],
    [{ ...SIMPLE, template: { id: 'job' } }, 'pool/job', 'command', 'command is missing'],
    [{ ...SIMPLE, template: { command } }, 'pool', 'template.id', 'id is missing'],
    [{ ...SIMPLE, template: { ...template, instances: 2 } }, 'pool/job', 'instances', 'started by a call of its own'],
    [{ ...SIMPLE, template: { ...template, dependsOn: ['db'] } }, 'pool/job', 'dependsOn.0', 'no sibling has that id'],
    [{ ...SIMPLE, template: { ...template, nope: 1 } }, 'pool/job', 'nope', 'nope is not an option of a worker.'],
    [
      { ...SIMPLE, template: { id: 'room', children: [{ id: 'host' }] } },
      'pool/room/host',
      'command',
      'command is missing',
    ],
  ])('%j is refused', (options, path, key, message) => {
    const id = Object.hasOwn(options, 'children') || Object.hasOwn(options, 'template') ? {} : { children: [] }
    expect(checkSpec({ id: 'pool', ...id, ...options }, { cwd })).toEqual({
      ok: false,
      problems: [expect.objectContaining({ path, key, message: expect.stringContaining(message) })],
    })
  })

  it('that lists its children has one problem, not one for each', () => {
    const children = [
      { id: 'a', command },
      { id: 'b', command },
    ]
    expect(checkSpec({ id: 'pool', ...SIMPLE, children }, { cwd })).toMatchObject({ problems: [{ key: 'template' }] })
  })
})

describe('checkSimpleStart', () => {
  const context = { template: templateOf(), parentPath: 'shop/pool' }

  it.each([
    [undefined, { id: null, args: [], env: {} }],
    [{}, { id: null, args: [], env: {} }],
    [
      { id: 'x', args: ['1'], env: { C: '3' } },
      { id: 'x', args: ['1'], env: { C: '3' } },
    ],
  ])('takes %j', (value, start) => {
    expect(checkSimpleStart(value, context)).toEqual({ ok: true, start })
  })

  it.each<readonly [unknown, string, string, string]>([
    [7, 'shop/pool', '', 'What to start is 7, but must be an object.'],
    [['-v'], 'shop/pool', '', 'must be an object'],
    [() => 1, 'shop/pool', '', 'which is no plain data'],
    [{ id: 'a b' }, 'shop/pool', 'id', 'id is "a b"'],
    [{ id: 'x', args: '-v' }, 'shop/pool/x', 'args', 'args is "-v", but must be a list of texts.'],
    [{ args: [1] }, 'shop/pool', 'args.0', 'args.0 is 1, but must be a text.'],
    [{ env: { A: 1 } }, 'shop/pool', 'env.A', 'env.A is 1, but must be a text.'],
    [{ command: ['x'] }, 'shop/pool', 'command', 'command is for the template to say'],
    [{ arg: ['x'] }, 'shop/pool', 'arg', 'arg is for the template to say'],
  ])('refuses %j', (value, path, key, message) => {
    expect(checkSimpleStart(value, context)).toEqual({
      ok: false,
      problems: [expect.objectContaining({ path, key, message: expect.stringContaining(message) })],
    })
  })

  it('refuses args and env of a supervisor, if it is known to be one', () => {
    const value = { args: ['x'], env: { A: '1' } }
    const room = templateOf({ template: supervisor('room', {}) })
    expect(checkSimpleStart(value, { ...context, template: room })).toMatchObject({
      problems: [{ key: 'args' }, { key: 'env' }],
    })
    expect(checkSimpleStart({ id: 'x' }, { ...context, template: room }).ok).toBe(true)
    expect(checkSimpleStart(value, { ...context, template: null }).ok).toBe(true)
  })
})

describe('fromTemplate', () => {
  it('appends args and merges env', () => {
    const child = fromTemplate(templateOf(), { id: 'job@1', args: ['7'], env: { B: '3' } }) as LeafSpec
    expect(child).toMatchObject({
      id: 'job@1',
      restart: 'transient',
      program: { command: 'node', args: ['job.js', '-v', '7'], env: { A: '1', B: '3' } },
      source: { id: 'job@1', args: ['-v', '7'], env: { A: '1', B: '3' } },
    })
    expect(child.program.display).toEqual(['node', 'job.js', '-v', '7'])
  })

  it('gives a supervisor its id', () => {
    const room = templateOf({ template: supervisor('room', { children: [worker('host', { command })] }) })
    expect(fromTemplate(room, { id: 'room@2', args: [], env: {} })).toMatchObject({
      id: 'room@2',
      children: [{ id: 'host' }],
      source: { id: 'room@2' },
    })
  })
})
