import { describe, expect, it } from 'vitest'
import { checkSpec } from '../spec/check-spec.ts'
import { startTime } from './start-time.ts'
import { stopTime } from './stop-time.ts'

const checked = (tree: object) => {
  const result = checkSpec(tree, { cwd: '/' })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.spec
}
const leaf = (id: string, more: object = {}) => ({ id, command: ['x'], ...more })

describe('stopTime', () => {
  it('goes from those that others need not to those that are needed, along the longest way', () => {
    const db = leaf('db', { shutdown: '30s' })
    const jobs = { id: 'jobs', children: [leaf('queue', { shutdown: '9s' }), leaf('mailer')], dependsOn: ['db'] }
    expect(stopTime(checked({ id: 's', children: [db, leaf('api', { dependsOn: ['db'] }), jobs] }))).toEqual({
      ms: 44_000,
      steps: [
        { path: 's/jobs/mailer', ms: 5000 },
        { path: 's/jobs/queue', ms: 9000 },
        { path: 's/db', ms: 30_000 },
      ],
    })
  })

  it('ends with the time of a supervisor that is shorter, but for the root: it has no parent to kill it', () => {
    const children = [leaf('a', { shutdown: '30s' })]
    const tree = { id: 's', shutdown: '1s', children: [{ id: 'sub', shutdown: '2s', children }, leaf('b')] }
    expect(stopTime(checked(tree))).toEqual({
      ms: 7000,
      steps: [
        { path: 's/b', ms: 5000 },
        { path: 's/sub', ms: 2000 },
      ],
    })
    expect(stopTime(checked({ id: 's', shutdown: '1s', children })).ms).toBe(30_000)
  })

  it('knows no time after one without an end', () => {
    const tree = { id: 's', children: [leaf('a'), leaf('b', { shutdown: 'infinity' }), leaf('c')] }
    expect(stopTime(checked(tree))).toEqual({
      ms: 'infinity',
      steps: [
        { path: 's/c', ms: 5000 },
        { path: 's/b', ms: 'infinity' },
      ],
    })
  })
})

describe('startTime', () => {
  it('is that of those that are waited for, each as long as it may take', () => {
    const children = [
      leaf('db', { ready: { tcp: 1 } }),
      leaf('cache', { ready: { delay: '2s' }, dependsOn: [] }),
      { id: 'jobs', dependsOn: ['cache'], children: [leaf('queue', { ready: { log: 'x' }, startTimeout: '29s' })] },
      leaf('api'),
    ]
    expect(startTime(checked({ id: 's', children }))).toEqual({
      ms: 31_000,
      steps: [
        { path: 's/cache', ms: 2000 },
        { path: 's/jobs/queue', ms: 29_000 },
      ],
    })
  })

  it('is without a limit for a one-shot, unless it has one', () => {
    expect(startTime(checked({ id: 's', children: [leaf('a', { ready: { exit: true } })] })).ms).toBe('infinity')
    const limited = leaf('a', { ready: { exit: true }, startTimeout: '1m' })
    expect(startTime(checked({ id: 's', children: [limited] })).ms).toBe(60_000)
  })

  it('of a delay without a limit is the delay; of one that is cut short, the limit', () => {
    const open = leaf('a', { ready: { delay: '2m' }, startTimeout: 'infinity' })
    expect(startTime(checked({ id: 's', children: [open] })).ms).toBe(120_000)
    expect(startTime(checked({ id: 's', children: [leaf('a', { ready: { delay: '2m' } })] })).ms).toBe(30_000)
  })

  it('of a template is nothing: nothing is started yet', () => {
    const tree = { id: 's', strategy: 'simple_one_for_one', template: leaf('a', { ready: { tcp: 1 } }) }
    expect(startTime(checked(tree))).toEqual({ ms: 0, steps: [] })
  })
})
