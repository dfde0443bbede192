import { expect, it } from 'vitest'
import { maskedOutput } from '../support/masked-output.ts'
import { runExample } from '../support/run-example.ts'

it('01-hello-supervisor: one of two workers crashes and comes back', { timeout: 60_000 }, async () => {
  const run = runExample('01-hello-supervisor/tree.ts')
  await run.waitFor('child.started', 'hello/shaky', 2)
  await run.waitForText(/steady \| still here[^]*shaky \| oh no[^]*shaky \| here I am/)
  await run.stop('SIGINT')
  await expect(maskedOutput(run)).toMatchFileSnapshot('../../examples/01-hello-supervisor/expected.txt')
})
