import { expect, it } from 'vitest'
import { runProgram } from './run-program.ts'

/** Starts the program, kills its web when both are up, and waits until the program has seen it. */
const runAndKillWeb = async (nodeOptions: readonly string[] = []) => {
  const run = runProgram('13-embedding/main.ts', { nodeOptions })
  await run.stdout.found(/the shop is open\n/)
  await run.stdout.found(/life 1\n/)
  process.kill(run.left('workers/web.ts')[0] ?? 0, 'SIGKILL')
  await run.stdout.found(/shop\/web crashed\n/)
  return run
}

it('13-embedding: a worker that is killed comes back, and SIGTERM to the program stops all in order', {
  timeout: 60_000,
}, async () => {
  const run = await runAndKillWeb()
  await run.stdout.found(/life 2\n/)
  await run.stdout.found(/shop\/web is back/)
  run.signal('SIGTERM')
  expect(await run.exit, run.stderr.text()).toBe(0)
  expect(run.left()).toEqual([])
  const lines = run.stdout
    .text()
    .replaceAll(/process \d+/g, 'process PID')
    .split('\n')
  // Who of two processes speaks first is chance.
  const said = [...lines.filter((line) => !isOfWeb(line)), ...lines.filter(isOfWeb)].join('\n')
  await expect(said).toMatchFileSnapshot('../../examples/13-embedding/expected.txt')
})

it('13-embedding: a program that fails leaves nothing behind', { timeout: 60_000 }, async () => {
  const run = await runAndKillWeb([`--import=data:text/javascript,${encodeURIComponent(FAILS_AT_A_CRASH)}`])
  expect(await run.exit).toBe(1)
  expect(run.stderr.text()).toContain('Error: nobody expected this')
  expect(run.left()).toEqual([])
})

const isOfWeb = (line: string): boolean => line.startsWith('  web:')

/** A bug in the program: to tell of a crash is too much for it. */
const FAILS_AT_A_CRASH = `
  const { log } = console
  console.log = (text) => {
    log(text)
    if (text.endsWith('crashed')) throw new Error('nobody expected this')
  }`
