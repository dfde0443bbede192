// Counts visits in redis: API_PORT REDIS_PORT. GET / answers {"visits":3}, GET /up whether redis answers.
import { createServer } from 'node:http'
import { createClient } from 'redis'

const [port, redisPort] = process.argv.slice(2)
// No second try when redis is lost: the supervisor starts redis, and then us, again.
const redis = createClient({ url: `redis://127.0.0.1:${redisPort}`, socket: { reconnectStrategy: false } })
redis.on('error', (error: Error) => console.log(`lost redis: ${error.message}`))
await redis.connect()

const answer = async (url: string | undefined): Promise<string> =>
  url === '/up' ? await redis.ping() : JSON.stringify({ visits: await redis.incr('visits') })

const server = createServer((request, response) => {
  answer(request.url).then(
    (text) => response.end(`${text}\n`),
    () => response.writeHead(503).end(), // without redis, until we are stopped
  )
})
server.listen(Number(port), '127.0.0.1', () => console.log(`answers on port ${port}`))
