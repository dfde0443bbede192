// You will see: two jobs work side by side, and progress tells. letters crashes once and is started again; invoices is
// done first, letters later. Then the work is done: progress is stopped, and otp-sup ends by itself with exit code 0.
import { supervisor, worker } from 'otp-sup'

const job = (...args: readonly string[]) => [process.execPath, 'workers/job.ts', ...args]

export default supervisor('nightly', {
  autoShutdown: 'all_significant', // it stops when all that are significant have ended; any_significant: the first
  children: [
    worker('progress', { command: [process.execPath, 'workers/progress.ts'] }),
    // transient: started again after a crash, and not when it has ended normally. A permanent child never ends for good.
    worker('invoices', { command: job('3'), restart: 'transient', significant: true }),
    worker('letters', { command: job('5', '--crash-once'), restart: 'transient', significant: true }),
  ],
})
