// You will see: redis starts, then api and jobs, which need it. Ask http://127.0.0.1:47381 a few times, then kill
// redis by `kill -9` and the pid from the log: api and jobs are stopped, and all three are started again in order.
import { tmpdir } from 'node:os'
import { supervisor, worker } from 'otp-sup'

const redisPort = process.env.REDIS_PORT ?? '47380'
const apiPort = process.env.API_PORT ?? '47381'
const env = { REDIS_URL: `redis://127.0.0.1:${redisPort}`, API_PORT: apiPort }

export default supervisor('visits', {
  strategy: 'rest_for_one',
  children: [
    worker('redis', {
      command: ['redis-server', '--port', redisPort, '--bind', '127.0.0.1'],
      args: ['--save', '', '--dir', tmpdir(), '--loglevel', 'warning'], // keeps everything in memory
      ready: { tcp: Number(redisPort) },
    }),
    worker('api', {
      command: [process.execPath, 'workers/api.ts'],
      env,
      ready: { tcp: Number(apiPort) },
      dependsOn: ['redis'],
    }),
    worker('jobs', { command: [process.execPath, 'workers/jobs.ts'], env, dependsOn: ['redis'] }),
  ],
})
