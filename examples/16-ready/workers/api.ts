// Listens at once, but can do its work only a second later: until then it answers 503.
import { createServer } from 'node:http'

const secondMs = Number(process.env.SECOND_MS ?? 1000) // the tests have shorter seconds
const readyAtMs = Date.now() + secondMs

createServer((_request, response) => {
  const isReady = Date.now() >= readyAtMs
  response.writeHead(isReady ? 200 : 503).end(isReady ? 'all is well' : 'the cache is empty')
}).listen(Number(process.argv[2]), '127.0.0.1', () => console.log('listens'))
