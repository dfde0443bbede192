// Rows L20 to L22 of the fault catalogue: real processes that use too much.
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { supervisor, worker } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { faultTree, sh } from '../support/fault-tree.ts'
import { waitUntil } from '../support/wait-until.ts'

const MIB = 1024 * 1024
/** Takes 8 MiB every 20 ms, in its first start only. */
const LEAK = `
  const held = []
  if (process.env.OTP_SUP_INCARNATION === '1') setInterval(() => held.push(Buffer.alloc(${8 * MIB}, 1)), 20)
  setInterval(() => held, 1000)`

const often = { monitorInterval: '200ms' } as const

describe('a limit', () => {
  it('L21: on memory ends a worker that leaks, and its next start goes on', async () => {
    const leaks = worker('a', { command: [process.execPath, '-e', LEAK], limits: { memory: '200MiB' } })
    await using run = await faultTree(supervisor('s', { ...often, children: [leaks] }))
    const over = await run.one('child.over_limit', 's/a')
    expect(over).toMatchObject({ limit: 'memory', allowed: 200 * MIB, forMs: 0 })
    expect(over.measured).toBeGreaterThan(200 * MIB)
    await run.nth(2, 'child.started', 's/a')
    expect(run.of('child.exited')).toMatchObject([
      { exit: { kind: 'memory_limit', class: 'abnormal', signal: 'SIGTERM' }, requested: false },
    ])
    expect(run.log.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(
        /^s\/a \(1\) uses \d+ MiB, and its limit is 200 MiB\. Let it use less, or raise limits\.memory\.$/,
      ),
    )
  })

  it('L21: on memory counts the whole group, not its leader alone', async () => {
    const line = `"${process.execPath}" -e "$LEAK" & wait`
    const child = sh('a', line, { env: { LEAK }, limits: { memory: '200MiB' } })
    await using run = await faultTree(supervisor('s', { ...often, children: [child] }))
    await run.one('child.over_limit', 's/a')
    await run.nth(2, 'child.started', 's/a')
    expect(run.of('child.exited')).toMatchObject([{ exit: { kind: 'memory_limit' } }])
  })

  it('L21: smaller than the program ends each start, and its supervisor gives up with the reason', async () => {
    const child = worker('a', {
      command: [process.execPath, '-e', 'setInterval(() => {}, 1000)'],
      limits: { memory: '1MiB' },
    })
    await using run = await faultTree(supervisor('s', { ...often, intensity: 1, period: '1m', children: [child] }))
    expect((await run.tree.done).outcome).toBe('gave_up')
    expect(run.of('child.exited').map(({ exit }) => exit.kind)).toEqual(['memory_limit', 'memory_limit'])
  })

  it('L22: on CPU ends a worker that spins for longer than it may, and not before', async () => {
    const spins = sh('a', '[ $OTP_SUP_INCARNATION = 1 ] && while :; do :; done; exec sleep 1000', {
      limits: { cpu: '30%', for: '1s' },
    })
    await using run = await faultTree(supervisor('s', { ...often, children: [spins] }))
    const over = await run.one('child.over_limit', 's/a')
    expect(over).toMatchObject({ limit: 'cpu', allowed: 30, forMs: 1000 })
    expect(over.measured).toBeGreaterThan(30)
    expect(over.at).toBeGreaterThan(1000)
    await run.nth(2, 'child.started', 's/a')
    expect(run.of('child.exited')).toMatchObject([{ exit: { kind: 'cpu_limit' } }])
  })

  it('L22: on CPU is not broken by a short peak', async () => {
    const peak = `for (const end = Date.now() + 300; Date.now() < end;); setInterval(() => {}, 1000)`
    const child = worker('a', { command: [process.execPath, '-e', peak], limits: { cpu: '20%', for: '5s' } })
    await using run = await faultTree(supervisor('s', { ...often, children: [child] }))
    await waitUntil('it was measured for a while', () => (run.tree.usage('s/a')?.history.length ?? 0) >= 10)
    expect(run.of('child.over_limit')).toEqual([])
  })
})

/** A control group of our own for memory, where this user may make one. */
function memoryGroup(): {
  readonly join: string
  readonly limit: (bytes: number) => void
  readonly remove: () => void
} | null {
  const [, below] = /^\d+:(?:\w+,)*memory(?:,\w+)*:(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8')) ?? []
  if (below === undefined) return null
  const folder = join('/sys/fs/cgroup/memory', below, `otp-sup-test-${process.pid}`)
  try {
    mkdirSync(folder)
  } catch {
    return null
  }
  return {
    join: `echo $$ >${folder}/cgroup.procs`,
    limit: (bytes) => writeFileSync(join(folder, 'memory.limit_in_bytes'), String(bytes)),
    remove: () => rmdirSync(folder),
  }
}

describe.runIf(process.platform === 'linux')('memory that the kernel does not give', () => {
  it('L20: ends a worker by SIGKILL, which is named for what it is, and the worker is started again', async ({
    skip,
  }) => {
    const group = memoryGroup()
    if (group === null) return skip('needs root and a control group for memory (v1)')
    group.limit(100 * MIB)
    try {
      const line = `[ $OTP_SUP_INCARNATION = 1 ] && ${group.join} && exec "${process.execPath}" -e "$LEAK"; exec sleep 1000`
      await using run = await faultTree(supervisor('s', { children: [sh('a', line, { env: { LEAK } })] }))
      await run.nth(2, 'child.started', 's/a')
      expect(run.of('child.exited')).toMatchObject([
        { exit: { kind: 'signal', signal: 'SIGKILL', class: 'abnormal' }, requested: false, outOfMemory: true },
      ])
      expect(run.log.map(({ message }) => message)).toContainEqual(
        expect.stringMatching(/^s\/a \(1\) was ended by SIGKILL by the kernel, for want of memory, after /),
      )
    } finally {
      await waitUntil('the control group is empty', () => tryRemove(group.remove))
    }
  })
})

const tryRemove = (remove: () => void): boolean => {
  try {
    remove()
    return true
  } catch {
    return false
  }
}
