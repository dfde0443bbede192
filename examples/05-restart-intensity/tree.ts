// You will see: broken never lives longer than a second. jobs starts it again two times, then gives up. shop starts
// jobs again, all of it, once; when jobs gives up for the second time, so does shop. Everything is stopped, the last
// lines say why, and the exit code is 10.
import { supervisor, worker } from 'otp-sup'

export default supervisor('shop', {
  intensity: 1, // so many restarts
  period: '1m', // in a minute are borne; one more, and it gives up
  children: [
    worker('web', { command: [process.execPath, 'workers/stays.ts'] }),
    supervisor('jobs', {
      intensity: 2,
      period: '1m',
      children: [
        worker('cleaner', { command: [process.execPath, 'workers/stays.ts'] }),
        worker('broken', { command: [process.execPath, 'workers/always-fails.ts'] }),
      ],
    }),
  ],
})
