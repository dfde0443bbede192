// Limits: all workers are measured in one go, and whoever is over a limit for too long is stopped and has failed.
import { type GroupUsage, type SupervisionEvent, type SupervisorSpec, start, supervisor, worker } from '@otp-sup/core'
import { virtualClock, virtualLauncher } from '@otp-sup/core/testing'
import { describe, expect, it } from 'vitest'

const MIB = 1024 * 1024
const leaf = (id: string, options: object = {}) => worker(id, { command: ['run', id], ...options })
const group = (usage: Partial<GroupUsage>): GroupUsage => ({ cpuMs: 0, memoryBytes: MIB, processes: 1, ...usage })

/** A tree of workers that use what they are told to. Process ids count from 1. */
async function measured(spec: SupervisorSpec, options: { isUp?: boolean } = {}) {
  const clock = virtualClock()
  const launcher = virtualLauncher(clock)
  const events: SupervisionEvent[] = []
  const uses = new Map<number, GroupUsage>()
  const passes: (readonly number[])[] = []
  const usage = {
    measure: (leaders: readonly number[], tell: (groups: ReadonlyMap<number, GroupUsage>) => void) => {
      passes.push(leaders)
      tell(uses)
    },
  }
  const up = start(spec, { ports: { clock, launcher, usage }, onEvent: (event) => events.push(event) })
  const tree = options.isUp === false ? null : await up
  const of = (type: SupervisionEvent['type']) => events.filter((event) => event.type === type)
  /** From now on a process burns so much of a core. */
  const burn = (pid: number, percent: number, seconds: number): void => {
    for (let second = 0; second < seconds; second += 1) {
      uses.set(pid, group({ cpuMs: (uses.get(pid)?.cpuMs ?? 0) + percent * 10 }))
      clock.advanceTo(clock.nowMs() + 1000)
    }
  }
  return { clock, launcher, tree, up, of, uses, passes, burn }
}

describe('a worker with a limit on memory', () => {
  const limited = (limits: object) =>
    supervisor('s', { children: [leaf('a', { limits: { memory: '10MiB', ...limits } })] })

  it('is stopped by the first measurement above it, has failed, and is restarted', async () => {
    const { clock, uses, of } = await measured(limited({}))
    uses.set(1, group({ memoryBytes: 10 * MIB + 1 }))
    clock.advanceTo(5000)
    expect(of('child.over_limit')).toMatchObject([
      { path: 's/a', limit: 'memory', measured: 10 * MIB + 1, allowed: 10 * MIB, forMs: 0, at: 5000, cause: null },
    ])
    expect(of('child.exited')).toMatchObject([{ exit: { kind: 'memory_limit', class: 'abnormal' }, requested: false }])
    expect(of('child.started')).toMatchObject([{ incarnation: 1 }, { incarnation: 2 }])
  })

  it('may use all of it', async () => {
    const { clock, uses, of } = await measured(limited({}))
    uses.set(1, group({ memoryBytes: 10 * MIB }))
    clock.advanceTo(60_000)
    expect(of('child.over_limit')).toEqual([])
  })

  it('may be above it for a while, and not a while longer', async () => {
    const { clock, uses, of } = await measured(limited({ for: '10s' }))
    uses.set(1, group({ memoryBytes: 11 * MIB }))
    clock.advanceTo(10_000)
    uses.set(1, group({ memoryBytes: 9 * MIB }))
    clock.advanceTo(15_000)
    uses.set(1, group({ memoryBytes: 11 * MIB }))
    clock.advanceTo(29_999)
    expect(of('child.over_limit')).toEqual([])
    clock.advanceTo(30_000)
    expect(of('child.over_limit')).toMatchObject([{ forMs: 10_000 }])
  })

  it('that is above it before it is ready has not started', async () => {
    const { clock, launcher, uses, of, up } = await measured(supervisor('s', { children: [] }))
    launcher.plan('s/a', { startTakesMs: 20_000 })
    const tree = await up
    const answer = tree.startChild('s', leaf('a', { limits: { memory: '10MiB' } }))
    await Promise.resolve()
    uses.set(1, group({ memoryBytes: 11 * MIB }))
    clock.advanceTo(5000)
    expect(await answer).toMatchObject({ ok: false, error: 'start_failed', exit: { kind: 'memory_limit' } })
    expect(of('child.stopping')).toMatchObject([{ signal: 'SIGTERM' }])
    expect(of('child.start_failed')).toMatchObject([{ exit: { kind: 'memory_limit', class: 'abnormal' } }])
  })

  it('that is above it before it is ready and must not be asked is killed', async () => {
    const { clock, launcher, uses, of, up } = await measured(supervisor('s', { children: [] }))
    launcher.plan('s/a', { startTakesMs: 20_000 })
    const answer = (await up).startChild('s', leaf('a', { shutdown: 'brutal_kill', limits: { memory: '10MiB' } }))
    await Promise.resolve()
    uses.set(1, group({ memoryBytes: 11 * MIB }))
    clock.advanceTo(5000)
    expect(await answer).toMatchObject({ ok: false, exit: { kind: 'memory_limit', signal: 'SIGKILL' } })
    expect(of('child.killing')).toMatchObject([{ why: 'brutal_kill' }])
  })
})

describe('a worker with a limit on CPU', () => {
  const limited = (limits: object) => supervisor('s', { children: [leaf('a', { limits: { cpu: '50%', ...limits } })] })

  it('is measured from one pass to the next', async () => {
    const { burn, of } = await measured(limited({}))
    burn(1, 51, 9)
    expect(of('child.over_limit')).toEqual([])
    burn(1, 51, 1)
    expect(of('child.over_limit')).toMatchObject([{ limit: 'cpu', allowed: 50, forMs: 0, at: 10_000 }])
    expect(of('child.exited')).toMatchObject([{ exit: { kind: 'cpu_limit', class: 'abnormal' } }])
  })

  it('is not stopped for a short peak', async () => {
    const { burn, of } = await measured(limited({ for: '10s' }))
    burn(1, 100, 7)
    burn(1, 0, 60)
    expect(of('child.over_limit')).toEqual([])
  })

  it('is stopped when it lasts', async () => {
    const { burn, of } = await measured(limited({ for: '10s' }))
    burn(1, 100, 15)
    expect(of('child.over_limit')).toMatchObject([{ limit: 'cpu', measured: 100, forMs: 10_000, at: 15_000 }])
  })
})

describe('the monitor', () => {
  it('measures all workers in one pass, as often as the root says', async () => {
    const { clock, passes } = await measured(
      supervisor('s', { monitorInterval: '2s', children: [leaf('a'), supervisor('t', { children: [leaf('b')] })] }),
    )
    clock.advanceTo(5000)
    expect(passes).toEqual([
      [1, 2],
      [1, 2],
    ])
  })

  it('measures nobody when nobody runs, and leaves no timer', async () => {
    const { clock, launcher, passes } = await measured(
      supervisor('s', { children: [leaf('a', { restart: 'temporary' })] }),
    )
    launcher.exit('s/a', { kind: 'exit', code: 0 })
    expect(clock.nextMs()).toBeNull()
    expect(passes).toEqual([])
  })

  it('keeps the last measurements of a worker, and its peaks, until its next start', async () => {
    const { clock, launcher, uses, burn, tree } = await measured(supervisor('s', { children: [leaf('a')] }))
    expect(tree?.usage('s/a')).toBeNull()
    uses.set(1, group({ memoryBytes: 5 * MIB }))
    clock.advanceTo(5000)
    burn(1, 80, 5)
    expect(tree?.usage('s/a')).toMatchObject({
      last: { at: 10_000, memoryBytes: MIB, processes: 1 },
      peakMemoryBytes: 5 * MIB,
      history: [
        { at: 5000, cpuPercent: null, memoryBytes: 5 * MIB },
        { at: 10_000, cpuPercent: 80, memoryBytes: MIB },
      ],
    })
    clock.advanceTo(1_000_000)
    expect(tree?.usage('s/a')).toMatchObject({ peakCpuPercent: 80, last: { cpuPercent: 0 } })
    expect(tree?.usage('s/a')?.history).toHaveLength(60)
    launcher.exit('s/a', { kind: 'exit', code: 1 })
    expect(tree?.usage('s/a')).toBeNull()
    expect(tree?.usage('s')).toBeNull()
  })
})
