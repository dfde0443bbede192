// The runtime with fakes: what must hold when the world, a listener or our own code misbehaves.
import { describe, expect, it } from 'vitest'
import type { SupervisionEvent } from '../events.ts'
import type { Clock } from '../ports/clock.ts'
import type { Launcher, LaunchReport } from '../ports/launcher.ts'
import { checkSpec } from '../spec/check-spec.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { virtualClock } from '../testing/virtual-clock.ts'
import { virtualLauncher } from '../testing/virtual-launcher.ts'
import { type RunEnd, RunningTree } from './running-tree.ts'

const leaf = (id: string, options: object = {}) => ({ id, command: ['run', id], ...options })

const run = (tree: object, world: { clock?: (real: Clock) => Clock; launcher?: (real: Launcher) => Launcher } = {}) => {
  const checked = checkSpec(tree, { cwd: '/' })
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  const clock = virtualClock()
  const launcher = virtualLauncher(clock)
  const ends: RunEnd[] = []
  const bugs: string[] = []
  const events: SupervisionEvent[] = []
  const ports = {
    clock: world.clock?.(clock) ?? clock,
    launcher: world.launcher?.(launcher) ?? launcher,
    usage: null,
    ids: { runId: () => 'test' },
    random: seededRandom(1),
  }
  const running = new RunningTree(
    { spec: checked.spec, ports, cwd: '/', version: '0' },
    {
      started: () => {},
      ended: (end) => ends.push(end),
      bug: (message) => bugs.push(message),
    },
  )
  running.journal.listen((event) => events.push(event))
  const told = (type: string): string[] => events.filter((event) => event.type === type).map(({ path }) => path)
  return { running, clock, launcher, events, ends, bugs, told }
}

describe('facts', () => {
  it('of an earlier start of a child are ignored', () => {
    const reports: LaunchReport[] = []
    const remember = (real: Launcher): Launcher => ({
      launch(order, report) {
        reports.push(report)
        return real.launch(order, report)
      },
    })
    const { running, launcher, events, ends } = run({ id: 's', children: [leaf('a')] }, { launcher: remember })
    running.start()
    launcher.exit('s/a', { kind: 'exit', code: 1 })
    const before = events.length
    reports[0]?.ready()
    reports[0]?.ended({ kind: 'exit', code: 1 })
    expect(events.length).toBe(before)
    expect(launcher.isRunning('s/a')).toBe(true)
    expect(ends).toEqual([])
  })

  it('about an end are believed once', () => {
    const reports: LaunchReport[] = []
    const careless = (real: Launcher): Launcher => ({
      launch(order, report) {
        reports.push(report)
        return real.launch(order, report)
      },
    })
    const { running, told } = run({ id: 's', children: [leaf('a'), leaf('b')] }, { launcher: careless })
    running.start()
    running.act(() => {
      reports[1]?.ended({ kind: 'exit', code: 1 })
      reports[1]?.ended({ kind: 'exit', code: 1 })
    })
    expect(told('child.exited')).toEqual(['s/b'])
    expect(told('supervisor.restarting')).toEqual(['s'])
  })

  it('that come after the end of the tree change nothing', () => {
    const { running, events } = run({ id: 's', children: [leaf('a')] })
    running.start()
    running.stop()
    const before = events.length
    running.stop()
    running.kill('forced')
    expect(events.length).toBe(before)
  })
})

describe('a launcher that throws', () => {
  it('has not started the child: a failed start like any other', () => {
    const broken = (): Launcher => ({
      launch() {
        throw Object.assign(new Error('no more processes'), { code: 'EAGAIN' })
      },
    })
    const { running, events, ends } = run({ id: 's', children: [leaf('a')] }, { launcher: broken })
    running.start()
    expect(events.find(({ type }) => type === 'child.start_failed')).toMatchObject({
      path: 's/a',
      exit: { class: 'abnormal', kind: 'spawn_error', errno: 'EAGAIN' },
    })
    expect(ends[0]).toMatchObject({ failure: { path: 's/a' } })
  })
})

describe('a listener that throws', () => {
  it('is reported and harms nobody', () => {
    const { running, bugs, told } = run({ id: 's', children: [leaf('a')] })
    running.journal.listen((event) => {
      if (event.type === 'child.started') throw new Error('listener')
    })
    running.start()
    expect(told('tree.started')).toEqual(['s'])
    expect(bugs).toEqual([expect.stringContaining('listener')])
  })
})

describe('a machine that throws: a bug of ours', () => {
  // The clock is used by decisions’ commands only: one that throws stands for any bug in carrying them out.
  const brokenTimers = (real: Clock): Clock => ({
    ...real,
    startTimer(ms, fire) {
      if (ms === 1234) throw new Error('bug')
      return real.startTimer(ms, fire)
    },
  })
  const buggy = leaf('bug', { shutdown: '1234ms' })

  it('in a nested supervisor is contained: its leaves are reaped, and its parent restarts it', () => {
    const sub = { id: 'sub', children: [leaf('a'), buggy] }
    const { running, launcher, bugs, events, told } = run(
      { id: 's', children: [leaf('z'), sub] },
      { clock: brokenTimers },
    )
    running.start()
    running.call('s/sub', { path: 's/sub/bug', request: { name: 'terminateChild', id: 'bug' }, reply: () => {} })
    expect(bugs).toEqual([expect.stringContaining('bug')])
    const stopped = events.find(({ type, path }) => type === 'supervisor.stopped' && path === 's/sub')
    expect(stopped).toMatchObject({ exit: { class: 'abnormal', kind: 'internal_error' } })
    expect(told('supervisor.starting')).toEqual(['s', 's/sub', 's/sub'])
    expect(['s/z', 's/sub/a', 's/sub/bug'].map((path) => launcher.isRunning(path))).toEqual([true, true, true])
    expect(launcher.alive()).toBe(3)
  })

  it('in the root ends the tree, and nothing is left running', () => {
    const tree = { id: 's', children: [leaf('a'), buggy] }
    const { running, launcher, ends, told } = run(tree, { clock: brokenTimers })
    running.start()
    running.stop()
    expect(ends[0]).toMatchObject({ exit: { class: 'abnormal', kind: 'internal_error' } })
    expect(launcher.alive()).toBe(0)
    expect(told('tree.stopped')).toEqual(['s'])
  })

  it('in a nested supervisor that boots has kept it from starting', () => {
    const sub = { id: 'sub', children: [leaf('bug', { startTimeout: '1234ms' })] }
    const { running, launcher, events, ends } = run({ id: 's', children: [leaf('z'), sub] }, { clock: brokenTimers })
    running.start()
    expect(events.findLast(({ type }) => type === 'child.start_failed')).toMatchObject({ path: 's', failed: 's/sub' })
    expect(ends[0]).toMatchObject({ failure: { path: 's/sub' } })
    expect(launcher.alive()).toBe(0)
  })

  it('answers the calls that waited', () => {
    const answers: unknown[] = []
    const { running } = run({ id: 's', strategy: 'one_for_all', children: [buggy] }, { clock: brokenTimers })
    running.start()
    const reply = (result: unknown): unknown => answers.push(result)
    running.call('s', { path: 's/bug', request: { name: 'terminateChild', id: 'bug' }, reply })
    expect(answers).toEqual([{ ok: false, error: 'supervisor_down' }])
  })
})

describe('startChild', () => {
  it.each([
    ['7', 7],
    ['null', null],
    ['{}', {}],
    ['{ id: 7 }', { id: 7 }],
  ])('of %s is refused with its problems', (_, spec) => {
    const answers: unknown[] = []
    const { running } = run({ id: 's', children: [leaf('a')] })
    running.start()
    const reply = (result: unknown): unknown => answers.push(result)
    running.call('s', { path: 's', request: { name: 'startChild', spec }, reply })
    expect(answers).toEqual([
      { ok: false, error: 'invalid_spec', problems: expect.arrayContaining([expect.anything()]) },
    ])
  })
})

it('startChild of a template refuses what is no part of it', () => {
  const answers: unknown[] = []
  const { running } = run({ id: 's', strategy: 'simple_one_for_one', template: leaf('w') })
  running.start()
  const reply = (result: unknown): unknown => answers.push(result)
  running.call('s', { path: 's', request: { name: 'startChild', spec: { command: ['x'] } }, reply })
  expect(answers).toMatchObject([{ ok: false, error: 'invalid_spec' }])
})

describe('a back-off', () => {
  const backoff = { initial: '1s', jitter: 0 }

  it('that was called off while the message of its end was on its way is over for good', () => {
    const { running, clock, launcher } = run({ id: 's', children: [leaf('a', { backoff })] })
    running.start()
    launcher.exit('s/a', { kind: 'exit', code: 1 })
    launcher.exit('s/a', { kind: 'exit', code: 1 })
    running.act(() => {
      // The call is in the mailbox before the end of the back-off is.
      running.call('s', { path: 's/a', request: { name: 'terminateChild', id: 'a' }, reply: () => {} })
      clock.advanceTo(5000)
    })
    expect(launcher.alive()).toBe(0)
  })

  it('is the supervisor’s own for a child that is added', () => {
    const { running, clock, launcher } = run({ id: 's', intensity: 9, backoff, children: [] })
    running.start()
    running.call('s', { path: 's', request: { name: 'startChild', spec: leaf('n') }, reply: () => {} })
    launcher.exit('s/n', { kind: 'exit', code: 1 })
    launcher.exit('s/n', { kind: 'exit', code: 1 })
    expect(launcher.alive()).toBe(0)
    clock.advanceTo(1000)
    expect(launcher.alive()).toBe(1)
  })
})

describe('a forced end', () => {
  it('kills everything at once, once', () => {
    const kills: string[] = []
    // Processes in uninterruptible sleep: SIGKILL is sent, and nothing happens for a while.
    const deaf = (real: Launcher): Launcher => ({
      launch(order, report) {
        const launched = real.launch(order, report)
        return { ...launched, stop: () => {}, kill: () => kills.push(order.path) }
      },
    })
    const sub = { id: 'sub', children: [leaf('x')] }
    const { running, launcher, ends, told } = run({ id: 's', children: [leaf('a'), sub] }, { launcher: deaf })
    running.start()
    running.stop()
    running.kill('forced')
    running.kill('forced')
    expect(kills).toEqual(['s/sub/x', 's/a'])
    expect(ends).toEqual([])
    for (const path of kills) launcher.exit(path, { kind: 'signal', signal: 'SIGKILL' })
    expect(ends[0]).toMatchObject({ exit: { class: 'abnormal', kind: 'killed' } })
    expect(told('child.killing')).toEqual(kills)
  })

  it('also ends a tree that was not asked to stop before', () => {
    const { running, launcher, ends } = run({ id: 's', children: [leaf('a')] })
    running.start()
    running.kill('forced')
    expect(launcher.alive()).toBe(0)
    expect(ends).toHaveLength(1)
  })
})

describe('messages', () => {
  it('are taken in the order of their arrival, also by different supervisors', () => {
    const group = (id: string) => ({ id, children: [leaf('a'), leaf('b')] })
    const { running, launcher, told } = run({ id: 's', children: [group('x'), group('y')] })
    running.start()
    const before = told('supervisor.restarting').length
    running.act(() => {
      for (const path of ['s/x/a', 's/y/a', 's/x/b']) launcher.exit(path, { kind: 'exit', code: 1 })
    })
    expect(told('supervisor.restarting').slice(before)).toEqual(['s/x', 's/y', 's/x'])
  })
})
