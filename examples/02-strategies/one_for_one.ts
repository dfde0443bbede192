// You will see: b crashes once, after two seconds. b alone is started again; a and c do not notice.
import { supervisor, worker } from 'otp-sup'

export default supervisor('group', {
  strategy: 'one_for_one',
  children: [
    worker('a', { command: [process.execPath, 'workers/stays.ts'] }),
    worker('b', { command: [process.execPath, 'workers/crashes-once.ts'] }),
    worker('c', { command: [process.execPath, 'workers/stays.ts'] }),
  ],
})
