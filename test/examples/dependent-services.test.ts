import { expect, it } from 'vitest'
import { freePorts } from '../support/free-ports.ts'
import { runExample } from '../support/run-example.ts'

const DEPENDENTS = {
  accounts: ['accounts', 'migrate', 'api', 'mailer'],
  catalog: ['catalog', 'api'],
}

it('03-dependent-services: starts wait for what they need, restarts cover what needs the failed one', {
  timeout: 60_000,
}, async () => {
  const [accounts, catalog] = await freePorts()
  const run = runExample('03-dependent-services/tree.ts', {
    SECOND_MS: '400',
    ACCOUNTS_PORT: String(accounts),
    CATALOG_PORT: String(catalog),
  })
  await run.waitFor('tree.started', 'shop')
  const boot = run.events().map(({ type, path }) => `${type} ${path}`)
  const at = (type: string, id: string): number => boot.indexOf(`child.${type} shop/${id}`)
  expect(at('starting', 'catalog'), 'the stores start side by side').toBeLessThan(at('started', 'accounts'))
  expect(at('starting', 'mailer'), 'mailer does not wait for catalog').toBeLessThan(at('started', 'catalog'))
  for (const store of ['accounts', 'catalog', 'migrate'])
    expect(at('starting', 'api'), `api waits for ${store}`).toBeGreaterThan(at('started', store))

  for (const id of DEPENDENTS.accounts) await run.waitFor('child.started', `shop/${id}`, 2)
  await run.waitFor('child.started', 'shop/catalog', 2)
  await run.stop('SIGTERM')
  const rounds = run.eventsOf('supervisor.restarting').map(({ failed, start }) => [failed, start])
  expect(rounds).toEqual(Object.entries(DEPENDENTS).toReversed())
})
