import { expect, it } from 'vitest'
import { runExample } from '../support/run-example.ts'

it('10-back-off: who fails at once is started again at once, then later and later, until it comes up', {
  timeout: 60_000,
}, async () => {
  const run = runExample('10-back-off/tree.ts')
  await run.waitFor('child.started', 'shop/api', 4)
  await run.waitForText(/(api \| nobody answers[^]*){3}api \| works/)
  await run.stop('SIGTERM')
  const delays = run.eventsOf('supervisor.restarting').map(({ delayMs }) => delayMs)
  expect(delays).toHaveLength(3)
  // A tenth more or less is chance.
  for (const [index, ms] of [0, 1000, 2000].entries()) {
    expect(delays[index]).toBeGreaterThanOrEqual(ms * 0.9)
    expect(delays[index]).toBeLessThanOrEqual(ms * 1.1)
  }
  const starts = run.eventsOf('child.starting').filter(({ path }) => path === 'shop/api')
  const waits = starts.slice(1).map(({ at }, index) => at - (starts[index]?.at ?? 0))
  for (const [index, ms] of waits.entries()) expect(ms).toBeGreaterThanOrEqual(delays[index] ?? 0)
  expect(run.eventsOf('child.starting').filter(({ path }) => path === 'shop/web')).toHaveLength(1)
})
