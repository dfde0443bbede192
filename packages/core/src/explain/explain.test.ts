import { describe, expect, it } from 'vitest'
import { MisuseError, SpecError } from '../errors.ts'
import { simulate } from '../simulate/simulate.ts'
import { supervisor, worker } from '../spec/builders.ts'
import type { AnyChild } from '../spec/spec.ts'
import { explain } from './explain.ts'
import type { Explanation, Failure } from './explanation.ts'

const leaf = (id: string, options: object = {}) => worker(id, { command: ['run', id], ...options })
const group = (id: string, options: object, ...children: readonly AnyChild[]) =>
  supervisor(id, { ...options, children })

const shop = group(
  'shop',
  { strategy: 'rest_for_one' },
  leaf('db', { ready: { tcp: 5432 }, shutdown: '30s', dependsOn: [] }),
  leaf('cache', { dependsOn: [] }),
  leaf('api', { ready: { tcp: 80 }, startTimeout: '20s', dependsOn: ['db'] }),
)

const effects = (explanation: Explanation, nth = 0) => explanation.failures[nth]?.effects
const outages = ({ outages: all }: Explanation) =>
  Object.fromEntries(all.map(({ path, simulated, worst }) => [path, [words(simulated), words(worst)]]))
const words = (absence: Explanation['outages'][number]['worst']) => {
  if (absence.kind === 'back') return absence.afterMs
  return absence.kind === 'no_limit' ? absence.because : absence.kind
}

describe('what a failure leads to', () => {
  it('is the round: who is stopped and started in which order, and who does not notice', () => {
    const explanation = explain(shop, { path: 'shop/db', end: { signal: 'SIGKILL' } })
    expect(effects(explanation)).toMatchObject([
      { type: 'failed', path: 'shop/db', exit: { class: 'abnormal', signal: 'SIGKILL' }, restart: 'permanent' },
      {
        type: 'round',
        supervisor: 'shop',
        strategy: 'rest_for_one',
        failed: 'shop/db',
        stops: ['shop/api'],
        starts: ['shop/db', 'shop/api'],
        restarts: 1,
      },
    ])
    expect(explanation.failures[0]?.untouched).toEqual(['shop/cache'])
    expect(explanation.end).toMatchObject({ outcome: 'running', gaveUp: null })
  })

  it('goes up when a supervisor gives up, one level after the other', () => {
    const jobs = group('jobs', { intensity: 0 }, leaf('cleaner'), leaf('broken'))
    const explanation = explain(group('s', { intensity: 1 }, leaf('web'), jobs), { path: 's/jobs/broken', times: 2 })
    expect(effects(explanation)).toMatchObject([
      { type: 'failed' },
      { type: 'gave_up', supervisor: 's/jobs', restarts: 1, intensity: 0, stops: ['s/jobs/cleaner'] },
      { type: 'round', supervisor: 's', failed: 's/jobs', starts: ['s/jobs'] },
    ])
    expect(effects(explanation, 1)).toMatchObject([
      { type: 'failed' },
      { type: 'gave_up', supervisor: 's/jobs' },
      { type: 'gave_up', supervisor: 's', stops: ['s/web'] },
    ])
    expect(explanation.end).toMatchObject({ outcome: 'gave_up', gaveUp: 's', running: [] })
  })

  it('is that a supervisor stays down, when that is its restart type', () => {
    const jobs = group('jobs', { intensity: 0, restart: 'transient' }, leaf('a'))
    expect(effects(explain(group('s', {}, jobs), { path: 's/jobs/a' }))?.at(-1)).toMatchObject({
      type: 'stays_down',
      path: 's/jobs',
      restart: 'transient',
      class: 'shutdown',
    })
  })

  it('is nothing but its end, when the leaf is not restarted', () => {
    const explanation = explain(group('s', {}, leaf('a', { restart: 'transient' })), { path: 's/a', end: { code: 0 } })
    expect(effects(explanation)?.map(({ type }) => type)).toEqual(['failed', 'stays_down'])
    expect(outages(explanation)).toEqual({ 's/a': ['stays_down', 'stays_down'] })
  })

  it('tells in which order all below a supervisor stop and start, however deep', () => {
    const deep = group('deep', {}, leaf('x'), leaf('y'))
    const jobs = group('jobs', {}, leaf('a'), deep, leaf('b'))
    const tree = group('s', { strategy: 'rest_for_one', intensity: 1 }, leaf('db'), jobs, leaf('web'))
    const explanation = explain(tree, { path: 's/db', times: 2 })
    const down = ['s/web', 's/jobs', 's/jobs/b', 's/jobs/deep', 's/jobs/deep/y', 's/jobs/deep/x', 's/jobs/a']
    const up = ['s/db', 's/jobs', 's/jobs/a', 's/jobs/deep', 's/jobs/deep/x', 's/jobs/deep/y', 's/jobs/b', 's/web']
    const round = { type: 'round', stops: ['s/web', 's/jobs'], stopOrder: down, startOrder: up }
    expect(effects(explanation)).toMatchObject([{ type: 'failed' }, round])
    expect(effects(explanation, 1)).toMatchObject([
      { type: 'failed' },
      { type: 'gave_up', stops: ['s/web', 's/jobs'], stopOrder: down },
    ])
  })

  it('tells the order of a round that goes on while failures come, and of no other', () => {
    const slow = leaf('slow', { ready: { delay: '3s' } })
    const jobs = group('jobs', { strategy: 'one_for_all', intensity: 1 }, leaf('a'), leaf('b'))
    const tree = group('s', { strategy: 'rest_for_one' }, leaf('db', { restart: 'permanent' }), slow, jobs)
    const rounds = explain(tree, { path: 's/db', times: 2, every: '1s' }).failures.map(({ effects: all }) => all[1])
    expect(rounds).toMatchObject([
      { stopOrder: ['s/jobs', 's/jobs/b', 's/jobs/a', 's/slow'], startOrder: ['s/db', 's/slow'] },
      { stopOrder: ['s/slow'], startOrder: ['s/db', 's/slow', 's/jobs', 's/jobs/a', 's/jobs/b'] },
    ])
  })

  it('says once what it leaves alone, however many failures do', () => {
    const jobs = group('jobs', { intensity: 1 }, leaf('a'), leaf('b'))
    const { failures } = explain(group('s', {}, leaf('web'), jobs), { path: 's/jobs/a', times: 4 })
    expect(failures.map(({ untouched }) => untouched)).toEqual([['s/web', 's/jobs/b'], ['s/web'], 0, 1])
  })

  it('may be an automatic shutdown, with a reason', () => {
    const job = leaf('job', { restart: 'transient', significant: true })
    const tree = group('s', { autoShutdown: 'any_significant' }, leaf('a'), job)
    const explanation = explain(tree, { path: 's/job', end: { code: 0 } })
    const shutdown = { type: 'auto_shutdown', supervisor: 's', because: 's/job', stops: ['s/a'] }
    expect(effects(explanation)).toMatchObject([{ type: 'failed' }, shutdown])
    expect(explanation.end).toMatchObject({ outcome: 'auto_shutdown', gaveUp: null })
  })

  it('is told for each of several failures, also when the leaf is not there any more', () => {
    const backoff = { initial: '1h', max: '1h' }
    const explanation = explain(group('s', {}, leaf('a', { backoff })), { path: 's/a', times: 3, every: '1s' })
    expect(explanation.failures.map(({ at, applied }) => [at, applied])).toEqual([
      [0, true],
      [1000, true],
      [2000, false],
    ])
  })

  it('concerns children of a template, too: they are made', () => {
    const pool = { strategy: 'simple_one_for_one', template: leaf('room') } as const
    const explanation = explain(supervisor('chat', pool), { path: 'chat/room@2' })
    expect(explanation.failures[0]).toMatchObject({ applied: true, untouched: ['chat/room@1'] })
  })

  it('is what the scenario with that exit leads to, event for event', () => {
    const tell = ({ events }: Pick<Explanation, 'events'>) =>
      events.flatMap(({ seq: _seq, cause: _cause, ...event }) => (event.type === 'scenario.step' ? [] : [event]))
    const steps = [{ exit: 'shop/db' }, { exit: 'shop/db' }]
    expect(tell(explain(shop, { path: 'shop/db', times: 2 }))).toEqual(tell(simulate(shop, { steps })))
  })
})

describe('the restart budgets', () => {
  const jobs = group('jobs', { intensity: 2, period: '1m' }, leaf('a'))
  const tree = group('s', { intensity: 1, period: '1h' }, jobs)

  it('say what is used and how many more it takes, on every level', () => {
    const { budgets } = explain(tree, { path: 's/jobs/a' })
    expect(budgets).toEqual([
      { supervisor: 's/jobs', isUp: true, restarts: 1, intensity: 2, periodMs: 60_000, givesUpAfter: 2 },
      { supervisor: 's', isUp: true, restarts: 0, intensity: 1, periodMs: 3_600_000, givesUpAfter: 5 },
    ])
  })

  it('begin anew with a new start of the supervisor', () => {
    const { budgets } = explain(tree, { path: 's/jobs/a', times: 3 })
    expect(budgets).toMatchObject([
      { restarts: 0, givesUpAfter: 3 },
      { restarts: 1, givesUpAfter: 3 },
    ])
  })

  it('hold what is in the window at the last failure, not what the last round counted', () => {
    const { budgets } = explain(group('s', {}, group('jobs', { period: '1m' }, leaf('a'))), {
      path: 's/jobs/a',
      times: 6,
      every: '10s',
    })
    expect(budgets).toMatchObject([{ restarts: 2 }, { supervisor: 's', restarts: 0 }])
  })

  it('are never used up by failures that are far enough from each other', () => {
    const { budgets } = explain(tree, { path: 's/jobs/a', times: 4, every: '40s' })
    expect(budgets).toMatchObject([{ restarts: 2, givesUpAfter: null }, { givesUpAfter: null }])
  })
})

describe('failures that are still ahead', () => {
  it('are those that can happen: none, when the leaf is down for good', () => {
    const { budgets, failuresAhead } = explain(group('s', {}, leaf('a', { restart: 'temporary' })), { path: 's/a' })
    expect(failuresAhead).toBe(0)
    expect(budgets).toMatchObject([{ restarts: 0, givesUpAfter: null }])
  })

  it('keep their pace, also when all came to rest later than the next was due', () => {
    const slow = leaf('slow', { ready: { delay: '10s' } })
    const tree = group('s', { strategy: 'rest_for_one', intensity: 5, period: '3s' }, leaf('a'), slow)
    const { budgets, failuresAhead } = explain(tree, { path: 's/a', every: '1s' })
    expect(failuresAhead).toBe(100)
    expect(budgets).toMatchObject([{ givesUpAfter: null }])
  })

  it('are counted as far as the leaf is there to fail', () => {
    const backoff = { initial: '2s', max: '2s', jitter: 0 }
    const tree = group('s', { intensity: 3, period: '1m' }, leaf('a', { backoff }))
    // Each third moment only finds it running: 0s, 1s, 3s, 5s, and so on.
    const { failuresAhead, budgets } = explain(tree, { path: 's/a', every: '1s' })
    expect(budgets).toMatchObject([{ restarts: 1, givesUpAfter: 3 }])
    expect(failuresAhead).toBe(3)
  })
})

describe('the longest outage', () => {
  it('is at worst all the time that stops and starts have', () => {
    // api stops in 5 s, db starts in 30 s, api starts in 20 s.
    expect(outages(explain(shop, { path: 'shop/db' }))).toEqual({ 'shop/db': [0, 35_000], 'shop/api': [0, 55_000] })
  })

  it('counts ready.delay and back-off, at worst with all its jitter', () => {
    const backoff = { initial: '10s', jitter: 0.5 }
    const tree = group('s', {}, leaf('a', { ready: { delay: '2s' }, backoff }))
    expect(outages(explain(tree, { path: 's/a' }))).toEqual({ 's/a': [2000, 2000] })
    expect(outages(explain(tree, { path: 's/a', times: 2 }))).toEqual({ 's/a': [12_000, 17_000] })
  })

  it('has no limit when a stop has none, and names it', () => {
    const tree = group('s', { strategy: 'one_for_all' }, leaf('a', { shutdown: 'infinity' }), leaf('b'))
    expect(outages(explain(tree, { path: 's/b' }))).toEqual({
      's/b': [0, [{ path: 's/a', option: 'shutdown', isOneShot: false }]],
      's/a': [0, [{ path: 's/a', option: 'shutdown', isOneShot: false }]],
    })
  })

  it('has no limit when a one-shot in the round has none, and does not count the one-shot itself', () => {
    const tree = group('s', { strategy: 'rest_for_one' }, leaf('a'), leaf('once', { ready: { exit: true } }), leaf('b'))
    expect(outages(explain(tree, { path: 's/a' }))).toEqual({
      's/a': [0, 5000],
      's/b': [0, [{ path: 's/once', option: 'startTimeout', isOneShot: true }]],
    })
  })

  it('names all that may take for ever, and concerns also those who still wait to be asked to stop', () => {
    const inner = group('inner', {}, leaf('x', { shutdown: 'infinity' }))
    const once = leaf('once', { ready: { exit: true }, dependsOn: ['db'] })
    const tree = group('s', { strategy: 'rest_for_one' }, leaf('db'), leaf('api'), once, leaf('web'), inner)
    const because = [
      { path: 's/inner/x', option: 'shutdown', isOneShot: false },
      { path: 's/once', option: 'startTimeout', isOneShot: true },
    ]
    expect(outages(explain(tree, { path: 's/db' }))).toEqual({
      's/db': [0, [because[0]]],
      's/inner/x': [0, because],
      's/web': [0, because],
      's/api': [0, [because[0]]],
    })
  })

  it('is not made shorter by slow siblings, with which a row of back-offs would end', () => {
    const once = leaf('once', { ready: { exit: true }, startTimeout: '10m' })
    const db = leaf('db', { backoff: { initial: '60s', max: '1h', jitter: 0 } })
    const tree = group('s', { strategy: 'rest_for_one', period: '1h' }, db, once)
    expect(outages(explain(tree, { path: 's/db', times: 3 }))).toEqual({ 's/db': [120_000, 120_000] })
  })

  it('counts the slow end of a supervisor that gives up, though slow restarts would be too far from each other', () => {
    const jobs = group('jobs', { intensity: 1 }, leaf('a', { ready: { tcp: 80 }, startTimeout: '1m' }), leaf('b'))
    expect(outages(explain(group('s', {}, jobs), { path: 's/jobs/a', times: 3 }))).toEqual({
      's/jobs/a': [0, 65_000],
      's/jobs/b': [0, 65_000],
    })
  })

  it('ends with the deadline of a supervisor that is stopped', () => {
    const inner = group('inner', { shutdown: '3s' }, leaf('x', { shutdown: '1h' }))
    const tree = group('s', { strategy: 'one_for_all' }, inner, leaf('b'))
    expect(outages(explain(tree, { path: 's/b' }))).toEqual({ 's/b': [0, 3000], 's/inner/x': [0, 3000] })
  })
})

describe('what cannot be explained', () => {
  it.each<[string, Failure, string]>([
    ['a slip of the pen', { path: 'shop/dp' }, 'Did you mean "shop/db"?'],
    ['a supervisor', { path: 'shop' }, '"shop" is a supervisor'],
    ['a one-shot', { path: 'shop/once' }, '"shop/once" is a one-shot'],
    ['a path without its number', { path: 'shop/web' }, 'Did you mean "shop/web@1"?'],
    ['a path with a pattern', { path: 'shop/pool/room@*' }, 'Did you mean "shop/pool/room@1"?'],
    ['more than there may be', { path: 'shop/pool/room@4' }, 'There is no child 4 of shop/pool: it has at most 3'],
    ['one too far off', { path: 'shop/many/room@2000000000' }, 'Write a number from 1 to 1000: all fail alike.'],
    ['a leaf of another tree', { path: 'blog/db' }, 'No leaf has the path "blog/db": this tree is called "shop".'],
    ['a code out of range', { path: 'shop/db', end: { code: 300 } }, 'from 0 to 255'],
    ['no times', { path: 'shop/db', times: 0 }, 'times is 0'],
    ['a bare number', { path: 'shop/db', every: 5 as never }, '"5s" or "5ms"'],
  ])('%s', (_what, failure, message) => {
    const template = leaf('room')
    const pool = supervisor('pool', { strategy: 'simple_one_for_one', maxChildren: 3, template })
    const many = supervisor('many', { strategy: 'simple_one_for_one', template })
    const web = leaf('web', { instances: 2 })
    const tree = group('shop', {}, leaf('db'), leaf('once', { ready: { exit: true } }), web, pool, many)
    expect(() => explain(tree, failure)).toThrow(MisuseError)
    expect(() => explain(tree, failure)).toThrow(message)
  })

  it('a tree that is wrong', () => {
    expect(() => explain({ ...shop, intensity: -1 }, { path: 'shop/db' })).toThrow(SpecError)
  })
})
