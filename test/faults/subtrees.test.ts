// Rows G06 to G08 and G10 of the fault catalogue: subtrees, orders of stops, and many at once.
import { supervisor } from '@otp-sup/core'
import { expect, it } from 'vitest'
import { faultTree, sh, sleeper } from '../support/fault-tree.ts'
import { waitUntil } from '../support/wait-until.ts'

const READY = { ready: { log: 'ready' } } as const

it('G06: a nested supervisor that gives up stops its children in reverse, and costs its parent one restart', async () => {
  const crashes = sh('c', 'echo ready; [ $OTP_SUP_INCARNATION = 3 ] && exec sleep 1000; exit 1', READY)
  const sub = supervisor('sub', { intensity: 1, children: [sleeper('a'), sleeper('b'), crashes] })
  await using run = await faultTree(supervisor('s', { children: [sub] }))
  await run.nth(2, 'supervisor.started', 's/sub')
  const gaveUp = await run.one('supervisor.gave_up', 's/sub')
  expect(gaveUp).toMatchObject({ restarts: 2, intensity: 1, cause: run.of('child.exited', 's/sub/c').at(1)?.seq })
  const stopped = run.of('child.exited').filter(({ requested }) => requested)
  expect(stopped.map(({ path }) => path)).toEqual(['s/sub/b', 's/sub/a'])
  expect(run.of('supervisor.restarting', 's')).toMatchObject([{ failed: 'sub', restarts: 1 }])
  expect(run.of('supervisor.gave_up', 's')).toEqual([])
})

it('G07: a first child that dies by itself during a stop does not change the order of the others', async () => {
  const slow = 'trap "sleep 0.3; exit 0" TERM; echo ready; while :; do sleep 0.02; done'
  const children = [sleeper('a'), sleeper('b'), sh('c', slow, READY)]
  await using run = await faultTree(supervisor('s', { strategy: 'rest_for_one', children }))
  const stopped = run.tree.stop()
  await run.one('child.stopping', 's/c')
  process.kill(run.pid('s/a'), 'SIGKILL')
  await stopped
  expect(run.of('child.stopping').map(({ path }) => path)).toEqual(['s/c', 's/b'])
  expect(run.of('child.exited').map(({ path, requested }) => [path, requested])).toEqual([
    ['s/a', false],
    ['s/c', true],
    ['s/b', true],
  ])
  expect(run.of('supervisor.restarting')).toEqual([])
})

it('G08: a thousand that die at once end in one giving up, in no time', async () => {
  const children = Array.from({ length: 1000 }, (_, index) => sleeper(`c${index}`, { dependsOn: [] }))
  await using run = await faultTree(supervisor('s', { intensity: 0, children }))
  const sinceMs = performance.now()
  for (const { pid } of run.of('child.spawned')) process.kill(pid, 'SIGKILL')
  expect((await run.tree.done).outcome).toBe('gave_up')
  expect(performance.now() - sinceMs).toBeLessThan(10_000)
  expect(run.of('supervisor.gave_up')).toHaveLength(1)
  expect(new Set(run.of('child.exited').map(({ path }) => path)).size).toBe(1000)
  expect(run.of('child.exited')).toHaveLength(1000)
  expect(run.of('child.starting')).toHaveLength(1000)
}, 120_000)

it('G10: when the shutdown of a supervisor is over, all below it is killed', async () => {
  const deaf = (id: string) =>
    sh(id, 'trap "" TERM; echo ready; while :; do sleep 0.02; done', { ...READY, shutdown: '1h' })
  const sub = supervisor('sub', { shutdown: '300ms', children: [sleeper('a'), deaf('b')] })
  await using run = await faultTree(supervisor('s', { children: [sub] }))
  await run.tree.stop()
  await waitUntil('it is over', () => run.events.at(-1)?.type === 'tree.stopped')
  expect(run.of('child.killing').map(({ path, why }) => [path, why])).toContainEqual(['s/sub/b', 'subtree_timeout'])
  expect(
    run
      .of('child.exited')
      .map(({ path }) => path)
      .toSorted(),
  ).toEqual(['s/sub/a', 's/sub/b'])
})
