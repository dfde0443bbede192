import { spawn } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { GroupUsage, Usage } from '../ports/usage.ts'
import { procUsage } from './proc-usage.ts'
import { psUsage, usageIn } from './ps-usage.ts'

const MIB = 1024 * 1024
/** Fills 64 MiB, burns CPU for a while, says so, and stays. */
const HUNGRY = `
  const held = Buffer.alloc(64 * 1024 * 1024, 1)
  for (const end = Date.now() + 300; Date.now() < end;);
  setInterval(() => held, 1000)
  console.log('full')`

const measured = (usage: Usage, leaders: readonly number[]) =>
  new Promise<ReadonlyMap<number, GroupUsage>>((resolve) => usage.measure(leaders, resolve))

describe('what ps says', () => {
  it('is summed by group', () => {
    const lines = '  10   1000 00:01:02\n  10  24  1-00:00:00\n  11 5 00:00.25\n  12 9 00:00:00\n'
    expect([...usageIn(lines, [10, 11, 99])]).toEqual([
      [10, { cpuMs: 62_000 + 86_400_000, memoryBytes: 1024 * 1024, processes: 2 }],
      [11, { cpuMs: 250, memoryBytes: 5 * 1024, processes: 1 }],
    ])
  })
})

const adapters = [
  ['/proc', procUsage],
  ['ps', psUsage],
] as const

describe.runIf(process.platform === 'linux').each(adapters)('measuring by %s', (_name, make) => {
  it('counts memory and CPU of all processes of a group, and of no other', async () => {
    const args = ['-c', '"$0" -e "$1" & exec "$0" -e "$1"', process.execPath, HUNGRY]
    const child = spawn('sh', args, { detached: true, stdio: ['ignore', 'pipe', 'ignore'] })
    const pid = child.pid as number
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    await expect.poll(() => said, { timeout: 30_000 }).toBe('full\nfull\n')
    const groups = await measured(make(), [pid, 2 ** 22 + 1])
    process.kill(-pid, 'SIGKILL')
    expect([...groups.keys()]).toEqual([pid])
    const group = groups.get(pid) as GroupUsage
    expect(group.processes).toBe(2)
    expect(group.memoryBytes).toBeGreaterThan(128 * MIB)
    expect(group.memoryBytes).toBeLessThan(1024 * MIB)
    // By ps in whole seconds. Two that share a core have burnt half of the time each.
    expect(group.cpuMs).toBeGreaterThanOrEqual(make === procUsage ? 100 : 0)
  })
})
