// You will see: five tests of a tree, in milliseconds. No process is started and nobody waits: processes are virtual,
// and half a minute is one call. Run them by Node: node --test examples/12-testing-your-tree/tree.test.ts
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simulate, type VirtualTree, virtualTree } from '@otp-sup/core/testing'
import type { SupervisionEvent } from 'otp-sup'
import shop from './tree.ts'

/** All events of a type, with their virtual time in milliseconds. */
const seen = ({ events }: Pick<VirtualTree, 'events'>, type: SupervisionEvent['type']) =>
  events.flatMap((event) => (event.type === type ? [`${event.at} ${event.path}`] : []))

await test('when db crashes, api is started again with it, and metrics is not', () => {
  const tree = virtualTree(shop)
  tree.exit('shop/db', { code: 1 })
  assert.deepEqual(seen(tree, 'child.started').slice(3), ['0 shop/db', '0 shop/api'])
})

await test('metrics comes back ten seconds after its second crash in a row', () => {
  const tree = virtualTree(shop)
  for (const _ of [1, 2]) tree.exit('shop/metrics', { signal: 'SIGKILL' })
  tree.advance('9999ms')
  assert.deepEqual(tree.running(), ['shop', 'shop/db', 'shop/api'])
  tree.advance('1ms')
  assert.deepEqual(tree.running(), ['shop', 'shop/db', 'shop/api', 'shop/metrics'])
})

await test('a db that does not stop is killed after half a minute', () => {
  const tree = virtualTree(shop)
  tree.ignoreStop('shop/db')
  tree.stop()
  tree.settle()
  assert.deepEqual(seen(tree, 'child.killing'), ['30000 shop/db'])
})

await test('three crashes within a minute are too many', () => {
  const tree = virtualTree(shop)
  for (const path of ['shop/db', 'shop/api', 'shop/db']) tree.exit(path)
  assert.equal(tree.outcome, 'gave_up')
})

await test('and so they are as a scenario, the one that otp-sup simulate takes', () => {
  const crash = { exit: 'shop/db', code: 1 }
  assert.equal(simulate(shop, { steps: [crash, crash, crash] }).end.outcome, 'gave_up')
})
