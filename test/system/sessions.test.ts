// Groups that the processes of a leaf make within its session: jobs of a shell with job control, timeout(1), servers.
import { spawnSync } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { leafBench, pidOf } from '../support/leaf-bench.ts'
import { livingInSession, livingMembers } from '../support/processes.ts'
import { waitUntil } from '../support/wait-until.ts'

const hasBash = spawnSync('bash', ['-c', ':']).status === 0

describe.runIf(process.platform === 'linux' && hasBash)('a job of a shell with job control, a group of its own', () => {
  let bench: ReturnType<typeof leafBench>
  beforeEach(() => {
    bench = leafBench()
  })
  afterEach(() => bench.close())

  const JOB =
    'sh -c "trap \\"echo TERM > $DIR/asked; exit\\" TERM; echo \\$\\$ > $DIR/job; while :; do sleep 0.02; done" &'
  const DEAF = 'sh -c "trap \\"echo TERM > $DIR/asked\\" TERM; echo \\$\\$ > $DIR/job; while :; do sleep 0.02; done" &'
  const leafWith = async (job: string, then: string) => {
    const leaf = bench.launch({
      command: 'bash',
      args: ['-c', `set -m; ${job} while ! [ -s $DIR/job ]; do sleep 0.02; done; ${then}`],
      env: { DIR: bench.folder },
    })
    const group = Number(await bench.written('job'))
    expect(group).not.toBe(leaf.pid)
    return { leaf, group }
  }

  it('ends with its leader when that is asked to stop, by the stop signal', async () => {
    const { leaf, group } = await leafWith(JOB, 'wait')
    expect(livingMembers(group).length).toBeGreaterThan(0)
    leaf.stop()
    await bench.ended(leaf)
    expect(bench.read('asked')).toBe('TERM\n')
    expect(livingInSession(pidOf(leaf))).toEqual([])
  })

  it('ends after a crash of its leader, before the worker is down', async () => {
    const { leaf, group } = await leafWith(JOB, 'exit 3')
    await bench.ended(leaf)
    expect(leaf.report.told.at(-1)).toBe('ended: exit 3')
    expect(livingMembers(group)).toEqual([])
  })

  it('that is deaf gets SIGKILL a second later', async () => {
    const { leaf, group } = await leafWith(DEAF, 'exit 3')
    await bench.ended(leaf)
    expect(bench.read('asked')).toBe('TERM\n')
    expect(livingMembers(group)).toEqual([])
  })

  it('that is deaf ends with its leader when that is killed', async () => {
    const { leaf, group } = await leafWith(DEAF, 'wait')
    leaf.kill()
    await bench.ended(leaf)
    expect(livingMembers(group)).toEqual([])
  })

  it('is found among many others', async () => {
    const others = Array.from({ length: 50 }, () => bench.launch({ command: 'sleep', args: ['1000'] }))
    const { leaf, group } = await leafWith(DEAF, 'wait')
    // More process numbers than are read one by one.
    spawnSync('sh', ['-c', 'i=0; while [ $i -lt 1200 ]; do (:); i=$((i+1)); done'])
    process.kill(pidOf(leaf), 'SIGKILL')
    for (const other of others) other.kill()
    await waitUntil('all are down', () => [leaf, ...others].every(({ report }) => report.end !== null))
    expect(livingMembers(group)).toEqual([])
  })

  it('that made a job of its own and died does not hide it', async () => {
    const { leaf } = await leafWith(
      'bash -c "set -m; sleep 1000 & echo \\$! > $DIR/inner; echo \\$\\$ > $DIR/job" &',
      'while ! [ -s $DIR/inner ]; do sleep 0.02; done; exit 3',
    )
    await bench.ended(leaf)
    expect(livingMembers(Number(bench.read('inner')))).toEqual([])
  })
})
