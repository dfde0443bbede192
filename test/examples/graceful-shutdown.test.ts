import { expect, it } from 'vitest'
import { maskedOutput } from '../support/masked-output.ts'
import { runExample } from '../support/run-example.ts'

it('06-graceful-shutdown: each is asked in its own way, and killed when it does not go', {
  timeout: 60_000,
}, async () => {
  const run = runExample('06-graceful-shutdown/tree.ts', { SECOND_MS: '250' })
  await run.waitFor('tree.started', 'shop')
  for (const id of ['store', 'web', 'deaf']) await run.waitForText(new RegExp(`shop/${id} \\| works`))
  await run.stop('SIGINT')
  const ends = run.eventsOf('child.exited').map(({ path, exit }) => [path, exit.kind])
  expect(ends).toEqual([
    ['shop/cache', 'killed'],
    ['shop/deaf', 'killed'],
    ['shop/web', 'exit'],
    ['shop/store', 'exit'],
  ])
  await expect(maskedOutput(run)).toMatchFileSnapshot('../../examples/06-graceful-shutdown/expected.txt')
})
