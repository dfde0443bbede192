// Fails in its first life. In its second it opens after half a second: from then on there is a socket that answers.
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { storeSocket } from './store-socket.ts'

const secondMs = Number(process.env.SECOND_MS ?? 1000) // the tests have shorter seconds

if (process.env.OTP_SUP_INCARNATION === '1') {
  console.log('the disk is not there yet')
  process.exit(1)
}
rmSync(storeSocket, { force: true })
setTimeout(() => {
  createServer((asker) => asker.end('open')).listen(storeSocket, () => console.log('open'))
}, secondMs / 2)
process.once('SIGTERM', () => {
  rmSync(storeSocket, { force: true })
  process.exit(0)
})
