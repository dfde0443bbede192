// You will see: two groups of processes start, and a guide that says what to look for. In jobs the mailer crashes every
// 20 seconds and comes back alone. In shop db crashes every 45 seconds, and api, which comes after it, is started again
// with it. Ctrl-C stops all of it, in reverse order.
import { supervisor, worker } from 'otp-sup'

const guide = [process.execPath, 'workers/guide.ts']
// What to say, every how many seconds, and after how many to crash.
const says = (...args: readonly string[]) => [process.execPath, 'workers/says.ts', ...args]

export default supervisor('tour', {
  strategy: 'one_for_one',
  children: [
    supervisor('jobs', {
      strategy: 'one_for_one',
      children: [
        worker('cleaner', { command: says('cleaned up', '30') }),
        worker('mailer', { command: says('sent a letter', '6', '20') }),
      ],
    }),
    supervisor('shop', {
      strategy: 'rest_for_one',
      children: [
        worker('db', { command: says('stored an order', '20', '45') }),
        worker('api', { command: says('served a page', '10') }),
      ],
    }),
    worker('guide', { command: guide, ready: { exit: true } }), // a one-shot: it speaks when the rest is up, and is done
  ],
})
