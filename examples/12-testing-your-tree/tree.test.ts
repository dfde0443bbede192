// You will see: four tests of a tree, in milliseconds. No process is started and nobody waits: processes are virtual,
// and half a minute is one call. Run them by Node: node --test examples/12-testing-your-tree/tree.test.ts
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { virtualClock, virtualLauncher } from '@otp-sup/core/testing'
import { type SupervisionEvent, start } from 'otp-sup'
import shop from './tree.ts'

const CRASH = { kind: 'exit', code: 1 } as const

/** Starts the tree in a world of its own; `seen` is all that happened, with its virtual time in milliseconds. */
const startShop = async () => {
  const clock = virtualClock()
  const launcher = virtualLauncher(clock)
  const events: SupervisionEvent[] = []
  const tree = await start(shop, { ports: { clock, launcher }, onEvent: (event) => events.push(event) })
  const seen = (type: SupervisionEvent['type']) =>
    events.flatMap((event) => (event.type === type ? [`${event.at} ${event.path}`] : []))
  return { tree, clock, launcher, seen }
}

await test('when db crashes, api is started again with it, and metrics is not', async () => {
  const { tree, launcher, seen } = await startShop()
  launcher.exit('shop/db', CRASH)
  await tree.stop()
  assert.deepEqual(seen('child.started').slice(3), ['0 shop/db', '0 shop/api'])
})

await test('metrics comes back ten seconds after its second crash in a row', async () => {
  const { tree, clock, launcher, seen } = await startShop()
  for (const _ of [1, 2]) launcher.exit('shop/metrics', CRASH)
  clock.advanceTo(9_999)
  assert.equal(launcher.isRunning('shop/metrics'), false)
  clock.advanceTo(10_000)
  assert.equal(launcher.isRunning('shop/metrics'), true)
  await tree.stop()
  assert.equal(seen('child.starting').at(-1), '10000 shop/metrics')
})

await test('a db that does not stop is killed after half a minute', async () => {
  const { tree, clock, launcher, seen } = await startShop()
  launcher.plan('shop/db', { ignoresStop: true })
  const stopped = tree.stop()
  clock.advanceTo(60_000)
  await stopped
  assert.deepEqual(seen('child.killing'), ['30000 shop/db'])
})

await test('three crashes within a minute are too many', async () => {
  const { tree, launcher } = await startShop()
  for (const path of ['shop/db', 'shop/api', 'shop/db']) launcher.exit(path, CRASH)
  assert.equal((await tree.done).outcome, 'gave_up')
})
