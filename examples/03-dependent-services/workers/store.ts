// A store for the example: it listens on a port, after a while if it is slow. In its first life it crashes.
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'

const string = { type: 'string' } as const
const { values } = parseArgs({ options: { port: string, slow: string, 'crash-after': string } })
const secondMs = Number(process.env.SECOND_MS ?? 1000) // the tests have shorter seconds

await wait(Number(values.slow) * secondMs)
createServer((socket) => {
  socket.on('error', () => {}).end('hello\n')
}).listen(Number(values.port), '127.0.0.1', () => console.log(`answers on port ${values.port}`))

if (process.env.OTP_SUP_INCARNATION === '1') {
  await wait((Number(values['crash-after']) - Number(values.slow)) * secondMs)
  console.log('crashes now, on purpose')
  process.exit(1)
}
