// You will see: api needs something that is not there yet, and fails in its first three lives. Each restart waits longer
// than the one before: not at all, about a second, about two. In its fourth life it comes up. web does not notice.
import { supervisor, worker } from 'otp-sup'

export default supervisor('shop', {
  intensity: 5, // restarts that waited count, too
  period: '1m',
  children: [
    worker('web', { command: [process.execPath, 'workers/stays.ts'] }),
    worker('api', {
      command: [process.execPath, 'workers/comes-up-late.ts'],
      // Twice as long each time, 30 s at most; after 10 s without a failure it begins anew. Without backoff a restart
      // never waits, as in OTP; true has defaults.
      backoff: { initial: '1s', factor: 2, max: '30s', resetAfter: '10s' },
    }),
  ],
})
