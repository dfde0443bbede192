import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { sessionTable } from './session-table.ts'

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
    ['by the numbers given out since the last look', undefined],
    ['where the system does not tell the last number', () => null],
    ['where numbers began anew', countdown()],
  ])('are found %s', async (_, newestPid) => {
    const table = sessionTable(() => performance.now(), newestPid)
    const { shell, pid, job } = await shellWithJob((leader) => table.begin(leader))
    expect(table.otherGroups(pid)).toEqual([job])
    expect(table.otherGroups(pid)).toEqual([job])
    shell.stdin.end()
    await once(shell, 'exit')
    expect(table.otherGroups(pid)).toEqual([])
  })

  it('are nobody’s once the leader is said to be down', async () => {
    const table = sessionTable(() => performance.now())
    const { pid } = await shellWithJob((leader) => table.begin(leader))
    table.end(pid)
    expect(table.otherGroups(pid)).toEqual([])
  })
})

/** Each answer is less than the one before. */
function countdown(): () => number {
  let next = 4_000_000
  return () => (next -= 1)
}
