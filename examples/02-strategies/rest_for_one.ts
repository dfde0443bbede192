// You will see: b crashes once, after two seconds. c, which comes after it, is stopped; b and c are started again. a does
// not notice.
import { supervisor, worker } from 'otp-sup'

export default supervisor('group', {
  strategy: 'rest_for_one',
  children: [
    worker('a', { command: [process.execPath, 'workers/stays.ts'] }),
    worker('b', { command: [process.execPath, 'workers/crashes-once.ts'] }),
    worker('c', { command: [process.execPath, 'workers/stays.ts'] }),
  ],
})
