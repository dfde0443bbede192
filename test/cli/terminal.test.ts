// In front of a real terminal: `script` gives the command a pseudo-terminal, what is written to it is typed.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { isAlive } from '../support/processes.ts'
import { waitUntil } from '../support/wait-until.ts'
import { bin, collected, folderWith, node, otpSup, otpSupResult, STAYS } from './otp-sup.ts'

const CTRL_C = '\u0003'
const DEAF = node(`process.on('SIGTERM', () => {}); console.log('deaf'); setInterval(() => {}, 1e6)`)

const inTerminal = (tree: object, command = 'run tree.json --no-color --events events') => {
  const cwd = folderWith({ 'tree.json': tree })
  // The shell gets Ctrl-C too, and must live to say the exit code: bash would, dash needs the trap.
  const line = `trap : INT; stty cols 40; "${process.execPath}" "${bin}" ${command}; echo "code $?"`
  const env = { ...process.env, SHELL: '/bin/sh' }
  const terminal = spawn('script', ['-qfc', line, '/dev/null'], { cwd, env, stdio: ['pipe', 'pipe', 'inherit'] })
  const screen = collected(terminal.stdout)
  const closed = once(terminal, 'close')
  onTestFinished(async () => {
    terminal.kill('SIGKILL')
    await closed
  })
  const pids = (): readonly number[] => [...screen.text().matchAll(/spawned: pid (\d+)/g)].map(([, pid]) => Number(pid))
  const lastEvent = (): unknown => JSON.parse(readFileSync(join(cwd, 'events'), 'utf8').trim().split('\n').at(-1) ?? '')
  return {
    screen,
    pids,
    lastEvent,
    type: (keys: string) => terminal.stdin.write(keys),
    close: () => terminal.kill('SIGKILL'),
  }
}

const tree = (command: readonly string[], shutdown: string) => ({
  id: 'shop',
  children: [
    { id: 'db', command, shutdown },
    { id: 'api', command: STAYS },
  ],
})

it('Ctrl-C: the children do not get it, the tree is stopped in order', async () => {
  const { screen, pids, type } = inTerminal(tree(STAYS, '5s'))
  await screen.found(/tree shop started/)
  type(CTRL_C)
  await screen.found(/code 0/)
  expect(screen.text()).toMatch(/shop\/api \(1\) stopped\r?\n[^]*shop\/db \(1\) stopped\r?\n/)
  expect(pids().map(isAlive)).toEqual([false, false])
})

it('Ctrl-C twice: everything is killed, 130', async () => {
  const { screen, pids, type } = inTerminal(tree(DEAF, 'infinity'))
  await screen.found(/deaf/)
  await screen.found(/tree shop started/)
  type(CTRL_C)
  await screen.found(/waiting for shop\/db \(no limit\)/)
  type(CTRL_C)
  await screen.found(/code 130/)
  expect(pids().map(isAlive)).toEqual([false, false])
})

it('a closed terminal: the tree is stopped in order', async () => {
  const { screen, pids, close, lastEvent } = inTerminal(tree(STAYS, '5s'))
  await screen.found(/tree shop started/)
  close()
  await waitUntil('the children are gone', () => pids().every((pid) => !isAlive(pid)))
  await waitUntil('the last event is written', () => /tree\.stopped/.test(JSON.stringify(lastEvent())))
})

it('tree: no line is longer than the terminal is wide', async () => {
  const { screen } = inTerminal(tree(['sleep', '1'.repeat(100)], '5s'), 'tree tree.json')
  await screen.found(/code 0/)
  const lines = screen.text().split(/\r?\n/)
  expect(lines.find((line) => line.includes('db'))).toMatch(/^├─ db .*1…$/)
  expect(Math.max(...lines.map(({ length }) => length))).toBe(40)
})

it('top shows the tree on another screen, acts by keys, and gives the terminal back', async () => {
  const shop = { id: 'shop', children: [{ id: 'db', command: STAYS }] }
  const cwd = folderWith({ 'tree.json': shop })
  const run = otpSup(['run', 'tree.json'], { cwd })
  await run.stderr.found(/tree shop started/)
  const { screen, type } = inTerminal(shop, 'top --name shop')
  await screen.found(/\[\?1049h[^]*db[^]*running/)
  type('r')
  await screen.found(/shop\/db restarted/)
  type('l')
  await screen.found(/output of shop\/db/)
  type('q')
  await screen.found(/\[\?1049l[^]*code 0/)
  run.signal('SIGTERM')
  expect((await run.exit).code).toBe(0)
})

it('top ends when the tree does, and gives the terminal back', async () => {
  const shop = { id: 'shop', children: [{ id: 'db', command: STAYS }] }
  const run = otpSup(['run', 'tree.json'], { cwd: folderWith({ 'tree.json': shop }) })
  await run.stderr.found(/tree shop started/)
  const { screen } = inTerminal(shop, 'top --name shop')
  await screen.found(/running/)
  run.signal('SIGTERM')
  await screen.found(/code 0/)
  expect(screen.text()).toMatch(/\[\?1049l[^]*the tree has ended/)
})

it('top without a terminal says what to use instead: exit 2', async () => {
  const run = otpSup(['run', 'tree.json'], {
    cwd: folderWith({ 'tree.json': { id: 'shop', children: [{ id: 'db', command: STAYS }] } }),
  })
  await run.stderr.found(/tree shop started/)
  expect(await otpSupResult(['top', '--name', 'shop'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('status --watch') as string,
  })
})
