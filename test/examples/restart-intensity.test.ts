import { expect, it } from 'vitest'
import { maskedOutput } from '../support/masked-output.ts'
import { runExample } from '../support/run-example.ts'
import { expectEnd } from './example-end.ts'

it('05-restart-intensity: who fails again and again takes its supervisor along, and in the end the tree', {
  timeout: 60_000,
}, async () => {
  const run = runExample('05-restart-intensity/tree.ts', { SECOND_MS: '250' })
  await expectEnd(run, 10)
  expect(run.eventsOf('supervisor.gave_up').map(({ path }) => path)).toEqual(['shop/jobs', 'shop/jobs', 'shop'])
  expect(run.stderr.text()).toMatch(/\notp-sup: shop gave up\. Why:\n.*broken \(6\) exited with code 1/)
  await expect(maskedOutput(run)).toMatchFileSnapshot('../../examples/05-restart-intensity/expected.txt')
})
