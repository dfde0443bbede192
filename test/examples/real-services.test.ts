import { chmodSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { folderWith } from '../cli/otp-sup.ts'
import { freePorts, isFree } from '../support/free-ports.ts'
import { livingInSession } from '../support/processes.ts'
import { runExample } from '../support/run-example.ts'
import { isNginxMissing } from './nginx-missing.ts'
import { isPostgresMissing } from './postgres-missing.ts'
import { isRedisMissing } from './redis-missing.ts'

const isMissing = isRedisMissing || isNginxMissing || isPostgresMissing
const reason = isMissing ? ' (skipped: "redis-server", "nginx" or PostgreSQL is not there)' : ''

describe.skipIf(isMissing)(`15-real-services${reason}`, () => {
  it('an nginx that is killed and an API that is frozen answer again, and each is stopped in its own way', {
    timeout: 120_000,
  }, async () => {
    const ports = await freePorts(4)
    const data = folderWith({})
    // PostgreSQL has another user than root.
    chmodSync(data, 0o755)
    const names = ['REDIS_PORT', 'SITE_PORT', 'API_PORT', 'DB_PORT']
    const env = Object.fromEntries(names.map((name, index) => [name, String(ports[index])]))
    const run = runExample('15-real-services/tree.ts', { ...env, DATA_DIR: data })
    await run.waitFor('tree.started', 'site')
    const visits = async (): Promise<unknown> => (await fetch(`http://127.0.0.1:${ports[1]}/`)).json()
    expect(await visits()).toEqual({ visits: 1 })

    const nginx = await run.waitFor('child.spawned', 'site/nginx')
    process.kill(nginx.pid, 'SIGKILL')
    await run.waitFor('child.started', 'site/nginx', 2)
    expect(livingInSession(nginx.pid)).toEqual([])
    expect(await visits()).toEqual({ visits: 2 })

    const api = await run.waitFor('child.spawned', 'site/api')
    process.kill(api.pid, 'SIGSTOP')
    await run.waitFor('child.unhealthy', 'site/api')
    await run.waitFor('child.started', 'site/nginx', 3)
    expect(await visits()).toEqual({ visits: 3 })
    await run.waitForText(/site\/nginx \| .*GET \/ HTTP/)

    await run.stop('SIGTERM')
    const asked = run.eventsOf('child.stopping').slice(-4)
    const how = new Map(asked.map(({ path, signal, command }) => [path, signal ?? command?.[0]]))
    expect(Object.fromEntries(how)).toEqual({
      'site/nginx': 'SIGQUIT',
      'site/api': 'SIGTERM',
      'site/postgres': 'SIGINT',
      'site/redis': 'redis-cli',
    })
    expect([...how.keys()].filter((path) => path !== 'site/postgres')).toEqual(['site/nginx', 'site/api', 'site/redis'])
    expect(run.eventsOf('child.killing')).toEqual([])
    expect(await Promise.all(ports.map(isFree))).toEqual([true, true, true, true])
  })
})
