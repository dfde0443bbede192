// Code in a tree file goes wrong after the tree has started: nobody is left behind, and the command says so.
import { describe, expect, it } from 'vitest'
import { isAlive } from '../support/processes.ts'
import { waitUntil } from '../support/wait-until.ts'
import { folderWith, otpSup } from './otp-sup.ts'

describe.each([
  ['throws in a timer', "setTimeout(() => { throw new Error('later') }, 300)"],
  ['leaves a promise rejected', "setTimeout(() => Promise.reject(new Error('later')), 300)"],
  ['ends the process', 'setTimeout(() => process.exit(0), 300)'],
])('a tree file that %s', (_, line) => {
  it('takes its children along, and the command fails', async () => {
    const tree = "supervisor('t', { children: [worker('a', { command: ['sleep', '1000'] })] })"
    const source = `import { supervisor, worker } from 'otp-sup'\n${line}\nexport default ${tree}\n`
    const cwd = folderWith({ 'tree.mjs': source })
    const run = otpSup(['run', 'tree.mjs', '--events', '-'], { cwd })
    const { code } = await run.exit
    expect(code).toBe(1)
    const pids = [...run.stdout.text().matchAll(/"pid":(\d+)/g)].map(([, pid]) => Number(pid))
    expect(pids.length).toBeGreaterThan(0)
    // Nobody is left to wait for the end of who was sent SIGKILL.
    await waitUntil('its children are gone', () => !pids.some(isAlive))
  })
})

it('a tree file that ends the process while it is loaded is an unusable tree file', async () => {
  const run = otpSup(['run', 'tree.mjs'], { cwd: folderWith({ 'tree.mjs': 'process.exit(0)' }) })
  expect((await run.exit).code).toBe(2)
  expect(run.stderr.text()).toContain('The tree file ended the process')
})
