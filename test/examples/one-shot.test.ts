import { expect, it } from 'vitest'
import { maskedOutput } from '../support/masked-output.ts'
import { runExample } from '../support/run-example.ts'
import { expectEnd } from './example-end.ts'

it('08-one-shot: api starts when the migration is done, which is done once', { timeout: 60_000 }, async () => {
  const run = runExample('08-one-shot/tree.ts', { SECOND_MS: '250' })
  await run.waitFor('child.started', 'shop/api', 2)
  await run.waitForText(/works[^]*crashes now[^]*works/)
  await run.stop('SIGINT')
  await expect(maskedOutput(run)).toMatchFileSnapshot('../../examples/08-one-shot/expected/done.txt')
})

it('08-one-shot: when the migration fails, so does the boot', { timeout: 60_000 }, async () => {
  const run = runExample('08-one-shot/tree.ts', { SECOND_MS: '250', MIGRATION: 'fails' })
  await expectEnd(run, 12)
  expect(run.eventsOf('child.starting').map(({ path }) => path)).toEqual(['shop/migrate'])
  await expect(maskedOutput(run)).toMatchFileSnapshot('../../examples/08-one-shot/expected/failed.txt')
})
