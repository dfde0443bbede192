// Who needs whom:
//
//   accounts ──> migrate ──> api <── catalog
//      └───────────────────> mailer
//
// You will see: both stores start at once; mailer does not wait for catalog, which is slow; api comes last. After
// about 5 s catalog crashes: only api restarts with it. After about 15 s accounts crashes: all but catalog restart.
import { supervisor, worker } from 'otp-sup'

const accountsPort = process.env.ACCOUNTS_PORT ?? '47301'
const catalogPort = process.env.CATALOG_PORT ?? '47302'
const script = (file: string, ...args: readonly string[]) => [process.execPath, `workers/${file}`, ...args]

export default supervisor('shop', {
  strategy: 'rest_for_one', // the rest: all that depend on the one that failed
  children: [
    worker('accounts', {
      command: script('store.ts', '--port', accountsPort, '--slow', '0', '--crash-after', '15'),
      ready: { tcp: Number(accountsPort) },
      dependsOn: [],
    }),
    worker('catalog', {
      command: script('store.ts', '--port', catalogPort, '--slow', '2', '--crash-after', '5'),
      ready: { tcp: Number(catalogPort) },
      dependsOn: [],
    }),
    worker('migrate', {
      command: script('migrate.ts', accountsPort),
      ready: { exit: true }, // a one-shot: ready when it is done
      dependsOn: ['accounts'],
    }),
    worker('api', {
      command: script('service.ts', accountsPort, catalogPort),
      dependsOn: ['accounts', 'catalog', 'migrate'],
    }),
    worker('mailer', { command: script('service.ts', accountsPort), dependsOn: ['accounts'] }),
  ],
})
