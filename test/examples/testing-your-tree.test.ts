import { expect, it } from 'vitest'
import { runProgram } from './run-program.ts'

it('12-testing-your-tree: its tests pass, and leave nothing behind', { timeout: 60_000 }, async () => {
  const run = runProgram('12-testing-your-tree/tree.test.ts', { nodeOptions: ['--test', '--test-reporter=tap'] })
  expect(await run.exit, run.stdout.text()).toBe(0)
  expect(run.stdout.text()).toMatch(/\n# tests 5\n[^]*\n# pass 5\n/)
  expect(run.left()).toEqual([])
})
