import { readdirSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { folderWith } from '../cli/otp-sup.ts'
import { freePorts, isFree } from '../support/free-ports.ts'
import { runExample } from '../support/run-example.ts'
import { isRedisMissing } from './redis-missing.ts'

const reason = isRedisMissing ? ' (skipped: "redis-server" is not in PATH)' : ''

/** Calls the api as anybody would; the number of visits, or null if there is no good answer. */
const visit = async (port: number): Promise<number | null> => {
  try {
    const response = await fetch(`http://127.0.0.1:${port}`, { signal: AbortSignal.timeout(5000) })
    const body = response.ok ? ((await response.json()) as { readonly visits: number }) : null
    return body?.visits ?? null
  } catch {
    return null
  }
}

/** Calls again and again, as a client with patience. */
const visitAtLast = async (port: number, deadlineMs = performance.now() + 30_000): Promise<number> => {
  const visits = await visit(port)
  if (visits !== null) return visits
  if (performance.now() > deadlineMs) throw new Error(`No good answer on port ${port} within 30 s.`)
  await wait(20)
  return visitAtLast(port, deadlineMs)
}

describe.skipIf(isRedisMissing)(`04-redis-and-services${reason}`, () => {
  it('a redis that is killed comes back with what needs it, and a client sees it', { timeout: 90_000 }, async () => {
    const [redisPort, apiPort] = await freePorts()
    const folder = folderWith({})
    const env = { REDIS_PORT: String(redisPort), API_PORT: String(apiPort), TMPDIR: folder }
    const run = runExample('04-redis-and-services/tree.ts', env)
    await run.waitFor('tree.started', 'visits')
    expect([await visit(apiPort), await visit(apiPort)]).toEqual([1, 2])
    await run.waitForText(/did visit 2/)

    const { pid } = await run.waitFor('child.spawned', 'visits/redis')
    process.kill(pid, 'SIGKILL')
    expect(await run.waitFor('child.exited', 'visits/redis')).toMatchObject({
      requested: false,
      exit: { class: 'abnormal', kind: 'signal', signal: 'SIGKILL' },
    })
    expect(await visitAtLast(apiPort), 'a new redis has forgotten the visits').toBe(1)
    await run.waitForText(/did visit 2[^]*did visit 1/)
    await run.waitFor('child.started', 'visits/api', 2)

    const rounds = run.eventsOf('supervisor.restarting').filter(({ failed }) => failed === 'redis')
    expect(rounds.map(({ start }) => start)).toEqual([['redis', 'api', 'jobs']])
    const lives = (id: string): number =>
      run.eventsOf('child.started').filter(({ path }) => path === `visits/${id}`).length
    expect([lives('redis'), lives('api')]).toEqual([2, 2])
    // jobs ends by itself when redis is gone: it may have been started once in vain before it was stopped.
    expect(lives('jobs')).toBeGreaterThanOrEqual(2)

    await run.stop('SIGTERM')
    expect([await isFree(redisPort), await isFree(apiPort)]).toEqual([true, true])
    expect(readdirSync(folder), 'nothing is left on the disk').toEqual([])
  })
})
