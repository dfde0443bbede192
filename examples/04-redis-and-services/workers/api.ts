// Counts visits in redis, and leaves a job for each. GET / answers {"visits":3}.
import { createServer } from 'node:http'
import { createClient } from 'redis'

// No second try when redis is lost: the supervisor starts redis, and then us, again.
const redis = createClient({ url: process.env.REDIS_URL ?? '', socket: { reconnectStrategy: false } })
redis.on('error', (error: Error) => console.log(`lost redis: ${error.message}`))
await redis.connect()

const answer = async (): Promise<string> => {
  const visits = await redis.incr('visits')
  await redis.lPush('jobs', `visit ${visits}`)
  return JSON.stringify({ visits })
}

const server = createServer((_request, response) => {
  answer().then(
    (text) => response.setHeader('content-type', 'application/json').end(text),
    () => response.writeHead(503).end(), // without redis, until we are stopped
  )
})
server.listen(Number(process.env.API_PORT), '127.0.0.1', () => console.log(`answers on port ${process.env.API_PORT}`))
