// Leaves as real processes: their ends, their groups, their output.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Behaviour, type LauncherSide, launcherContract } from '../contract/launcher-contract.ts'
import { fixture, freePort, leafBench, pidOf } from '../support/leaf-bench.ts'
import { leafOrder } from '../support/leaf-order.ts'
import { isAlive, livingMembers } from '../support/processes.ts'
import { type LaunchedProcess, nodeClock, nodeProbe, type Program, processLauncher } from '../support/real-launcher.ts'
import { waitUntil } from '../support/wait-until.ts'

let bench: ReturnType<typeof leafBench>
beforeEach(() => {
  bench = leafBench()
})
afterEach(() => bench.close())

/** Nobody listens there: port 1 is reserved. */
const UNREACHABLE = { kind: 'tcp', host: null, port: 1, foreign: false } as const
const tcp = (port: number, more: { host?: string; foreign?: boolean } = {}) =>
  ({ kind: 'tcp', host: null, foreign: false, port, ...more }) as const

function realSide(port: number): LauncherSide {
  const means: Record<Behaviour, Partial<Program>> = {
    obeys: { command: 'sleep', args: ['1000'] },
    ignoresStop: { command: process.execPath, args: [fixture('ignores-sigterm'), String(port)], ready: tcp(port) },
    crashes: { command: 'sh', args: ['-c', 'exit 3'] },
    failsToStart: { command: 'sh', args: ['-c', 'exit 1'], ready: UNREACHABLE },
    neverReady: { command: 'sleep', args: ['1000'], ready: UNREACHABLE },
    oneShot: { command: 'true', ready: { kind: 'exit' } },
    cannotStart: { command: 'no-such-command' },
  }
  const launcher = processLauncher({ probe: nodeProbe(), output: null, clock: nodeClock() })
  const leaves: LaunchedProcess[] = []
  return {
    launch: (behaviour, report) => {
      const leaf = launcher.launch(leafOrder('shop/leaf', means[behaviour]), report)
      leaves.push(leaf)
      return leaf
    },
    until: waitUntil,
    // There is no fact to wait for when nothing is to happen.
    quiet: () => sleep(100),
    close: async () => {
      for (const leaf of leaves) leaf.kill()
      await waitUntil('all are gone', () => leaves.every(({ pid }) => pid === null || livingMembers(pid).length === 0))
    },
  }
}

const contractPort = await freePort()
launcherContract('the launcher of processes', () => realSide(contractPort))

describe('a process that cannot be made', () => {
  it.each([
    [
      'the command is in no folder of PATH',
      () => ({ command: 'no-such' }),
      'ENOENT',
      /no command "no-such" in its PATH/,
    ],
    ['its file does not exist', () => ({ command: './no-such' }), 'ENOENT', /command ".*\/no-such" does not exist/],
    ['its cwd does not exist', () => ({ cwd: '/no/such' }), 'ENOENT', /working directory "\/no\/such" does not exist/],
    [
      'its cwd is a file',
      () => ({ cwd: bench.script('f', '', 0o644) }),
      'ENOTDIR',
      /directory ".*f" is not a directory/,
    ],
    [
      'its file is not executable',
      () => ({ command: bench.script('f', '', 0o644) }),
      'EACCES',
      /".*\/f" may not be executed/,
    ],
    ['its file is a folder', () => ({ command: bench.folder }), 'EACCES', /may not be executed/],
    [
      'its interpreter is missing',
      () => ({ command: bench.script('f', '#!/no/sh -e\n', 0o755) }),
      'ENOENT',
      /interpreter "\/no\/sh"/,
    ],
    [
      'its environment is too large',
      () => ({ env: { A: 'x'.repeat(3_000_000) } }),
      'E2BIG',
      /arguments and environment/,
    ],
    ['its arguments hold a NUL', () => ({ args: ['a\0b'] }), 'ERR_INVALID_ARG_VALUE', /null bytes/],
  ] as const)('because %s says so', async (_, program, errno, message) => {
    const leaf = bench.launch(program())
    expect(leaf.pid).toBe(null)
    await bench.ended(leaf)
    expect(leaf.report.told).toEqual([`ended: spawn_error ${errno}`])
    expect(leaf.report.end).toMatchObject({ message: expect.stringMatching(message) as string })
  })
})

const hasPrlimit = spawnSync('prlimit', ['--version']).status === 0

describe.runIf(hasPrlimit)('when there are no descriptors left', () => {
  it('starts fail by EMFILE, what runs goes on, and nothing is lost for later', () => {
    const script = fileURLToPath(new URL('../support/starved-launcher.ts', import.meta.url))
    const { stdout } = spawnSync('prlimit', ['--nofile=70', process.execPath, script], { encoding: 'utf8' })
    const { starts, before, after } = JSON.parse(stdout) as { starts: string[]; before: number; after: number }
    expect(new Set(starts)).toEqual(new Set(['ready', 'ended: spawn_error EMFILE']))
    // Pipes in stock, one batch. Node's own pipes of a failed spawn would stay open for ever.
    expect(after - before).toBeLessThanOrEqual(16)
  })
})

describe('what a process gets', () => {
  it('its command comes from its own PATH', async () => {
    writeFileSync(join(bench.folder, 'mine'), '#!/bin/sh\nexit 9\n', { mode: 0o755 })
    const leaf = bench.launch({ command: 'mine', env: { PATH: bench.folder } })
    await bench.ended(leaf)
    expect(leaf.report.told.at(-1)).toBe('ended: exit 9')
  })

  it('a command with a slash counts from its cwd', async () => {
    writeFileSync(join(bench.folder, 'mine'), '#!/bin/sh\nexit 9\n', { mode: 0o755 })
    const leaf = bench.launch({ command: './mine', cwd: bench.folder })
    await bench.ended(leaf)
    expect(leaf.report.told.at(-1)).toBe('ended: exit 9')
  })

  it('the knowledge who it is, how often it was started, and how it ended before', async () => {
    const order = leafOrder('shop/leaf', {
      command: 'env | grep ^OTP_SUP_ | sort > $DIR/env',
      shell: true,
      inheritEnv: ['PATH'],
      env: { DIR: bench.folder },
    })
    const lastExit = { class: 'abnormal', kind: 'signal', code: null, signal: 'SIGKILL', errno: null } as const
    await bench.ended(bench.launch({}, { ...order, incarnation: 2, lastExit }))
    expect(bench.read('env').trim().split('\n')).toEqual([
      'OTP_SUP_INCARNATION=2',
      'OTP_SUP_LAST_EXIT=signal SIGKILL',
      'OTP_SUP_PATH=shop/leaf',
      expect.stringMatching(/^OTP_SUP_RUN=(.*:)?test-run$/) as string,
    ])
  })

  it('stdin is /dev/null, and no descriptor of ours reaches it', async () => {
    await bench.ended(bench.shell('for fd in /proc/$$/fd/*; do readlink $fd; done > $DIR/fds'))
    const [stdin, ...others] = bench.read('fds').trim().split('\n')
    expect(stdin).toBe('/dev/null')
    // The redirection is the shell's own; /dev/null also stands where we were given a descriptor ourselves.
    expect(new Set(others)).toEqual(new Set(['/dev/null', join(bench.folder, 'fds')]))
  })

  it('a session and a group of its own', async () => {
    const leaf = bench.shell('cut -d " " -f 5,6 /proc/$$/stat > $DIR/ids; exec sleep 1000')
    expect(await bench.written('ids')).toBe(`${leaf.pid} ${leaf.pid}`)
  })
})

describe('stopping', () => {
  it('reaches what a wrapper runs, though the wrapper forwards nothing', async () => {
    const port = await freePort()
    const leaf = bench.shell(`${process.execPath} ${fixture('listens')} ${port}; :`, { ready: tcp(port) })
    await bench.ready(leaf)
    expect(livingMembers(pidOf(leaf))).toHaveLength(2)
    leaf.stop()
    await bench.ended(leaf)
    expect(livingMembers(pidOf(leaf))).toEqual([])
  })

  it('by stopScope leader asks the leader alone', async () => {
    const leaf = bench.shell(
      'sleep 1000 & trap "echo asked > $DIR/asked" TERM; echo up > $DIR/up; while :; do wait; done',
      {
        stopScope: 'leader',
      },
    )
    await bench.written('up')
    leaf.stop()
    await bench.written('asked')
    expect(livingMembers(pidOf(leaf))).toHaveLength(2)
  })

  it('by another signal asks by that', async () => {
    const leaf = bench.launch({ command: 'sleep', args: ['1000'], stopSignal: 'SIGINT' })
    await bench.ready(leaf)
    leaf.stop()
    await bench.ended(leaf)
    expect(leaf.report.told).toEqual(['ready', 'ended: signal SIGINT'])
  })

  it('wakes a group that was stopped by SIGSTOP, so that it can answer', async () => {
    const leaf = bench.shell('trap "exit 6" TERM; echo up > $DIR/up; while :; do sleep 0.05; done')
    await bench.written('up')
    process.kill(-pidOf(leaf), 'SIGSTOP')
    leaf.stop()
    await bench.ended(leaf)
    expect(leaf.report.told.at(-1)).toBe('ended: exit 6')
  })
})

/** A member that notes each SIGTERM and lives on; then what the leader does. */
const deafMember = (leader: string): string =>
  `(trap "echo TERM >> $DIR/member" TERM; echo up >> $DIR/member; while :; do sleep 0.02; done) &
   while ! [ -s $DIR/member ]; do sleep 0.02; done; ${leader}`

describe('a leader that ends and leaves members of its group', () => {
  it('is down when they have followed the stop signal', async () => {
    const leaf = bench.shell('sleep 1000 & sleep 1000 & exit 4')
    await bench.ended(leaf)
    expect(leaf.report.told.at(-1)).toBe('ended: exit 4')
    expect(livingMembers(pidOf(leaf))).toEqual([])
  })

  it('is down when they have got SIGKILL, a second after the stop signal', async () => {
    const leaf = bench.shell(deafMember('exit 4'))
    await waitUntil('its leader is gone', () => !isAlive(pidOf(leaf)))
    const sinceMs = performance.now()
    await bench.ended(leaf)
    expect(performance.now() - sinceMs).toBeGreaterThan(800)
    expect(bench.read('member')).toBe('up\nTERM\n')
    expect(leaf.report.told.at(-1)).toBe('ended: exit 4')
  })

  it('need not wait for that second when it is killed', async () => {
    await bench.close()
    bench = leafBench({ deafFromMs: 1000 })
    const leaf = bench.shell(deafMember('exit 4'))
    await waitUntil('the member is asked', () => bench.read('member') === 'up\nTERM\n')
    expect(leaf.report.end).toBe(null)
    leaf.kill()
    await bench.ended(leaf)
    expect(leaf.report.told.at(-1)).toBe('ended: exit 4')
  })

  it('leaves them the time of the stop when that had asked them: they are asked once, and killed when it is over', async () => {
    const leaf = bench.shell(deafMember('trap "exit 0" TERM; echo up > $DIR/up; while :; do sleep 0.02; done'))
    await bench.written('up')
    leaf.stop()
    // It looks again and again whether the group is empty; there is no second timer, no deadline of its own.
    await waitUntil('the rest of the group is waited for', () => bench.clock.armed() === 1)
    await waitUntil('the member is asked', () => bench.read('member') === 'up\nTERM\n')
    leaf.kill()
    await bench.ended(leaf)
    expect(bench.read('member')).toBe('up\nTERM\n')
    expect(leaf.report.told.at(-1)).toBe('ended: exit 0')
  })

  it('is down when only zombies are left, though nobody reaps them', async () => {
    // The member moves to a session of its own and never waits for the child that it left in the group.
    const leaf = bench.shell(
      `(sleep 0 & exec setsid sh -c 'echo $$ > $DIR/stranger; exec sleep 1000') &
       while ! [ -s $DIR/stranger ]; do sleep 0.02; done; exit 4`,
    )
    const stranger = Number(await bench.written('stranger'))
    await bench.ended(leaf)
    expect(leaf.report.told.at(-1)).toBe('ended: exit 4')
    process.kill(stranger, 'SIGKILL')
  })
})

describe('the end of a process', () => {
  it('is told exactly once for each of 200 that die at once', async () => {
    const leaves = Array.from({ length: 200 }, () => bench.launch({ command: 'false' }))
    for (const leaf of leaves) await bench.ended(leaf)
    expect(new Set(leaves.map((leaf) => leaf.report.told.join(', ')))).toEqual(new Set(['ready, ended: exit 1']))
  })

  it('needs no timer when the group is empty at once', async () => {
    await bench.ended(bench.launch({ command: 'true' }))
    expect(bench.clock.everArmed()).toBe(0)
  })

  it('by a signal from outside names the signal', async () => {
    const leaf = bench.launch({ command: 'sleep', args: ['1000'] })
    process.kill(pidOf(leaf), 'SIGSEGV')
    await bench.ended(leaf)
    expect(leaf.report.told).toEqual(['ready', 'ended: signal SIGSEGV'])
  })
})
