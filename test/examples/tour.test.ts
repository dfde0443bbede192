import { expect, it } from 'vitest'
import { runExample } from '../support/run-example.ts'

it('00-tour: mailer comes back alone, db together with api, and a stop is in reverse order', {
  timeout: 60_000,
}, async () => {
  const run = runExample('00-tour/tree.ts', { SECOND_MS: '150' })
  await run.waitForText(/tour\/guide \| Welcome[^]*Ctrl-C stops all/)
  await run.waitFor('tree.started', 'tour')
  await run.waitFor('child.started', 'tour/jobs/mailer', 2)
  await run.waitFor('child.started', 'tour/shop/api', 2)
  await run.waitForText(/jobs\/mailer \| crashes now[^]*shop\/db \| crashes now/)
  await run.stop('SIGINT')

  const rounds = run
    .eventsOf('supervisor.restarting')
    .map(({ failed, terminate, start }) => ({ failed, terminate, start }))
  expect(rounds).toContainEqual({ failed: 'mailer', terminate: [], start: ['mailer'] })
  expect(rounds).toContainEqual({ failed: 'db', terminate: ['api'], start: ['db', 'api'] })
  const starts = run.eventsOf('child.started').map(({ path }) => path)
  expect(starts.slice(0, 5)).toEqual([
    'tour/jobs/cleaner',
    'tour/jobs/mailer',
    'tour/shop/db',
    'tour/shop/api',
    'tour/guide',
  ])
  expect(starts.filter((path) => path === 'tour/jobs/cleaner' || path === 'tour/guide')).toHaveLength(2)
  // The mailer is left out: it may have crashed by itself just before.
  const stops = run.eventsOf('child.exited').filter(({ requested, path }) => requested && path !== 'tour/jobs/mailer')
  expect(stops.slice(-3).map(({ path }) => path)).toEqual(['tour/shop/api', 'tour/shop/db', 'tour/jobs/cleaner'])
})
