// Programs that people run: redis-server and nginx, killed, stopped and flooded.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { connect } from 'node:net'
import { supervisor, worker } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { faultTree, scratch } from '../support/fault-tree.ts'
import { freePort } from '../support/leaf-bench.ts'
import { livingInSession } from '../support/processes.ts'
import { waitUntil } from '../support/wait-until.ts'
import { nginxConfig } from './programs.ts'

// Debian's nginx is not in every user's PATH.
const PATH = `${process.env['PATH']}:/usr/sbin`
const has = (program: string, flag: string): boolean => spawnSync(program, [flag], { env: { PATH } }).status === 0

/** One command of redis on a connection of its own, and the first line of the answer. */
const ask = (port: number, command: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`))
    socket.once('error', reject)
    socket.once('data', (data) => {
      socket.destroy()
      resolve(String(data).trim())
    })
  })

describe.runIf(has('redis-server', '--version') && has('redis-cli', '--version'))('redis-server', () => {
  const redis = (port: number, folder: string) =>
    worker('redis', {
      command: ['redis-server', '--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
      args: ['--appendonly', 'yes', '--appendfsync', 'always'],
      ready: { log: 'Ready to accept connections' },
      stopCommand: ['redis-cli', '-p', String(port), 'shutdown'],
    })

  it('that gets kill -9 comes back with what was written, and is stopped by redis-cli', async () => {
    using dir = scratch()
    const port = await freePort()
    await using run = await faultTree(supervisor('s', { children: [redis(port, dir.folder)] }))
    expect(await ask(port, 'INCR visits')).toBe(':1')
    process.kill(run.pid('s/redis'), 'SIGKILL')
    await run.nth(2, 'child.started', 's/redis')
    expect(await ask(port, 'INCR visits')).toBe(':2')
    await run.tree.stop()
    expect(run.of('child.stopping')).toMatchObject([{ command: ['redis-cli', '-p', String(port), 'shutdown'] }])
    expect(run.of('child.exited').at(-1)).toMatchObject({ exit: { class: 'shutdown', kind: 'exit', code: 0 } })
    expect(run.of('child.killing')).toEqual([])
  })

  it('that was stopped by SIGSTOP is woken, hears redis-cli, and ends in order', async () => {
    using dir = scratch()
    const port = await freePort()
    await using run = await faultTree(supervisor('s', { children: [redis(port, dir.folder)] }))
    process.kill(run.pid('s/redis'), 'SIGSTOP')
    await run.tree.stop()
    expect(run.of('child.killing')).toEqual([])
    expect(run.of('child.exited')).toMatchObject([{ exit: { class: 'shutdown', kind: 'exit', code: 0 } }])
  })
})

describe.runIf(has('nginx', '-v'))('nginx', () => {
  const nginx = (port: number, folder: string) => {
    const http = `access_log /dev/stdout; keepalive_requests 100000;
      server { listen 127.0.0.1:${port}; location / { return 200 "hello"; } }`
    writeFileSync(`${folder}/nginx.conf`, nginxConfig(folder, http))
    return worker('nginx', {
      command: ['nginx', '-c', `${folder}/nginx.conf`],
      env: { PATH },
      ready: { tcp: port },
      stopSignal: 'SIGQUIT',
      log: { stdout: { file: `${folder}/access` }, stderr: { file: `${folder}/error` } },
    })
  }

  const fetchOnce = (port: number, path: string, agent?: Agent): Promise<number> =>
    new Promise((resolve, reject) => {
      const request = get({ host: '127.0.0.1', port, path, ...(agent === undefined ? {} : { agent }) }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode ?? 0))
      })
      request.once('error', reject)
    })

  it('whose master gets kill -9 leaves no worker behind, and answers again on its port', async () => {
    using dir = scratch()
    const port = await freePort()
    await using run = await faultTree(supervisor('s', { children: [nginx(port, dir.folder)] }))
    const master = run.pid('s/nginx')
    await waitUntil('its workers are there', () => livingInSession(master).length === 3)
    process.kill(master, 'SIGKILL')
    await run.nth(2, 'child.started', 's/nginx')
    expect(livingInSession(master)).toEqual([])
    expect(await fetchOnce(port, '/again')).toBe(200)
  })

  it('that was stopped by SIGSTOP is woken, and ends in order with its workers', async () => {
    using dir = scratch()
    const port = await freePort()
    await using run = await faultTree(supervisor('s', { children: [nginx(port, dir.folder)] }))
    process.kill(-run.pid('s/nginx'), 'SIGSTOP')
    await run.tree.stop()
    expect(run.of('child.killing')).toEqual([])
    expect(run.of('child.exited')).toMatchObject([{ exit: { class: 'shutdown', kind: 'exit', code: 0 } }])
  })

  it('under a flood of requests loses no line of its log', async () => {
    using dir = scratch()
    const port = await freePort()
    const REQUESTS = 5000
    {
      await using run = await faultTree(supervisor('s', { children: [nginx(port, dir.folder)] }))
      const agent = new Agent({ keepAlive: true, maxSockets: 16 })
      const answers = await Promise.all(Array.from({ length: REQUESTS }, (_, i) => fetchOnce(port, `/${i}`, agent)))
      agent.destroy()
      expect(new Set(answers)).toEqual(new Set([200]))
      expect(run.of('child.exited')).toEqual([])
    }
    const lines = readFileSync(`${dir.folder}/access`, 'utf8').trimEnd().split('\n')
    expect(new Set(lines.map((line) => /GET \/(\d+) /.exec(line)?.[1])).size).toBe(REQUESTS)
    expect(lines).toHaveLength(REQUESTS)
  }, 60_000)
})
