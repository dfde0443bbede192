import { describe, expect, it } from 'vitest'
import { supervisor, worker } from './builders.ts'
import { checkChildSpec, checkSpec } from './check-spec.ts'
import type { SupervisorChildSpec } from './child-spec.ts'

const cwd = '/srv/shop'
const command = ['true']
const STANDARD = { initialMs: 200, factor: 2, maxMs: 30_000, jitter: 0.1, resetAfterMs: 30_000 }

function accepted(value: unknown): SupervisorChildSpec {
  const checked = checkSpec(value, { cwd })
  expect(checked).toMatchObject({ ok: true })
  return (checked as { spec: SupervisorChildSpec }).spec
}

function said(options: object, flags: object = {}): readonly string[] {
  const checked = checkSpec({ id: 's', ...flags, children: [{ id: 'a', command, ...options }] }, { cwd })
  return checked.ok ? [] : checked.problems.map(({ path, key, message, fix }) => `${path} ${key}: ${message} ${fix}`)
}

describe('backoff', () => {
  it('of a supervisor is the default for its children, workers and supervisors, and not for theirs', () => {
    const spec = accepted(
      supervisor('shop', {
        backoff: { initial: '1s' },
        children: [
          worker('db', { command }),
          worker('api', { command, backoff: true }),
          supervisor('jobs', { children: [worker('mailer', { command })] }),
        ],
      }),
    )
    const own = { ...STANDARD, initialMs: 1000 }
    expect(spec.backoff).toBeNull()
    expect(spec.children.map(({ id, backoff }) => [id, backoff])).toEqual([
      ['db', own],
      ['api', STANDARD],
      ['jobs', own],
    ])
    expect((spec.children[2] as SupervisorChildSpec).children[0]?.backoff).toBeNull()
    expect(accepted(spec.source)).toEqual(spec)
  })

  it('is none by default, as in OTP', () => {
    expect(accepted({ id: 's', children: [{ id: 'a', command }] }).children[0]?.backoff).toBeNull()
  })

  it('of a child that is added later is its own, or the default of its supervisor', () => {
    const context = { cwd, autoShutdown: 'never', siblings: [], parentPath: 's', backoff: STANDARD } as const
    expect(checkChildSpec({ id: 'a', command }, context)).toMatchObject({ spec: { backoff: STANDARD } })
    expect(checkChildSpec({ id: 'a', command, backoff: { factor: 1 } }, context)).toMatchObject({
      spec: { backoff: { ...STANDARD, factor: 1 } },
    })
  })

  it.each([
    [
      { backoff: false },
      's/a backoff: backoff is false, but must be true or an object. Leave backoff out: restarts do not wait then.',
    ],
    [
      { backoff: '5s' },
      's/a backoff: backoff is "5s", but must be true or an object. Write backoff: true, or { initial: "200ms", max: "30s" }.',
    ],
    [
      { backoff: { initial: 200 } },
      's/a backoff.initial: backoff.initial is 200, a number without a unit. Write "200s" or "200ms", whichever is meant.',
    ],
    [
      { backoff: { initial: '0s' } },
      's/a backoff.initial: backoff.initial is "0s": no time at all. Write how long, for example "5s".',
    ],
    [
      { backoff: { factor: 0.5 } },
      's/a backoff.factor: backoff.factor is 0.5, but must be a number from 1 to 100. Write 2.',
    ],
    [
      { backoff: { jitter: 10 } },
      's/a backoff.jitter: backoff.jitter is 10, but must be a number from 0 to 1: the share by which delays differ. Write 0.1.',
    ],
    [
      { backoff: { initial: '1m' } },
      's/a backoff.initial: backoff.initial is "1m", which is longer than max ("30s"). Write a shorter initial, or a longer max.',
    ],
    [
      { backoff: { reset: '1s' } },
      's/a backoff.reset: backoff.reset is not known. Leave it out; backoff has initial, factor, max, jitter, resetAfter.',
    ],
    [{ backoff: { maximum: '1s' } }, expect.stringContaining('backoff.maximum is not known.')],
    [{ backoff: [] }, expect.stringContaining('backoff is an empty list, but must be true or an object.')],
  ])('%j is told', (options, expected) => {
    expect(said(options)).toEqual([expected])
  })
})

describe('intensity "infinity"', () => {
  const flags = { intensity: 'infinity' }

  it('needs a backoff of each child that can be restarted', () => {
    expect(said({}, flags)).toEqual([
      's/a backoff: intensity of its supervisor is "infinity", and it has no backoff: it could be restarted for ever, without a pause. Write backoff: true here, or in its supervisor for all its children; or a number for intensity.',
    ])
    expect(said({ ready: { exit: true } }, flags)).toHaveLength(1)
    expect(said({ children: [], command: undefined }, flags)).toEqual([
      expect.stringContaining('Write backoff: true in its supervisor; or a number for intensity.'),
    ])
  })

  it.each([
    [{ backoff: true }, flags],
    [{}, { ...flags, backoff: true }],
    [{ restart: 'temporary' }, flags],
  ])('%j under %j is fine', (options, ofSupervisor) => {
    expect(said(options, ofSupervisor)).toEqual([])
  })

  it('is kept', () => {
    expect(accepted({ id: 's', ...flags, children: [] }).flags.intensity).toBe('infinity')
  })

  it('counts for the template and for children that are added later, too', () => {
    const simple = { id: 's', strategy: 'simple_one_for_one', ...flags, template: { id: 'a', command } }
    expect(checkSpec(simple, { cwd })).toMatchObject({ problems: [{ path: 's/a', key: 'backoff' }] })
    const context = { cwd, autoShutdown: 'never', siblings: [], parentPath: 's', intensity: 'infinity' } as const
    expect(checkChildSpec({ id: 'b', command }, context)).toMatchObject({ problems: [{ path: 's/b', key: 'backoff' }] })
    expect(checkChildSpec({ id: 'b', command, backoff: true }, context).ok).toBe(true)
  })
})
