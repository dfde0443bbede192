// You will see: b crashes once, after two seconds. c and a are stopped too, in reverse order, and all three are started
// again in order.
import { supervisor, worker } from 'otp-sup'

export default supervisor('group', {
  strategy: 'one_for_all',
  children: [
    worker('a', { command: [process.execPath, 'workers/stays.ts'] }),
    worker('b', { command: [process.execPath, 'workers/crashes-once.ts'] }),
    worker('c', { command: [process.execPath, 'workers/stays.ts'] }),
  ],
})
