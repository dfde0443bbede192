import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { lastPidOfSystem } from './last-pid.ts'
import { type SessionTable, sessionTable } from './session-table.ts'

const hasBash = spawnSync('bash', ['-c', ':']).status === 0

describe.runIf(process.platform === 'linux' && hasBash)('the other groups of a session', () => {
  const shells: ChildProcess[] = []
  afterEach(() => {
    for (const shell of shells.splice(0)) shell.stdin?.end()
  })
  /** A shell with one job, which lives as long as the shell: until its stdin ends. */
  const shellWithJob = async (begin: (pid: number) => void) => {
    const script = 'set -m; sleep 1000 & echo $!; read line; kill -9 $!; wait'
    const shell = spawn('bash', ['-c', script], { detached: true, stdio: ['pipe', 'pipe', 'ignore'] })
    shells.push(shell)
    const { pid = 0 } = shell
    begin(pid)
    const [line] = (await once(shell.stdout, 'data')) as [Buffer]
    return { shell, pid, job: Number(String(line)) }
  }

  it.each([
    ['by the numbers given out since the last look', lastPidOfSystem()],
    ['where the system does not tell the last number', { read: () => null, close: () => {} }],
    ['where numbers began anew', { read: countdown(), close: () => {} }],
  ])('are found %s', async (_, lastPid) => {
    const table = sessionTable(() => performance.now(), lastPid)
    const { shell, pid, job } = await shellWithJob((leader) => table.begin(leader))
    expect(await otherGroups(table, pid)).toEqual([job])
    expect(await otherGroups(table, pid)).toEqual([job])
    shell.stdin.end()
    await once(shell, 'exit')
    expect(await otherGroups(table, pid)).toEqual([])
    table.end(pid)
  })

  it('are found where the numbers may have gone all the way round since the last look', async () => {
    let [nowMs, last] = [0, 0]
    const table = sessionTable(() => nowMs, { read: () => last, close: () => {} })
    const { pid, job } = await shellWithJob((leader) => {
      last = leader
      table.begin(leader)
    })
    nowMs = 10_000
    expect(await otherGroups(table, pid)).toEqual([job])
  })

  it('of two leaders are found by one look', async () => {
    let reads = 0
    const read = () => {
      reads += 1
      return null
    }
    const table = sessionTable(() => performance.now(), { read, close: () => {} })
    const [first, second] = await Promise.all([
      shellWithJob((leader) => table.begin(leader)),
      shellWithJob((leader) => table.begin(leader)),
    ])
    const both = [first, second].map(({ pid }) => otherGroups(table, pid))
    expect(await Promise.all(both)).toEqual([[first.job], [second.job]])
    // Before and after.
    expect(reads).toBe(2)
  })

  it('are told, too, to who asks when somebody else is told', async () => {
    const table = sessionTable(() => performance.now(), { read: () => null, close: () => {} })
    const { pid, job } = await shellWithJob((leader) => table.begin(leader))
    const again = new Promise((resolve) => table.otherGroups(pid, () => table.otherGroups(pid, resolve)))
    const other = otherGroups(table, pid)
    expect(await Promise.all([again, other])).toEqual([[job], [job]])
  })

  it('are not told to whom has called that off', async () => {
    const table = sessionTable(() => performance.now(), { read: () => null, close: () => {} })
    const { pid } = await shellWithJob((leader) => table.begin(leader))
    const told: string[] = []
    const callOff = table.otherGroups(pid, () => told.push('called off'))
    callOff()
    await otherGroups(table, pid)
    expect(told).toEqual([])
  })

  it('are nobody’s once the leader is said to be down', async () => {
    const table = sessionTable(() => performance.now())
    const { pid } = await shellWithJob((leader) => table.begin(leader))
    table.end(pid)
    expect(await otherGroups(table, pid)).toEqual([])
  })
})

const otherGroups = (table: SessionTable, leader: number) =>
  new Promise((resolve) => table.otherGroups(leader, resolve))

/** Each answer is less than the one before. */
function countdown(): () => number {
  let next = 4_000_000
  return () => (next -= 1)
}
