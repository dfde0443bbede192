// What the lints claim is what the engine does: random numbers, computed on the one side, run in virtual time on the other.
import {
  checkSpec,
  type LeafSpec,
  type Lint,
  lintTree,
  type SupervisorChildSpec,
  startTime,
  stopTime,
  supervisor,
  worker,
} from '@otp-sup/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runFailing } from '../support/failing-child.ts'
import { play } from '../support/trace.ts'

type Tree = Parameters<typeof play>[0]

const checked = (tree: Tree) => {
  const result = checkSpec(tree, { cwd: '/' })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.spec
}
const lintOf = (tree: Tree, name: Lint['name']): Lint | undefined =>
  lintTree(checked(tree)).find((lint) => lint.name === name)

const ms = (min: number, max: number) => fc.integer({ min, max }).map((each) => `${each}ms` as const)
const pick = <const Value>(...values: readonly Value[]) => fc.constantFrom(...values)

const anyBackoff = fc
  .record({
    initial: fc.integer({ min: 1, max: 2000 }),
    more: fc.integer({ min: 0, max: 4000 }),
    factor: pick(1, 1.5, 2, 3),
    jitter: pick(0, 0, 0.1, 0.5, 1),
    resetAfter: ms(1, 4000),
  })
  .map(({ more, ...given }) => ({
    ...given,
    initial: `${given.initial}ms` as const,
    max: `${given.initial + more}ms` as const,
  }))
const flags = {
  strategy: pick('one_for_one', 'one_for_all', 'rest_for_one'),
  intensity: fc.nat(4),
  period: ms(1, 12_000),
}
const resetMs = ({ resetAfter }: { readonly resetAfter: string }): number => Number.parseInt(resetAfter, 10)

/** All rows of so many choices. */
const rowsOf = <Value>(length: number, choices: readonly Value[]): readonly (readonly Value[])[] =>
  length === 0 ? [[]] : rowsOf(length - 1, choices).flatMap((row) => choices.map((choice) => [...row, choice]))

describe('backoff-never-trips', () => {
  const given = fc.record({ flags: fc.record(flags), backoff: anyBackoff, seed: fc.nat() })
  const treeOf = ({ flags: ofSupervisor, backoff }: { readonly flags: object; readonly backoff: object }) =>
    supervisor('s', { ...ofSupervisor, children: [worker('a', { command: ['a'], backoff })] })

  it('a child of which it is said makes nobody give up, whatever lives it leads', () =>
    fc.assert(
      fc.asyncProperty(given, fc.array(fc.oneof(pick(0, -1), fc.nat(5000)), { maxLength: 40 }), async (of, lives) => {
        const tree = treeOf(of)
        fc.pre(lintOf(tree, 'backoff-never-trips') !== undefined)
        // -1: just as long as ends a row.
        const lived = lives.map((life) => (life === -1 ? resetMs(of.backoff) : life))
        expect((await runFailing(tree, { path: 's/a', lives: lived, seed: of.seed })).gaveUp).toBe(false)
      }),
      { numRuns: 300 },
    ))

  it('a child of which it is not said can do so, by failing at once, or just when a row has ended', () =>
    fc.assert(
      fc.asyncProperty(given, async (of) => {
        const exact = { ...of, backoff: { ...of.backoff, jitter: 0 } }
        const tree = treeOf(exact)
        const rows = rowsOf(of.flags.intensity, [0, resetMs(of.backoff)])
        const runs = await Promise.all(rows.map((row) => runFailing(tree, { path: 's/a', lives: [0, ...row] })))
        expect(runs.some(({ gaveUp }) => gaveUp)).toBe(lintOf(tree, 'backoff-never-trips') === undefined)
      }),
      { numRuns: 100 },
    ))

  it.each([
    ['30000ms', true],
    ['29999ms', false],
  ] as const)('counts the edge of the window: 4 restarts in 30 s, period %s', async (period, gaveUp) => {
    const tree = treeOf({ flags: { intensity: 3, period }, backoff: { initial: '10s', jitter: 0 } })
    expect(lintOf(tree, 'backoff-never-trips') === undefined).toBe(gaveUp)
    expect((await runFailing(tree, { path: 's/a', lives: [0, 0, 0, 0] })).gaveUp).toBe(gaveUp)
  })

  it('so many children that fail twice at the same time do, and one less does not', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), ms(1, 900), (intensity, period) => {
        const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
        const children = names.map((id) => worker(id, { command: [id], backoff: { initial: '1s', jitter: 0 } }))
        const tree = supervisor('s', { intensity, period, children })
        const lint = lintOf(tree, 'backoff-never-trips')
        fc.pre(lint !== undefined)
        const outcome = (count: number) => {
          const exit = names.slice(0, count).map((id) => `s/${id}`)
          return play(tree, { steps: exit.length === 0 ? [] : [{ exit }, { exit }], until: '1ms' }).end.outcome
        }
        const { children: needed = 0 } = lint.numbers
        expect([outcome(needed - 1), outcome(needed)]).toEqual(['running', 'gave_up'])
      }),
    ))
})

describe('backoff-never-waits and backoff-gives-up', () => {
  const given = fc.record({ flags: fc.record(flags), backoff: anyBackoff, seed: fc.nat() })

  it('a child that fails at once makes its supervisor give up after the time they tell', () =>
    fc.assert(
      fc.asyncProperty(given, async ({ flags: ofSupervisor, backoff, seed }) => {
        const tree = supervisor('s', { ...ofSupervisor, children: [worker('a', { command: ['a'], backoff })] })
        const lint = lintOf(tree, 'backoff-never-waits') ?? lintOf(tree, 'backoff-gives-up')
        fc.pre(lint !== undefined)
        const { gaveUp, atMs, events } = await runFailing(tree, { path: 's/a', lives: Array(9).fill(0), seed })
        expect(gaveUp).toBe(true)
        const waits = events.flatMap((event) => (event.type === 'supervisor.restarting' ? [event.delayMs] : []))
        if (lint.name === 'backoff-never-waits') {
          expect(waits.every((wait) => wait === 0)).toBe(true)
          return
        }
        expect(atMs).toBeLessThanOrEqual(lint.numbers['latestMs'] ?? 0)
        if (backoff.jitter > 0) return
        expect(atMs).toBe(lint.numbers['afterMs'])
        expect(Math.max(...waits)).toBe(lint.numbers['longestMs'])
      }),
      { numRuns: 300 },
    ))
})

describe('endless-start', () => {
  const given = fc.record({
    flags: fc.record(flags),
    backoff: fc.option(anyBackoff),
    startTimeout: ms(1, 4000),
    seed: fc.nat(),
  })

  it('says of a child that never gets ready again whether its supervisor ever gives up', () =>
    fc.assert(
      fc.asyncProperty(given, async ({ flags: ofSupervisor, backoff, startTimeout, seed }) => {
        const options = { command: ['a'], ready: { tcp: 80 }, startTimeout, ...(backoff === null ? {} : { backoff }) }
        const tree = supervisor('s', { ...ofSupervisor, children: [worker('a', options)] })
        const { gaveUp } = await runFailing(tree, { path: 's/a', lives: [0], hangs: true, seed })
        if (lintOf(tree, 'endless-start') !== undefined) expect(gaveUp).toBe(false)
        else if (backoff === null || backoff.jitter === 0) expect(gaveUp).toBe(true)
      }),
      { numRuns: 300 },
    ))

  it.each([
    ['90000ms', true],
    ['89999ms', false],
  ] as const)('counts the edge of the window: 4 restarts in 90 s, period %s', async (period, gaveUp) => {
    const tree = supervisor('s', { period, children: [worker('a', { command: ['a'], ready: { tcp: 80 } })] })
    expect(lintOf(tree, 'endless-start') === undefined).toBe(gaveUp)
    expect((await runFailing(tree, { path: 's/a', lives: [0], hangs: true })).gaveUp).toBe(gaveUp)
  })
})

describe('escalation-multiplies', () => {
  const level = fc.record({ intensity: fc.nat(3), period: ms(1, 9000) })

  it('tells how many crashes the root bears, and how fast they must follow each other', () =>
    fc.assert(
      fc.asyncProperty(fc.array(level, { minLength: 2, maxLength: 3 }), async ([root, ...below]) => {
        const path = ['s', ...below.map((_, index) => `sub${index}`), 'a'].join('/')
        const leaf = worker('a', { command: ['a'] })
        const inner = below.reduceRight<Tree | typeof leaf>(
          (child, each, index) => supervisor(`sub${index}`, { ...each, children: [child] }),
          leaf,
        )
        const tree = supervisor('s', { ...root, children: [inner] })
        const lint = lintTree(checked(tree)).findLast(({ name }) => name === 'escalation-multiplies')
        const { crashes = 1, longestLifeMs = 60_000 } = lint?.numbers ?? {}
        const outcome = async (count: number, lifeMs: number) =>
          (await runFailing(tree, { path, lives: Array<number>(count).fill(lifeMs) })).gaveUp
        expect([await outcome(crashes - 1, 0), await outcome(crashes, 0)]).toEqual([false, true])
        expect(await outcome(crashes, longestLifeMs)).toBe(true)
        if (lint?.numbers['longestLifeMs'] !== undefined)
          expect(await outcome(crashes + 30, longestLifeMs + 1)).toBe(false)
      }),
      { numRuns: 100 },
    ))
})

it('instances-over-intensity: what ends all copies at once makes the supervisor give up, or not', () => {
  fc.assert(
    fc.property(fc.record(flags), fc.integer({ min: 1, max: 7 }), (ofSupervisor, instances) => {
      const tree = supervisor('s', { ...ofSupervisor, children: [worker('a', { command: ['a'], instances })] })
      const exit = Array.from({ length: instances }, (_, index) => `s/a@${index + 1}`)
      const gaveUp = play(tree, { steps: [{ exit }] }).end.outcome === 'gave_up'
      // One copy that may not be restarted at all is no affair of copies.
      const isSaid = lintOf(tree, 'instances-over-intensity') !== undefined
      expect(isSaid).toBe(gaveUp && instances > 1 && ofSupervisor.strategy !== 'one_for_all')
    }),
    { numRuns: 200 },
  )
})

describe('times of a whole tree', () => {
  const anyEdges = (index: number) => fc.option(fc.subarray(['a', 'b', 'c', 'd'].slice(0, index)), { nil: undefined })
  const anyLeaf = (id: string, index: number) =>
    fc
      .record({
        shutdown: pick('0s', '1s', '5s', 'brutal_kill'),
        startTimeout: pick('1s', '4s'),
        ready: pick<object>({}, { ready: { tcp: 80 } }, { ready: { log: 'x' } }),
        edges: anyEdges(index),
      })
      .map(({ edges, ready, ...given }) =>
        worker(id, {
          command: [id],
          ...given,
          ...ready,
          ...(edges === undefined ? {} : { dependsOn: edges as never }),
        }),
      )
  const anySub = fc.tuple(fc.tuple(...['a', 'b', 'c'].map(anyLeaf)), pick('infinity', '2s', '6s'), anyEdges(3))
  const anyTree = fc
    .tuple(fc.tuple(...['a', 'b', 'c'].map(anyLeaf)), anySub)
    .map(([leaves, [inner, shutdown, edges]]) => {
      const sub = supervisor('d', {
        shutdown: shutdown as '2s',
        children: inner as never,
        ...(edges === undefined ? {} : { dependsOn: edges as never }),
      })
      return supervisor('s', { children: [...leaves, sub] as never }) as Tree
    })
  const leafPaths = ['s/a', 's/b', 's/c', 's/d/a', 's/d/b', 's/d/c']

  it('stopTime is how long a stop takes that everybody ignores; short-shutdown tells whose time is over too early', () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const plans = leafPaths.map((path) => ({ at: '0s', ignoreStop: path }))
        const { events } = play(tree, { steps: [...plans, { at: '1h', call: 'stop' }] })
        const endMs = (events.at(-1)?.at ?? 0) - 3_600_000
        expect(stopTime(checked(tree)).ms).toBe(endMs)
        const isCut = events.some((event) => event.type === 'child.killing' && event.why === 'subtree_timeout')
        expect(lintOf(tree, 'short-shutdown') !== undefined).toBe(isCut)
      }),
      { numRuns: 300 },
    )
  })

  it('startTime is how long a boot takes in which everybody is ready in the last moment', () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const spec = checked(tree)
        const steps = leavesOf(spec, 's').flatMap(([path, leaf]) =>
          leaf.program.ready.kind === 'spawned'
            ? []
            : [{ at: '0s', startTakes: path, duration: `${String(leaf.startTimeoutMs)}ms` }],
        )
        const { events, end } = play(tree, { steps })
        expect(end.outcome).toBe('running')
        expect(startTime(spec).ms).toBe(events.find(({ type }) => type === 'tree.started')?.at)
      }),
      { numRuns: 300 },
    )
  })
})

describe('what is said without numbers', () => {
  const job = (id: string, more: object) => ({ id, command: [id], ...more })
  const treeOf = (more: object, ...children: readonly object[]) => ({ id: 's', ...more, children }) as unknown as Tree
  const kinds = (tree: Tree, ...steps: readonly object[]): readonly string[] =>
    play(tree, { steps }).events.map(({ type, path }) => `${type} ${path}`)

  it('never-ends: nothing but supervisors runs when all is done', () => {
    const tree = treeOf({}, job('a', { ready: { exit: true } }), {
      id: 'sub',
      children: [job('b', { ready: { exit: true } })],
    })
    expect(lintOf(tree, 'never-ends')).toBeDefined()
    expect(play(tree, { steps: [] }).end).toMatchObject({ outcome: 'running', running: ['s', 's/sub'] })
  })

  it('transient-supervisor: it stays down when it has given up', () => {
    const tree = treeOf({}, { id: 'sub', restart: 'transient', intensity: 0, children: [job('a', {})] })
    expect(lintOf(tree, 'transient-supervisor')).toBeDefined()
    expect(play(tree, { steps: [{ exit: 's/sub/a' }] }).end).toMatchObject({ outcome: 'running', running: ['s'] })
  })

  it('auto-shutdown-restarted: it is started again after it has shut down', () => {
    const a = job('a', { restart: 'temporary', significant: true })
    const tree = treeOf({}, { id: 'sub', autoShutdown: 'any_significant', children: [a] })
    expect(lintOf(tree, 'auto-shutdown-restarted')).toBeDefined()
    expect(play(tree, { steps: [{ exit: 's/sub/a', code: 0 }] }).end.running).toEqual(['s', 's/sub', 's/sub/a'])
  })

  it('nobody-significant: whoever ends, it goes on', () => {
    const tree = treeOf({ autoShutdown: 'any_significant' }, job('a', { restart: 'temporary' }))
    expect(lintOf(tree, 'nobody-significant')).toBeDefined()
    expect(play(tree, { steps: [{ exit: 's/a' }] }).end.outcome).toBe('running')
  })

  it('dependants-not-restarted: only the one that failed is', () => {
    const tree = treeOf({}, job('db', { dependsOn: [] }), job('api', { dependsOn: ['db'] }))
    expect(lintOf(tree, 'dependants-not-restarted')).toBeDefined()
    const began = kinds(tree, { exit: 's/db' }).filter((each) => each.startsWith('child.starting'))
    expect(began).toEqual(['child.starting s/db', 'child.starting s/api', 'child.starting s/db'])
  })

  it('never-ready: the tree does not come up', () => {
    const tree = treeOf({}, job('a', { ready: { delay: '30s' } }))
    expect(lintOf(tree, 'never-ready')).toBeDefined()
    const late = [{ at: '0s', startTakes: 's/a', duration: '31s' }]
    expect(play(tree, { steps: late }).end.outcome).toBe('start_failed')
  })
})

const leavesOf = (parent: SupervisorChildSpec, path: string): readonly (readonly [string, LeafSpec])[] =>
  parent.children.flatMap((child) =>
    child.type === 'worker' ? [[`${path}/${child.id}`, child] as const] : leavesOf(child, `${path}/${child.id}`),
  )
