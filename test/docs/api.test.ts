// The examples of docs/api.md are run, and what it and docs/commands.md list is what there is.
import { spawn } from 'node:child_process'
import { supervisor, worker } from '@otp-sup/core'
import { expect, it } from 'vitest'
import { otpSupResult } from '../cli/otp-sup.ts'
import { controlled } from '../support/controlled.ts'
import { readDocument } from './document.ts'

const API = readDocument('docs/api.md')
const curls = [...API.matchAll(/^curl .*$/gm)].map(([line]) => line)

it('every request by curl in docs/api.md is answered', { timeout: 60_000 }, async () => {
  const sleeps = { command: ['sleep', '1000'] } as const
  const { client } = await controlled(supervisor('shop', { children: [worker('db', sleeps), worker('api', sleeps)] }))
  expect(curls.length).toBeGreaterThan(7)
  const failed = []
  for (const line of curls) {
    const asked = line.replace('curl ', 'curl --silent --show-error --fail-with-body --max-time 2 ')
    const { status, stdout, stderr } = await run(asked, client.socket)
    // A stream goes on until its reader leaves.
    const isRight = line.includes('event-stream')
      ? stdout.includes('event: tree.started')
      : status === 0 && JSON.parse(stdout)
    if (!isRight) failed.push(`${line}\n${status} ${stdout}${stderr}`)
  }
  expect(failed).toEqual([])
})

const run = async (line: string, socket: string) => {
  const child = spawn('sh', ['-c', line], { env: { ...process.env, SOCKET: socket } })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => (said[name] += text))
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { status, ...said }
}

it('docs/commands.md names every command of a running tree', async () => {
  const { stdout } = await otpSupResult(['--help'])
  const running = stdout.slice(stdout.indexOf('Ask a running tree:'), stdout.indexOf('Look at a tree file:'))
  const names = [...running.matchAll(/^ {2}(\w+)/gm)].map(([, name = '']) => name)
  const commands = readDocument('docs/commands.md')
  expect(names).toHaveLength(16)
  expect(names.filter((name) => !commands.includes(`\`${name}`))).toEqual([])
})
