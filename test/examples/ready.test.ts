import { expect, it } from 'vitest'
import { freePorts } from '../support/free-ports.ts'
import { maskedOutput } from '../support/masked-output.ts'
import { runExample } from '../support/run-example.ts'

it('16-ready: each starts when the one before can be used, and a start that fails is tried again', {
  timeout: 60_000,
}, async () => {
  const [port] = await freePorts()
  const run = runExample('16-ready/tree.ts', { SECOND_MS: '400', API_PORT: String(port) })
  await run.waitFor('tree.started', 'shop')
  await run.waitForText(/listens/)
  await run.stop('SIGINT')
  await expect(maskedOutput(run)).toMatchFileSnapshot('../../examples/16-ready/expected/ready.txt')
})
