import { describe, expect, it } from 'vitest'
import { folderWith } from '../cli/otp-sup.ts'
import { freePorts, isFree } from '../support/free-ports.ts'
import { livingInSession } from '../support/processes.ts'
import { runExample } from '../support/run-example.ts'
import { isNginxMissing } from './nginx-missing.ts'
import { isRedisMissing } from './redis-missing.ts'

const reason = isRedisMissing || isNginxMissing ? ' (skipped: "redis-server" or "nginx" is not there)' : ''

describe.skipIf(reason !== '')(`15-real-services${reason}`, () => {
  it('an nginx whose master is killed answers again, and each is stopped in its own way', {
    timeout: 60_000,
  }, async () => {
    const [redisPort, sitePort] = await freePorts()
    const run = runExample('15-real-services/tree.ts', {
      REDIS_PORT: String(redisPort),
      SITE_PORT: String(sitePort),
      DATA_DIR: folderWith({}),
    })
    await run.waitFor('tree.started', 'site')
    const { pid } = await run.waitFor('child.spawned', 'site/nginx')
    process.kill(pid, 'SIGKILL')
    await run.waitFor('child.started', 'site/nginx', 2)
    expect(livingInSession(pid)).toEqual([])
    const answer = await fetch(`http://127.0.0.1:${sitePort}/again`)
    expect(await answer.text()).toBe('hello\n')
    await run.waitForText(/site\/nginx \| .*GET \/again/)
    await run.stop('SIGTERM')
    expect(run.eventsOf('child.stopping')).toMatchObject([
      { path: 'site/nginx', signal: 'SIGQUIT' },
      { path: 'site/redis', command: ['redis-cli', '-p', String(redisPort), 'shutdown'] },
    ])
    expect(run.eventsOf('child.killing')).toEqual([])
    expect([await isFree(redisPort), await isFree(sitePort)]).toEqual([true, true])
  })
})
