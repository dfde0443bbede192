// You will see: redis, which is stopped by a command of its own; PostgreSQL, which a one-shot makes first; an API in Node
// that counts in redis; and nginx before it, which logs into this terminal. All but the one-shots are checked again and
// again. Ask http://127.0.0.1:47391, then `kill -9` the nginx master, or freeze the API by `kill -STOP`, with the pid from
// the log: what is left is ended, and it answers again. Ctrl-C stops all in reverse.
// Needs redis-server, nginx and PostgreSQL (Debian: redis-server, nginx-light, postgresql).
import { globSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'
import { supervisor, worker } from 'otp-sup'

const redisPort = process.env.REDIS_PORT ?? '47390'
const sitePort = process.env.SITE_PORT ?? '47391'
const apiPort = process.env.API_PORT ?? '47392'
const dbPort = process.env.DB_PORT ?? '47393'
const data = process.env.DATA_DIR ?? `${tmpdir()}/otp-sup-real-services`
const db = `${data}/pg/db`
// Debian's places for programs that are not in every PATH.
const postgresBin = dirname(globSync('/usr/lib/postgresql/*/bin/postgres').at(-1) ?? '/usr/bin/postgres')
const env = { PATH: `${process.env.PATH}:/usr/sbin:${postgresBin}` }
// PostgreSQL refuses to run as root, which has another account for it.
const asOwner = process.getuid?.() === 0 ? { user: 'postgres', cwd: '/' } : {}
const isReady = ['pg_isready', '-q', '-h', '127.0.0.1', '-p', dbPort]
const health = { every: '2s', timeout: '2s', failures: 2 } as const

export default supervisor('site', {
  strategy: 'rest_for_one',
  intensity: 10,
  period: '1m',
  backoff: true,
  children: [
    worker('folder', {
      command: ['sh', 'make-folder.sh', data, sitePort, apiPort],
      ready: { exit: true },
    }),
    worker('redis', {
      command: ['redis-server', '--port', redisPort, '--bind', '127.0.0.1', '--dir', data, '--appendonly', 'yes'],
      ready: { log: 'Ready to accept connections' },
      health: { exec: ['redis-cli', '-p', redisPort, 'ping'], ...health },
      stopCommand: ['redis-cli', '-p', redisPort, 'shutdown'], // in place of a signal; `shutdown` is its limit too
      shutdown: '30s',
      dependsOn: ['folder'],
    }),
    worker('initdb', {
      command: ['sh', '-c', `test -f ${db}/PG_VERSION || initdb -D ${db} -A trust -N >${data}/pg/initdb.log`],
      env,
      ...asOwner,
      ready: { exit: true },
      dependsOn: ['folder'],
    }),
    worker('postgres', {
      command: ['postgres', '-D', db, '-k', `${data}/pg`, '-h', '127.0.0.1', '-p', dbPort],
      env,
      ...asOwner,
      ready: { exec: isReady },
      health: { exec: isReady, ...health },
      stopSignal: 'SIGINT', // its fast shutdown
      shutdown: '30s',
      dependsOn: ['initdb'],
    }),
    worker('api', {
      command: [process.execPath, 'workers/api.ts', apiPort, redisPort],
      ready: { http: `http://127.0.0.1:${apiPort}/up` },
      health: { http: `http://127.0.0.1:${apiPort}/up`, ...health },
      limits: { memory: '512MiB', cpu: '150%', for: '30s' },
      dependsOn: ['redis'],
    }),
    worker('nginx', {
      command: ['nginx', '-p', data, '-e', 'stderr', '-c', 'nginx.conf'],
      env,
      ready: { tcp: Number(sitePort) },
      health: { http: `http://127.0.0.1:${sitePort}/up`, ...health },
      stopSignal: 'SIGQUIT', // it answers what it began
      dependsOn: ['api'],
    }),
  ],
})
