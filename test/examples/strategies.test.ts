import { expect, it } from 'vitest'
import { maskedOutput } from '../support/masked-output.ts'
import { runExample } from '../support/run-example.ts'

it.each([
  ['one_for_one', { a: 1, b: 2, c: 1 }],
  ['one_for_all', { a: 2, b: 2, c: 2 }],
  ['rest_for_one', { a: 1, b: 2, c: 2 }],
] as const)(
  '02-strategies: when b crashes, %s leads to these lives: %j',
  { timeout: 60_000 },
  async (strategy, lives) => {
    const run = runExample(`02-strategies/${strategy}.ts`)
    for (const [id, life] of Object.entries(lives)) await run.waitFor('child.started', `group/${id}`, life)
    await run.stop('SIGINT')
    expect(run.eventsOf('child.started')).toHaveLength(lives.a + lives.b + lives.c)
    await expect(maskedOutput(run)).toMatchFileSnapshot(`../../examples/02-strategies/expected/${strategy}.txt`)
  },
)
