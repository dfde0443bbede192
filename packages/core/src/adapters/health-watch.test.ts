import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { checkedTree } from '../spec/checked-tree.ts'
import type { LeafSpec } from '../spec/child-spec.ts'
import { virtualClock } from '../testing/virtual-clock.ts'
import { healthRounds } from './health-rounds.ts'
import { type HealthMeans, healthWatch } from './health-watch.ts'

const said = (text: string): string => `${Buffer.from(text).toString('hex')}\n`

/** A watchdog of 1 s whose worker speaks through a stream. */
function watchdog(failures: number) {
  const clock = virtualClock()
  const tree = { id: 's', children: [{ id: 'a', command: 'a', health: { notify: 'systemd', every: '1s', failures } }] }
  const spec = checkedTree(tree).children[0] as LeafSpec
  const notices = new PassThrough()
  const told: string[] = []
  // Nobody is asked: clock and rounds are all that a watchdog needs.
  const means = { clock, rounds: healthRounds(clock) } as unknown as HealthMeans
  const worker = { notices } as unknown as Parameters<typeof healthWatch>[1]
  const watch = healthWatch(spec.program.health, worker, means, {
    healthy: () => told.push('healthy'),
    unhealthy: (found) => told.push(`unhealthy after ${found.failures}`),
  })
  const say = async (text: string): Promise<void> => {
    notices.write(said(text))
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { clock, watch, told, say }
}

describe('a watchdog', () => {
  it('has heard what was said in one breath with being ready', async () => {
    const { clock, watch, told, say } = watchdog(1)
    await say('READY=1\nWATCHDOG=1')
    watch.begin()
    clock.advanceTo(1000)
    expect(told).toEqual(['healthy'])
    clock.advanceTo(2000)
    expect(told).toEqual(['healthy', 'unhealthy after 1'])
  })

  it('takes a trigger at its word once it is ready, and once', async () => {
    const { clock, watch, told, say } = watchdog(3)
    await say('WATCHDOG=trigger')
    watch.begin()
    await say('WATCHDOG=trigger')
    await say('WATCHDOG=trigger')
    clock.advanceTo(60_000)
    expect([told, clock.nextMs()]).toEqual([['unhealthy after 1'], null])
  })
})
