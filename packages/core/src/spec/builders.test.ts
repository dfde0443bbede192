import { describe, expect, it } from 'vitest'
import { supervisor, worker } from './builders.ts'
import { checkSpec } from './check-spec.ts'
import type { WorkerSpec } from './spec.ts'

const command = ['true']

describe('supervisor() and worker()', () => {
  it('return plain data that survives JSON', () => {
    const spec = supervisor('shop', {
      strategy: 'rest_for_one',
      children: [worker('db', { command, ready: { tcp: 5432 } }), supervisor('jobs', { children: [] })],
    })
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec)
    expect(spec).toEqual({
      id: 'shop',
      strategy: 'rest_for_one',
      children: [
        { id: 'db', command: ['true'], ready: { tcp: 5432 } },
        { id: 'jobs', children: [] },
      ],
    })
  })

  it('freeze all of it', () => {
    const spec = supervisor('shop', { children: [worker('db', { command, env: { A: '1' } })] })
    const db = spec.children?.[0] as WorkerSpec
    for (const part of [spec, spec.children, db, db.env, db.command]) expect(Object.isFrozen(part)).toBe(true)
  })

  it('do not freeze what the caller handed in', () => {
    const env = { A: '1' }
    worker('db', { command, env })
    env.A = '2'
    expect(env.A).toBe('2')
  })

  it.each([[false], [null], [undefined]] as const)('skip a child that is %s', (absent) => {
    expect(supervisor('shop', { children: [absent, worker('db', { command })] }).children).toEqual([
      { id: 'db', command },
    ])
  })

  it('give a supervisor without children an empty list, so that the data says what it is', () => {
    expect(supervisor('empty', {})).toEqual({ id: 'empty', children: [] })
    expect(supervisor('empty')).toEqual({ id: 'empty', children: [] })
  })

  it('only build: what is wrong is for checkSpec to say', () => {
    expect(() => worker('', { command: [], restart: 'always' as 'permanent' })).not.toThrow()
    expect(() => worker('a', undefined as never)).not.toThrow()
    expect(() => supervisor('a', null as never)).not.toThrow()
  })
})

// Checked by the compiler: an expected error that does not come fails `tsc`. That it is built all the same is no fault:
// checkSpec refuses it at run time.
describe('dependsOn, for the compiler', () => {
  it('takes ids of siblings', () => {
    const spec = supervisor('shop', {
      children: [
        worker('db', { command }),
        worker('cache', { command, dependsOn: [] }),
        worker('api', { command, dependsOn: ['db', 'cache'] }),
        supervisor('jobs', { dependsOn: ['api'], children: [worker('mailer', { command })] }),
      ],
    })
    expect(isAccepted(spec)).toBe(true)
  })

  it('refuses an id that no sibling has', () => {
    const spec = supervisor('shop', {
      children: [
        worker('db', { command }),
        // @ts-expect-error no sibling 'bd'
        worker('api', { command, dependsOn: ['bd'] }),
      ],
    })
    expect(isAccepted(spec)).toBe(false)
  })

  it('refuses an id of another level', () => {
    const spec = supervisor('shop', {
      children: [
        worker('db', { command }),
        supervisor('jobs', {
          children: [
            // @ts-expect-error no sibling 'db'
            worker('mailer', { command, dependsOn: ['db'] }),
          ],
        }),
      ],
    })
    expect(isAccepted(spec)).toBe(false)
  })

  it('refuses it in a supervisor too', () => {
    const spec = supervisor('shop', {
      children: [
        // @ts-expect-error no sibling 'db'
        supervisor('jobs', { dependsOn: ['db'], children: [worker('mailer', { command })] }),
      ],
    })
    expect(isAccepted(spec)).toBe(false)
  })

  it('takes hoisted, spread and conditional children', () => {
    const db = worker('db', { command })
    const rest = [worker('api', { command, dependsOn: ['db'] }), false] as const
    const isProduction = Math.max(0, 1) === 1
    const mailer = isProduction && worker('mailer', { command, dependsOn: ['api'] })
    expect(isAccepted(supervisor('shop', { children: [db, ...rest, mailer] }))).toBe(true)
  })

  it('leaves computed ids to checkSpec', () => {
    const shards = [1, 2, 3].map((n) => worker(`shard-${n}`, { command }))
    const front = (shard: string) => worker('front', { command, dependsOn: [shard] })
    expect(isAccepted(supervisor('shards', { children: shards }))).toBe(true)
    expect(isAccepted(supervisor('shards', { children: [...shards, front('shard-1')] }))).toBe(true)
    expect(isAccepted(supervisor('shards', { children: [...shards, front('shard-4')] }))).toBe(false)
  })

  it('takes children written as plain data', () => {
    const api = worker('api', { command, dependsOn: ['db'] })
    expect(isAccepted(supervisor('shop', { children: [{ id: 'db', command: ['true'] }, api] }))).toBe(true)
  })
})

describe('options, for the compiler', () => {
  it('that are wrong are refused', () => {
    const wrong = [
      // @ts-expect-error command is required
      worker('api', {}),
      // @ts-expect-error a duration has a unit
      worker('api', { command, shutdown: '5' }),
      // @ts-expect-error no signal of that name
      worker('api', { command, stopSignal: 'SIGTREM' }),
      // @ts-expect-error an option of another tool
      worker('api', { command, depends_on: [] }),
      // @ts-expect-error a worker has no strategy
      worker('api', { command, strategy: 'one_for_one' }),
    ]
    for (const child of wrong) expect(isAccepted({ id: 'shop', children: [child] })).toBe(false)
  })
})

function isAccepted(spec: unknown): boolean {
  return checkSpec(spec, { cwd: '/' }).ok
}
