import { expect, it } from 'vitest'
import { runProgram } from './run-program.ts'

it('09-dynamic-children: children of a template come and go, and come back as they were', {
  timeout: 60_000,
}, async () => {
  const run = runProgram('09-dynamic-children/main.ts')
  expect(await run.exit, run.stderr.text()).toBe(0)
  expect(run.left(), 'rooms that were still open are closed').toEqual([])
  await expect(run.stdout.text()).toMatchFileSnapshot('../../examples/09-dynamic-children/expected.txt')
})
