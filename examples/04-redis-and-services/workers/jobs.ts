// Does the jobs that api leaves in redis, and waits for more.
import { createClient } from 'redis'

// No second try when redis is lost: the supervisor starts redis, and then us, again.
const redis = createClient({ url: process.env.REDIS_URL ?? '', socket: { reconnectStrategy: false } })
redis.on('error', (error: Error) => console.log(`lost redis: ${error.message}`))
await redis.connect()

console.log('waits for jobs')
while (true) {
  const job = await redis.brPop('jobs', 0)
  console.log(`did ${job?.element}`)
}
