import { expect, it } from 'vitest'
import { maskedOutput } from '../support/masked-output.ts'
import { runExample } from '../support/run-example.ts'

it('11-yaml-tree: a tree in YAML runs as one in TypeScript does', { timeout: 60_000 }, async () => {
  const run = runExample('11-yaml-tree/tree.yaml', { GREET: 'reader' })
  await run.waitFor('child.started', 'shop/jobs/mailer', 2)
  await run.waitForText(/web \| still here[^]*mailer \| oh no[^]*mailer \| dear reader/)
  await run.stop('SIGINT')
  await expect(maskedOutput(run)).toMatchFileSnapshot('../../examples/11-yaml-tree/expected.txt')
})
