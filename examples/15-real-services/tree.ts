// You will see: redis, which is stopped by a command of its own, and nginx, which logs into this terminal and is stopped
// by SIGQUIT when it has answered what it began. Ask http://127.0.0.1:47391, kill the nginx master by `kill -9` and the
// pid from the log: what it leaves behind is ended first, then it answers again. Then press Ctrl-C.
// Needs redis-server and nginx (Debian: redis-server, nginx-light).
import { tmpdir } from 'node:os'
import { supervisor, worker } from 'otp-sup'

const redisPort = process.env.REDIS_PORT ?? '47390'
const sitePort = process.env.SITE_PORT ?? '47391'
const data = process.env.DATA_DIR ?? `${tmpdir()}/otp-sup-real-services`

export default supervisor('site', {
  children: [
    worker('folder', { command: ['mkdir', '-p', data], ready: { exit: true } }),
    worker('redis', {
      command: ['redis-server', '--port', redisPort, '--bind', '127.0.0.1', '--dir', data, '--appendonly', 'yes'],
      ready: { log: 'Ready to accept connections' },
      stopCommand: ['redis-cli', '-p', redisPort, 'shutdown'], // in place of a signal; `shutdown` is its limit too
      shutdown: '30s',
    }),
    worker('config', {
      command: ['sh', '-c', `sed 's/@PORT@/${sitePort}/' nginx.conf > '${data}/nginx.conf'`],
      ready: { exit: true },
      dependsOn: ['folder'],
    }),
    worker('nginx', {
      command: ['nginx', '-p', data, '-e', 'stderr', '-c', 'nginx.conf'],
      env: { PATH: `${process.env.PATH}:/usr/sbin` }, // Debian's place for it
      ready: { tcp: Number(sitePort) },
      stopSignal: 'SIGQUIT',
      dependsOn: ['config'],
    }),
  ],
})
