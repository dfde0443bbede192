// A restart never meets the port of its predecessor, whoever still held it and whoever is connected.

import { writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { supervisor } from '@otp-sup/core'
import { expect, it } from 'vitest'
import { faultTree, scratch } from '../support/fault-tree.ts'
import { freePort } from '../support/leaf-bench.ts'

const RESTARTS = 100

// It ends at once with 98 where the port is in use; its helper, in its group, holds the port as well.
const SERVER = `
  const { spawn } = require('node:child_process')
  const server = require('node:net').createServer((socket) => socket.on('error', () => {}).write('hello'))
  server.on('error', (error) => process.exit(error.code === 'EADDRINUSE' ? 98 : 97))
  server.listen(Number(process.argv[2]), '127.0.0.1', () => {
    spawn('sleep', ['1000'], { stdio: ['ignore', 'ignore', 'ignore', server._handle] })
    console.log('listening')
  })`

const connected = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('error', reject)
    socket.once('data', () => {
      socket.off('error', reject).on('error', () => {})
      resolve(socket)
    })
  })

it('100 restarts of a server with open connections, and not one finds its address in use', async () => {
  using dir = scratch()
  const port = await freePort()
  const file = join(dir.folder, 'server.cjs')
  writeFileSync(file, SERVER)
  const server = { id: 'a', command: [process.execPath, file, String(port)], ready: { log: 'listening' } } as const
  await using run = await faultTree(supervisor('s', { intensity: RESTARTS, period: '1h', children: [server] }))
  const sockets: Socket[] = []
  for (let restart = 1; restart <= RESTARTS; restart += 1) {
    sockets.push(await connected(port), await connected(port))
    process.kill(run.pid('s/a'), restart % 2 === 0 ? 'SIGKILL' : 'SIGTERM')
    await run.nth(restart + 1, 'child.started', 's/a')
  }
  expect(run.of('child.start_failed')).toEqual([])
  expect(run.of('child.exited')).toHaveLength(RESTARTS)
  for (const socket of sockets) socket.destroy()
}, 120_000)
