// Rows L26 and L45 of the fault catalogue, and checks that hang, lie or are met by strangers: real processes that are ready
// and not well.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { supervisor, worker } from '@otp-sup/core'
import { afterAll, describe, expect, it } from 'vitest'
import { faultTree, first, scratch, sh, sleeper } from '../support/fault-tree.ts'
import { freePorts } from '../support/free-ports.ts'
import { exists } from '../support/processes.ts'
import { waitUntil } from '../support/wait-until.ts'

const dir = scratch()
afterAll(() => dir[Symbol.dispose]())
const numberIn = (name: string): number => {
  const file = join(dir.folder, name)
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
}

const often = { every: '100ms', timeout: '300ms', failures: 3 } as const

/** Answers every request by the status that stands in a file; without the file it answers none. */
const server = (port: number, file: string) => `
  const { readFileSync } = require('node:fs')
  require('node:http').createServer((request, response) => {
    try { response.statusCode = Number(readFileSync(${JSON.stringify(file)}, 'utf8')) } catch { return }
    response.end()
  }).listen(${port}, '127.0.0.1')`

/** A server with health, and the file that says how it answers. */
async function checkedServer(name: string, options: object = {}) {
  const [port] = await freePorts()
  const file = join(dir.folder, name)
  writeFileSync(file, '200')
  const http = `http://127.0.0.1:${port}/health` as const
  const child = worker('web', {
    command: [process.execPath, '-e', server(port, file)],
    ready: { http },
    health: { http, ...often, ...options },
    shutdown: '500ms',
  })
  const says = (status: number): void => writeFileSync(file, String(status))
  return { port, child, says, fallSilent: () => rmSync(file) }
}

describe('health', () => {
  it('L26: a server that is stopped by SIGSTOP is found unhealthy and started again', async () => {
    const { child, port } = await checkedServer('frozen')
    await using run = await faultTree(supervisor('s', { children: [child] }))
    await run.one('child.healthy', 's/web')
    process.kill(run.pid('s/web'), 'SIGSTOP')
    const unhealthy = await run.one('child.unhealthy', 's/web')
    expect(unhealthy).toMatchObject({ failures: 3, cause: null })
    expect(unhealthy.message).toBe(
      `asked for http://127.0.0.1:${port}/health, and saw: no answer within 300ms. If it is well, give a check longer by health.timeout.`,
    )
    await run.nth(2, 'child.started', 's/web')
    expect(run.of('child.exited')).toMatchObject([{ exit: { kind: 'unhealthy', class: 'abnormal' }, requested: false }])
    await run.nth(2, 'child.healthy', 's/web')
  })

  it('L45: checks that fail now and then, but not often enough in a row, do no harm', async () => {
    const counter = join(dir.folder, 'count')
    // Every third check goes well: two failures in a row, never three.
    const check = `n=$(cat ${counter} 2>/dev/null || echo 0); echo $((n + 1)) >${counter}; [ $((n % 3)) = 2 ]`
    const health = { exec: ['sh', '-c', check], ...often, timeout: '10s' } as const
    await using run = await faultTree(supervisor('s', { children: [sleeper('a', { health })] }))
    await waitUntil('it was checked twelve times', () => numberIn('count') >= 12)
    expect(run.of('child.unhealthy')).toEqual([])
    expect(run.of('child.healthy')).toHaveLength(1)
  })

  it('sees an answer that is not the right one', async () => {
    const { child, says } = await checkedServer('wrong', { status: 200 })
    await using run = await faultTree(supervisor('s', { intensity: 9, children: [child] }))
    await run.one('child.healthy', 's/web')
    says(204)
    expect(await run.one('child.unhealthy', 's/web')).toMatchObject({
      message: expect.stringMatching(/saw: status 204\. If it is well, correct health\.http\.$/) as string,
    })
    says(200)
    await run.nth(2, 'child.healthy', 's/web')
    expect(run.log.map(({ level, message }) => `${level}: ${message}`)).toContainEqual(
      expect.stringMatching(/^error: s\/web \(1\) is unhealthy, 3 checks in a row have failed: asked for http/),
    )
  })

  it('is not met by a stranger at the port', async () => {
    const [port] = await freePorts()
    // The first start is ready by its own word, and has no port; a stranger has it.
    const stranger = worker('stranger', {
      command: [process.execPath, '-e', `require('node:net').createServer().listen(${port}, '127.0.0.1')`],
      ready: { tcp: port },
    })
    const lies = sleeper('lies', { health: { tcp: port, ...often }, restart: 'temporary' })
    await using run = await faultTree(supervisor('s', { children: [stranger, lies] }))
    const { message } = await run.one('child.unhealthy', 's/lies')
    expect(message).toContain(`asked for port ${port}, and saw: held by another process (pid ${run.pid('s/stranger')}`)
    await run.one('child.removed', 's/lies')
  })

  it('by a port is answered by a server that restarts its workers', async () => {
    const [port] = await freePorts()
    const listens = `require('node:net').createServer((socket) => socket.destroy()).listen(${port}, '127.0.0.1')`
    const child = worker('web', {
      command: [process.execPath, '-e', listens],
      ready: { tcp: port },
      health: { tcp: port, ...often, failures: 1 },
    })
    await using run = await faultTree(supervisor('s', { children: [child] }))
    await run.one('child.healthy', 's/web')
    process.kill(run.pid('s/web'), 'SIGKILL')
    await run.nth(2, 'child.healthy', 's/web')
    expect(run.of('child.unhealthy')).toEqual([])
  })

  it('kills a check that hangs with all that it started, and never runs two at once', async () => {
    const check = `sleep 99 & echo $! >>${dir.folder}/hung; wait`
    const health = { exec: ['sh', '-c', check], ...often, timeout: '200ms' } as const
    await using run = await faultTree(supervisor('s', { children: [sleeper('a', { health, restart: 'temporary' })] }))
    await run.one('child.removed', 's/a')
    const pids = (await dir.written('hung')).split('\n').map(Number)
    expect(pids).toHaveLength(3)
    await waitUntil('no check is left', () => pids.every((pid) => !exists(pid)))
  })

  it('counts for each start anew', async () => {
    const flag = join(dir.folder, 'flag')
    // The first start fails twice and dies by itself; the second fails twice more, and then all is well.
    const check = `n=$(cat ${flag} 2>/dev/null || echo 0); echo $((n + 1)) >${flag}; [ $n -ge 4 ]`
    const health = { exec: ['sh', '-c', check], ...often, timeout: '10s' } as const
    await using run = await faultTree(supervisor('s', { children: [sleeper('a', { health })] }))
    await waitUntil('two checks have failed', () => numberIn('flag') === 2)
    process.kill(run.pid('s/a'), 'SIGKILL')
    await run.one('child.healthy', 's/a')
    expect(run.of('child.unhealthy')).toEqual([])
    expect(run.of('child.exited')).toMatchObject([{ exit: { kind: 'signal' } }])
  })

  it('is asked for no longer when the worker is told to stop', async () => {
    const { child, fallSilent } = await checkedServer('stopped')
    await using run = await faultTree(supervisor('s', { children: [child] }))
    await run.one('child.healthy', 's/web')
    fallSilent()
    await run.tree.terminateChild('s/web')
    expect(run.of('child.unhealthy')).toEqual([])
    expect(run.of('child.exited')).toMatchObject([{ requested: true }])
  })
})

describe('a watchdog', () => {
  const notify = (text: string) =>
    `perl -MSocket -e 'socket(my $s, AF_UNIX, SOCK_DGRAM, 0); send($s, "${text}", 0, pack_sockaddr_un($ENV{NOTIFY_SOCKET})) or die'`
  const health = { notify: 'systemd', every: '1s', failures: 2 } as const

  it('is told how often, is satisfied as long as the worker says that it is well, and not longer', async () => {
    const line = `echo $WATCHDOG_USEC >${dir.folder}/usec; for i in 1 2 3 4; do ${notify('WATCHDOG=1')}; sleep 0.4; done`
    const child = sh('a', `${line}; exec sleep 1000`, { health, restart: 'temporary' })
    await using run = await faultTree(supervisor('s', { children: [child] }))
    expect(await dir.written('usec')).toBe('1000000')
    await run.one('child.healthy', 's/a')
    expect(await run.one('child.unhealthy', 's/a')).toMatchObject({
      failures: 2,
      message: 'no WATCHDOG=1 within 1s. If it is well, it needs a longer health.every.',
    })
    await run.one('child.removed', 's/a')
  })

  it('believes a worker that says that it is not well', async () => {
    const child = sh('a', first(notify('WATCHDOG=trigger')), { health: { ...health, every: '1h' } })
    await using run = await faultTree(supervisor('s', { children: [child] }))
    expect(await run.one('child.unhealthy', 's/a')).toMatchObject({ failures: 1 })
    await run.nth(2, 'child.started', 's/a')
    expect(run.of('child.exited')).toMatchObject([{ exit: { kind: 'unhealthy' } }])
  })

  it('goes along with readiness by the same socket', async () => {
    const line = `${notify('READY=1')}; ${notify('STATUS=at work\\nWATCHDOG=1')}; exec sleep 1000`
    const child = sh('a', line, { ready: { notify: 'systemd' }, health: { ...health, every: '3s' } })
    await using run = await faultTree(supervisor('s', { children: [child] }))
    expect(await run.one('child.healthy', 's/a')).toMatchObject({ incarnation: 1 })
  })
})
