// A worker that is unhealthy or over a limit: its stop is its own affair, its end a failure like any other.
import { type Launcher, type LaunchReport, type SupervisionEvent, start, supervisor, worker } from '@otp-sup/core'
import { virtualClock, virtualTree } from '@otp-sup/core/testing'
import { describe, expect, it } from 'vitest'
import { play, trace } from '../support/trace.ts'

const health = { tcp: 1234 } as const
const leaf = (id: string, options: object = {}) => worker(id, { command: ['run', id], health, ...options })
const unhealthy = (path: string, at?: string) => (at === undefined ? { unhealthy: path } : { at, unhealthy: path })
const ignoreStop = (path: string, at: string) => ({ at, ignoreStop: path })
const exitOf = (events: readonly SupervisionEvent[], path: string) =>
  events.find((event) => event.type === 'child.exited' && event.path === path)

describe('an unhealthy child', () => {
  it('is stopped by its protocol, has failed, and is restarted', () => {
    const tree = supervisor('s', { children: [leaf('a')] })
    expect(trace(tree, { steps: [unhealthy('s/a')] })).toBe('?a#1, -a#1, s restarts a for a, 1, …a#2, +a#2')
  })

  it('ends with kind unhealthy and class abnormal, whatever its code, and nobody has asked for it', () => {
    const { events } = play(supervisor('s', { children: [leaf('a', { restart: 'transient' })] }), {
      steps: [unhealthy('s/a')],
    })
    expect(exitOf(events, 's/a')).toMatchObject({
      exit: { kind: 'unhealthy', class: 'abnormal', signal: 'SIGTERM' },
      requested: false,
    })
    expect(events.at(-1)).toMatchObject({ type: 'child.started', incarnation: 2 })
  })

  it('says why in its chain of causes: the checks, the stop, the end, the round', () => {
    const { events } = play(supervisor('s', { children: [leaf('a')] }), { steps: [unhealthy('s/a')] })
    const typeOf = (seq: number | null) => events.find((event) => event.seq === seq)?.type
    const caused = events.map(({ type, cause }) => [type, typeOf(cause)])
    expect(
      caused.slice(
        caused.findIndex(([type]) => type === 'child.unhealthy'),
        -2,
      ),
    ).toEqual([
      ['child.unhealthy', 'scenario.step'],
      ['child.stopping', 'child.unhealthy'],
      ['child.exited', 'child.stopping'],
      ['supervisor.restarting', 'child.exited'],
      ['child.starting', 'supervisor.restarting'],
    ])
  })

  it('that is temporary is not restarted', () => {
    const tree = supervisor('s', { children: [leaf('a', { restart: 'temporary' })] })
    expect(trace(tree, { steps: [unhealthy('s/a')] })).toBe('?a#1, -a#1, a removed')
  })

  it('gets SIGKILL when it does not stop in time, and is unhealthy still', () => {
    const tree = supervisor('s', { children: [leaf('a', { shutdown: '2s', restart: 'temporary' })] })
    const scenario = { until: '1m', steps: [ignoreStop('s/a', '1s'), unhealthy('s/a', '1s')] }
    expect(trace(tree, scenario)).toBe('@1000, ?a#1, @3000, x a#1 shutdown_timeout, -a#1, a removed')
    expect(exitOf(play(tree, scenario).events, 's/a')).toMatchObject({ exit: { kind: 'unhealthy' } })
  })

  it('whose shutdown is brutal_kill is killed at once', () => {
    const tree = supervisor('s', { children: [leaf('a', { shutdown: 'brutal_kill' })] })
    expect(trace(tree, { steps: [unhealthy('s/a')] })).toBe(
      'x a#1 brutal_kill, -a#1, s restarts a for a, 1, …a#2, +a#2',
    )
  })

  it('is waited for without a limit when its shutdown is infinity', () => {
    const tree = supervisor('s', { children: [leaf('a', { shutdown: 'infinity' })] })
    expect(trace(tree, { until: '1h', steps: [ignoreStop('s/a', '1s'), unhealthy('s/a', '1s')] })).toBe('@1000, ?a#1')
  })

  it('takes its dependents along only when it is down', () => {
    const tree = supervisor('s', { strategy: 'rest_for_one', children: [leaf('a'), leaf('b')] })
    const steps = [ignoreStop('s/a', '1s'), unhealthy('s/a', '1s')]
    expect(trace(tree, { until: '1m', steps })).toBe(
      '@1000, ?a#1, @6000, x a#1 shutdown_timeout, -a#1, s restarts a b for a, 1, ?b#1, ~b#1, …a#2, +a#2, …b#2, +b#2',
    )
  })

  it('has not recovered by taking its time to stop: its back-off goes on', () => {
    const backoff = { initial: '1s', jitter: 0, resetAfter: '30s' } as const
    const tree = virtualTree(supervisor('s', { children: [leaf('a', { shutdown: '1m', backoff })] }))
    tree.exit('s/a')
    tree.ignoreStop('s/a')
    tree.unhealthy('s/a')
    tree.settle()
    expect(tree.nowMs).toBe(61_000)
    expect(tree.events.filter(({ type }) => type === 'supervisor.restarting')).toMatchObject([
      { delayMs: 0 },
      { delayMs: 1000 },
    ])
  })

  it('counts in the window, so that its supervisor may give up', () => {
    const tree = supervisor('s', { intensity: 0, children: [leaf('a')] })
    expect(trace(tree, { steps: [unhealthy('s/a')] })).toBe('?a#1, -a#1, s gave up, s stopping, s stopped')
  })
})

describe('until it is down, an unhealthy child', () => {
  const stopping = (children = [leaf('a'), leaf('b')]) => {
    const tree = virtualTree(supervisor('s', { children }))
    tree.ignoreStop('s/a')
    tree.unhealthy('s/a')
    // It is so already.
    expect(tree.unhealthy('s/a')).toBe(false)
    return tree
  }

  it('counts as running', () => {
    const tree = stopping()
    expect(tree.whichChildren('s')).toMatchObject({ value: [{ id: 'a', state: 'running' }, { id: 'b' }] })
    expect(tree.countChildren('s')).toMatchObject({ value: { active: 2 } })
    expect(tree.restartChild('s/a')).toEqual({ ok: false, error: 'running' })
    expect(tree.deleteChild('s/a')).toEqual({ ok: false, error: 'running' })
    expect(tree.startChild('s', leaf('a'))).toMatchObject({ ok: false, error: 'already_started', pid: 1 })
  })

  it('is taken over by a call: its end is the one that was asked for, its time runs on, nothing is counted', () => {
    const tree = stopping()
    tree.advance('2s')
    expect(tree.terminateChild('s/a')).toEqual({ ok: true, value: null })
    expect(tree.nowMs).toBe(5000)
    expect(tree.events.filter(({ type }) => type === 'child.stopping')).toMatchObject([
      { timeoutMs: 5000 },
      { timeoutMs: 3000 },
    ])
    expect(exitOf(tree.events, 's/a')).toMatchObject({ requested: true, exit: { kind: 'killed' } })
    expect(tree.running()).toEqual(['s', 's/b'])
  })

  it('is taken over by a stop of the tree', () => {
    const tree = stopping()
    tree.stop()
    tree.settle()
    expect(tree.outcome).toBe('stopped')
    expect(exitOf(tree.events, 's/a')).toMatchObject({ requested: true })
  })

  it('is taken over by a round of its group', () => {
    const tree = virtualTree(supervisor('s', { strategy: 'one_for_all', children: [leaf('a'), leaf('b')] }))
    tree.ignoreStop('s/a')
    tree.unhealthy('s/a')
    tree.exit('s/b')
    tree.settle()
    expect(exitOf(tree.events, 's/a')).toMatchObject({ requested: true })
    expect(tree.events.filter(({ type }) => type === 'supervisor.restarting')).toMatchObject([{ restarts: 1 }])
    expect(tree.running()).toEqual(['s', 's/a', 's/b'])
  })
})

describe('a child that is about to be stopped', () => {
  it('is stopped in its turn, whatever its health says', () => {
    const tree = virtualTree(supervisor('s', { children: [leaf('a'), leaf('b')] }))
    tree.ignoreStop('s/b')
    tree.stop()
    tree.unhealthy('s/a')
    tree.settle()
    expect(tree.events.some(({ type }) => type === 'child.unhealthy')).toBe(false)
    expect(exitOf(tree.events, 's/a')).toMatchObject({ requested: true, exit: { class: 'shutdown' } })
  })
})

describe('a step that makes a child unhealthy', () => {
  it('does nothing when the child does not run', () => {
    const tree = supervisor('s', { children: [leaf('a', { restart: 'temporary' }), leaf('b')] })
    const { events } = play(tree, { steps: [{ exit: 's/a' }, unhealthy('s/a')] })
    expect(events.at(-1)).toMatchObject({ type: 'scenario.step', applied: false })
  })

  it.each([
    ['s/zzz', 'No leaf has the path "s/zzz".'],
    ['s', '"s" is a supervisor, and has no health of its own.'],
  ])('must name a leaf: %s', (path, message) => {
    expect(() => play(supervisor('s', { children: [leaf('a')] }), { steps: [unhealthy(path)] })).toThrow(
      JSON.stringify(message).slice(1, -1),
    )
  })
})

describe('what the launcher tells', () => {
  /** A worker whose process does what the test says. */
  const told = async (options: object = {}) => {
    const events: SupervisionEvent[] = []
    const reports: LaunchReport[] = []
    const launcher: Launcher = {
      launch: (_order, report) => {
        reports.push(report)
        return { pid: reports.length, stop() {}, kill() {}, signal: () => false }
      },
    }
    const ports = { clock: virtualClock(), launcher }
    const starting = start(supervisor('s', { children: [leaf('a', options)] }), {
      ports,
      onEvent: (event) => events.push(event),
    })
    const of = (type: SupervisionEvent['type']) => events.filter((event) => event.type === type)
    return { starting, report: reports[0] as LaunchReport, of, ...ports }
  }

  it('of the first good check is an event of its own, and of one that is not up nothing', async () => {
    const { starting, report, of } = await told()
    report.healthy()
    expect(of('child.healthy')).toEqual([])
    report.ready()
    await starting
    report.healthy()
    expect(of('child.healthy')).toMatchObject([{ path: 's/a', incarnation: 1, cause: null }])
    report.ended({ kind: 'exit', code: 1 })
    report.healthy()
    expect(of('child.healthy')).toHaveLength(1)
  })

  it('of an end for want of memory is in the event, or in the words of a start that failed', async () => {
    const end = { kind: 'signal', signal: 'SIGKILL', outOfMemory: true } as const
    const { starting, report, of } = await told()
    report.ready()
    await starting
    report.ended(end)
    expect(of('child.exited')).toMatchObject([{ outOfMemory: true, exit: { kind: 'signal', class: 'abnormal' } }])
    const failed = await told()
    failed.report.ended(end)
    await expect(failed.starting).rejects.toThrow('s/a')
    expect(failed.of('child.start_failed')[0]).toMatchObject({ message: 'the kernel killed it for want of memory' })
  })

  it('of an unhealthy child that SIGKILL has not ended yet is taken over as well', async () => {
    const { starting, report, of, clock } = await told({ shutdown: '1s' })
    report.ready()
    const tree = await starting
    report.unhealthy({ failures: 3, message: 'no answer' })
    clock.advanceTo(1000)
    const terminated = tree.terminateChild('s/a')
    await Promise.resolve()
    report.ended({ kind: 'signal', signal: 'SIGKILL' })
    expect(await terminated).toEqual({ ok: true, value: null })
    expect(of('child.killing')).toMatchObject([{ why: 'shutdown_timeout' }, { why: 'shutdown_timeout' }])
    expect(of('child.exited')).toMatchObject([{ requested: true, exit: { kind: 'killed' } }])
  })

  it('of an unhealthy child without a limit on its stop is taken over without one', async () => {
    const { starting, report, of } = await told({ shutdown: 'infinity' })
    report.ready()
    const tree = await starting
    report.unhealthy({ failures: 3, message: 'no answer' })
    const terminated = tree.terminateChild('s/a')
    await Promise.resolve()
    report.ended({ kind: 'exit', code: 0 })
    expect(await terminated).toEqual({ ok: true, value: null })
    expect(of('child.stopping')).toMatchObject([{ timeoutMs: null }, { timeoutMs: null }])
  })
})
