// init: the first tree of a folder.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { folderWith, otpSupResult } from './otp-sup.ts'

const SCRIPTS = {
  name: '@acme/shop',
  scripts: {
    start: 'node server.js',
    'start:dev': 'nodemon server.js',
    worker: 'wait-for-it && node worker.js',
    build: 'tsc',
    all: 'concurrently "npm:start" "npm:worker"',
  },
}
const init = async (files: Readonly<Record<string, unknown>>, argv: readonly string[] = []) => {
  const cwd = folderWith(files)
  const done = await otpSupResult(['init', ...argv], { cwd })
  const text = (name: string) => (existsSync(join(cwd, name)) ? readFileSync(join(cwd, name), 'utf8') : null)
  return { ...done, cwd, text }
}

it('makes a worker of each script that looks like a service', async () => {
  const { code, stdout, text, cwd } = await init({ 'package.json': SCRIPTS })
  expect(code).toBe(0)
  expect(stdout).toMatch(/tree\.ts is written, made of package\.json\. Next: otp-sup check tree\.ts/)
  expect(text('tree.ts')).toBe(`// Made of package.json. Where meanings differ, a comment says so.
import { supervisor, worker } from 'otp-sup'

export default supervisor('acme-shop', {
  children: [
    worker('start', {
      command: ['node', 'server.js'],
      preferLocal: true,
      dependsOn: [],
    }),
    worker('worker', {
      command: 'wait-for-it && node worker.js',
      shell: true,
      preferLocal: true,
      dependsOn: [],
    }),
  ],
})
`)
  expect((await otpSupResult(['check'], { cwd })).code).toBe(0)
})

it('prefers what describes processes, and names the rest', async () => {
  const compose = 'services:\n  db:\n    image: postgres\n'
  const { stdout, text } = await init({
    Procfile: 'web: node web.js\n',
    'compose.yaml': compose,
    'package.json': SCRIPTS,
  })
  expect(text('tree.ts')).toContain("worker('web', {\n      command: ['node', 'web.js'],")
  expect(stdout).toContain('There is compose.yaml, too: otp-sup import compose.yaml --output other.ts\n')
})

it('writes YAML when asked, with a first line that editors understand', async () => {
  const { code, text, cwd } = await init({ Procfile: 'web: echo on\n' }, ['--yaml'])
  expect(code).toBe(0)
  expect(text('tree.yaml')?.split('\n')[0]).toBe(
    '# yaml-language-server: $schema=./node_modules/otp-sup/tree.schema.json',
  )
  expect(text('tree.yaml')).toContain('command: [echo, "on"]')
  expect((await otpSupResult(['check'], { cwd })).code).toBe(0)
})

it('in an empty folder writes an example that runs', async () => {
  const { text, cwd } = await init({})
  expect(text('tree.ts')).toContain("worker('hello', {")
  expect((await otpSupResult(['check'], { cwd })).stderr).toBe('')
})

it.each(['tree.ts', 'tree.ini', 'tree.mjs'])('where there is %s writes nothing: exit 1', async (name) => {
  const { code, stdout, stderr, text } = await init({ [name]: 'mine', Procfile: 'web: x\n' })
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toBe(
    `otp-sup: There is a tree in this folder already.\n  where: ${name}\n  fix: Run it: otp-sup run ${name}\n`,
  )
  expect(text(name)).toBe('mine')
  expect(name === 'tree.ts' || text('tree.ts') === null).toBe(true)
})

it('tells what is wrong with the file that it would have taken: exit 1', async () => {
  const { code, stderr, text } = await init({ Procfile: 'what is this\n' })
  expect({ code, text: text('tree.ts') }).toEqual({ code: 1, text: null })
  expect(stderr).toMatch(/^otp-sup: This is no process\.\n {2}where: .*Procfile:1:1\n/)
})
