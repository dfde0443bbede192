// Faults of a start, rows L01 to L08 of the fault catalogue and F06: provoked for real, in a tree. How each is worded is in
// test/system/launcher.test.ts and process-attributes.test.ts; here is what the tree makes of it.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EventOf, type SupervisionEvent, start, supervisor, type WorkerOptions, worker } from '@otp-sup/core'
import { afterAll, describe, expect, it } from 'vitest'
import { folderWith, otpSup, STAYS } from '../cli/otp-sup.ts'
import { become, isRoot, leafOfNobody, leafUnder } from '../support/accounts.ts'
import { isAlive } from '../support/processes.ts'
import { waitUntil } from '../support/wait-until.ts'

const folder = mkdtempSync(join(tmpdir(), 'faults-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, text: string, mode = 0o644): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  chmodSync(path, mode)
  return path
}

type Failed = EventOf<'child.start_failed'>

/** A child that cannot be started at boot, beside one that can: what is told of it, and that nothing is left. */
const failedBoot = async (options: WorkerOptions): Promise<{ failed: Failed; tookMs: number; spawned: number }> => {
  const events: SupervisionEvent[] = []
  const spec = supervisor('t', { children: [worker('up', { command: ['sleep', '1000'] }), worker('bad', options)] })
  await expect(start(spec, { onEvent: (event) => events.push(event) })).rejects.toMatchObject({ path: 't/bad' })
  const ofBad = events.filter(({ path }) => path === 't/bad')
  const [starting, failed] = ['child.starting', 'child.start_failed'].map((type) =>
    ofBad.find((event) => event.type === type),
  )
  const pids = events.flatMap((event) => (event.type === 'child.spawned' ? [event.pid] : []))
  expect(pids.filter(isAlive)).toEqual([])
  return {
    failed: failed as Failed,
    tookMs: (failed?.at ?? 0) - (starting?.at ?? 0),
    spawned: ofBad.filter(({ type }) => type === 'child.spawned').length,
  }
}

/** It runs once; then its restarts fail by what `spoil` did, are counted, and the supervisor gives up. */
const failedRestarts = async (options: WorkerOptions, spoil: () => void): Promise<readonly SupervisionEvent[]> => {
  const events: SupervisionEvent[] = []
  const bad = worker('bad', { ...options, restart: 'permanent' })
  const others = supervisor('others', { children: [worker('up', { command: ['sleep', '1000'] })] })
  const sub = supervisor('sub', { intensity: 3, restart: 'temporary', children: [bad] })
  const tree = await start(supervisor('t', { children: [others, sub] }), { onEvent: (event) => events.push(event) })
  spoil()
  const pid = events.flatMap((event) =>
    event.type === 'child.spawned' && event.path === 't/sub/bad' ? [event.pid] : [],
  )
  process.kill(pid[0] ?? 0, 'SIGKILL')
  await waitUntil('its supervisor gave up', () => events.some(({ type }) => type === 'supervisor.gave_up'))
  expect(await tree.whichChildren('t/others')).toMatchObject({ ok: true, value: [{ id: 'up' }] })
  const up = events.find((event) => event.type === 'child.spawned' && event.path === 't/others/up')
  expect(isAlive((up as EventOf<'child.spawned'>).pid)).toBe(true)
  await tree.stop()
  return events
}

describe('at boot', () => {
  it.each([
    ['L01: command not found', () => ({ command: ['no-such'] }), 'ENOENT', 'there is no command "no-such" in its PATH'],
    ['L02: not executable', () => ({ command: [file('plain', '')] }), 'EACCES', 'plain" may not be executed'],
    [
      'L03: cwd missing',
      () => ({ command: ['true'], cwd: './gone' }),
      'ENOENT',
      '/gone" does not exist. Create it, or',
    ],
    [
      'L07: its environment is too large',
      () => ({ command: ['true'], env: { A: 'x'.repeat(3e6) } }),
      'E2BIG',
      'larger',
    ],
    [
      'L08: its interpreter is missing',
      () => ({ command: [file('sh', '#!/no/such\n', 0o755)] }),
      'ENOENT',
      '"/no/such"',
    ],
    [
      'F06: its env file is missing',
      () => ({ command: ['true'], envFile: join(folder, 'gone') }),
      'ENOENT',
      'its envFile',
    ],
  ] as const)(
    '%s: its start fails at once, without a process, and the message says why',
    async (...[, options, errno, words]) => {
      const { failed, tookMs, spawned } = await failedBoot(options())
      expect(failed).toMatchObject({
        exit: { kind: 'spawn_error', errno },
        message: expect.stringContaining(words) as string,
      })
      // 100 ms on a machine of its own; a spawn that blocks for longer is no wait for an exit.
      expect(tookMs).toBeLessThan(2000)
      expect(spawned).toBe(0)
    },
  )

  it('L04: a user that does not exist: its start fails, the message names it, and its program never ran as we do', async () => {
    const ran = join(folder, 'ran')
    const { failed } = await failedBoot({ command: ['touch', ran], user: 'nobody9' })
    expect(failed).toMatchObject({
      exit: { kind: 'spawn_error' },
      message: expect.stringContaining('there is no user "nobody9"') as string,
    })
    expect(existsSync(ran)).toBe(false)
  })
})

describe('in restarts', () => {
  it('L01: command not found: each restart fails and counts, and the supervisor gives up', async () => {
    const path = file('program', '#!/bin/sh\nexec sleep 1000\n', 0o755)
    const events = await failedRestarts({ command: [path] }, () => rmSync(path))
    const failed = events.filter(({ type }) => type === 'child.start_failed')
    expect(failed).toHaveLength(3)
    expect(failed[0]).toMatchObject({ exit: { errno: 'ENOENT' } })
  })

  it('L07: its environment has become too large: each restart counts', async () => {
    const env = file('big.env', 'A=1\n')
    const spoil = () => writeFileSync(env, `A=${'x'.repeat(3e6)}\n`)
    const events = await failedRestarts({ command: ['sleep', '1000'], envFile: env, umask: '022' }, spoil)
    const failed = events.filter(({ type }) => type === 'child.start_failed')
    expect(failed).toHaveLength(3)
    expect(failed[0]).toMatchObject({ exit: { errno: 'E2BIG' } })
  })

  it('F06: its env file is gone: it is not started without it', async () => {
    const env = file('gone.env', 'A=1\n')
    const events = await failedRestarts({ command: ['sleep', '1000'], envFile: env }, () => rmSync(env))
    expect(events.filter(({ type }) => type === 'child.started').map(({ path }) => path)).toEqual([
      't/others/up',
      't/sub/bad',
    ])
    const failed = events.find(({ type }) => type === 'child.start_failed')
    expect(failed).toMatchObject({ exit: { errno: 'ENOENT' }, message: expect.stringContaining(env) as string })
  })
})

it('an env file that was edited counts at the next restart, and no event ever shows what is in it', async () => {
  const env = file('edited.env', 'TOKEN=hush-one\n')
  const out = join(folder, 'tokens')
  const command = ['sh', '-c', `echo $TOKEN >> ${out}; exec sleep 1000`]
  const events: SupervisionEvent[] = []
  const tree = await start(supervisor('t', { children: [worker('a', { command, envFile: env })] }), {
    onEvent: (event) => events.push(event),
  })
  const read = () => (existsSync(out) ? readFileSync(out, 'utf8') : '')
  await waitUntil('it has printed', () => read() === 'hush-one\n')
  writeFileSync(env, 'TOKEN=hush-two\n')
  await tree.terminateChild('t/a')
  await tree.restartChild('t/a')
  await waitUntil('it has printed again', () => read() === 'hush-one\nhush-two\n')
  const { value } = (await tree.getChildSpec('t/a')) as { value: unknown }
  expect(value).toMatchObject({ envFile: env })
  expect(JSON.stringify([events, value, await tree.whichChildren('t')])).not.toContain('hush')
  await tree.stop()
})

const hasPrlimit = spawnSync('prlimit', ['--version']).status === 0

describe.runIf(hasPrlimit)('when the system has no more', () => {
  it('L05: no process (EAGAIN): its start fails by that, and who started it goes on', ({ skip }) => {
    // The limit is of its user, who has no process but this one: its threads, a dozen, are above the limit already.
    const told = leafOfNobody({ command: 'true' }, ['--nproc=4'])
    if (told === null) return skip('A user that has no other process may not read this checkout.')
    expect(told).toMatchObject({ told: ['ended: spawn_error EAGAIN'], end: { errno: 'EAGAIN' } })
  })

  it.runIf(isRoot)('L05: no process (EAGAIN) for the user that it becomes: its start fails by that', async () => {
    const uid = 54_987
    const others = [1, 2].map(() => spawn('env', [...become(uid), 'sleep', '1000']))
    const isTheirs = ({ pid }: ChildProcess) => readFileSync(`/proc/${pid}/status`, 'utf8').includes(`Uid:\t${uid}\t`)
    await waitUntil('that user has two processes', () => others.every(isTheirs))
    const attributes = { user: uid, group: uid, umask: null, nice: null, oomScoreAdj: null, nofile: null }
    const told = leafUnder(['--nproc=1'], { attributes })
    for (const other of others) other.kill('SIGKILL')
    expect(told).toMatchObject({ told: ['ended: spawn_error EAGAIN'] })
  })

  it('L06: no descriptor (EMFILE): starts fail by that, what runs goes on, and no end is lost', async () => {
    const bad = { id: 'bad', command: STAYS }
    const children = [
      { id: 'up', command: STAYS, restart: 'temporary' },
      { id: 'sub', restart: 'temporary', children: [bad] },
    ]
    const run = otpSup(['run', 'tree.json'], { cwd: folderWith({ 'tree.json': { id: 't', children } }) })
    await run.stderr.found(/tree t started/)
    const pidOf = (path: string): number =>
      Number(new RegExp(`${path} \\(1\\) spawned: pid (\\d+)`).exec(run.stderr.text())?.[1])
    expect(spawnSync('prlimit', [`--pid=${run.pid}`, '--nofile=10:']).status).toBe(0)
    process.kill(pidOf('t/sub/bad'), 'SIGKILL')
    await run.stderr.found(/t\/sub\/bad \(2\) could not be started: there are too many open files \(EMFILE\)/)
    await run.stderr.found(/error t\/sub gave up/)
    expect(isAlive(pidOf('t/up'))).toBe(true)
    process.kill(pidOf('t/up'), 'SIGKILL')
    await run.stderr.found(/t\/up \(1\) was ended by SIGKILL/)
    run.signal('SIGTERM')
    expect((await run.exit).code).toBe(0)
  })
})
