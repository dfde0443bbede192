// A tree to be tested; tree.test.ts is the lesson. Its programs need not be there.
import { supervisor, worker } from 'otp-sup'

export default supervisor('shop', {
  strategy: 'rest_for_one',
  intensity: 2,
  period: '1m',
  children: [
    worker('db', { command: ['postgres', '-D', 'data'], stopSignal: 'SIGINT', shutdown: '30s', ready: { tcp: 5432 } }),
    worker('api', { command: ['node', 'api.js'], ready: { tcp: 8080 } }),
    worker('metrics', { command: ['node', 'metrics.js'], dependsOn: [], backoff: { initial: '10s', jitter: 0 } }),
  ],
})
