// Rows G01 to G05 and G09 of the fault catalogue: failures of a group, and failures while it is being restarted.
import { supervisor, worker } from '@otp-sup/core'
import { expect, it } from 'vitest'
import { type FaultTree, faultTree, scratch, sh, sleeper } from '../support/fault-tree.ts'

const READY = { ready: { log: 'ready' } } as const
/** Its second start is ready only when the file `go` is there. */
const slowSecond = (folder: string): string =>
  `[ $OTP_SUP_INCARNATION = 2 ] && while ! [ -e ${folder}/go ]; do sleep 0.02; done; echo ready; exec sleep 1000`

const killed = (run: FaultTree, path: string): void => void process.kill(run.pid(path), 'SIGKILL')

it('G01: two of one_for_all that die at once are one round and one restart', async () => {
  const children = [sleeper('a'), sleeper('b'), sleeper('c')]
  await using run = await faultTree(supervisor('s', { strategy: 'one_for_all', children }))
  killed(run, 's/a')
  killed(run, 's/b')
  await run.nth(2, 'child.started', 's/c')
  expect(run.of('supervisor.restarting')).toMatchObject([{ restarts: 1, start: ['a', 'b', 'c'] }])
  expect(
    run
      .of('child.exited')
      .map(({ path }) => path)
      .toSorted(),
  ).toEqual(['s/a', 's/b', 's/c'])
})

it('G02: a member that fails in its round is tried again, and each attempt counts', async () => {
  const failsTwice = 'case $OTP_SUP_INCARNATION in 2|3) exit 1;; esac; echo ready; exec sleep 1000'
  const children = [sleeper('a'), sh('b', failsTwice, READY)]
  await using run = await faultTree(supervisor('s', { strategy: 'one_for_all', children }))
  killed(run, 's/a')
  await run.nth(2, 'child.started', 's/b')
  expect(run.of('supervisor.restarting').map(({ failed, restarts }) => [failed, restarts])).toEqual([
    ['a', 1],
    ['b', 2],
    ['b', 3],
  ])
  expect(run.of('child.start_failed')).toHaveLength(2)
  expect(run.of('child.started', 's/b').map(({ incarnation }) => incarnation)).toEqual([1, 4])
})

it('G03: a member that dies while its round waits for another is seen at once, and counted', async () => {
  using dir = scratch()
  const children = [sleeper('a'), sh('b', slowSecond(dir.folder), { ...READY, startTimeout: 'infinity' })]
  await using run = await faultTree(supervisor('s', { strategy: 'one_for_all', children }))
  killed(run, 's/a')
  await run.nth(2, 'child.spawned', 's/b')
  killed(run, 's/a')
  await run.nth(2, 'child.started', 's/b')
  expect(run.of('supervisor.restarting').map(({ restarts }) => restarts)).toEqual([1, 2])
  expect(run.of('child.exited', 's/b').map(({ incarnation, requested }) => [incarnation, requested])).toEqual([
    [1, true],
    [2, true],
  ])
})

const failing = worker('a', { command: ['false'], backoff: { initial: '1h', max: '1h' } })
const waitsForBackOff = async (run: FaultTree): Promise<void> => {
  await run.nth(2, 'supervisor.restarting', 's')
  expect(run.clock.armed()).toBe(1)
}

it('G04: a stop while a restart waits for its back-off is done at once, and nothing starts later', async () => {
  await using run = await faultTree(supervisor('s', { children: [failing] }))
  await waitsForBackOff(run)
  await run.tree.stop()
  expect(run.events.at(-1)?.type).toBe('tree.stopped')
  expect(run.of('child.starting')).toHaveLength(2)
  expect(run.clock.armed()).toBe(0)
})

it('G05: terminateChild while a restart waits for its back-off cancels it', async () => {
  await using run = await faultTree(supervisor('s', { children: [failing] }))
  await waitsForBackOff(run)
  expect(await run.tree.terminateChild('s/a')).toEqual({ ok: true, value: null })
  expect(run.clock.armed()).toBe(0)
  expect(await run.tree.whichChildren('s')).toMatchObject({ value: [{ id: 'a', state: 'down' }] })
})

it('G09: a dependency that is lost again while its dependents start begins the round anew, and the causes are one chain', async () => {
  using dir = scratch()
  const children = [sleeper('db'), sh('api', slowSecond(dir.folder), { ...READY, startTimeout: 'infinity' })]
  await using run = await faultTree(supervisor('s', { strategy: 'rest_for_one', children }))
  killed(run, 's/db')
  await run.nth(2, 'child.spawned', 's/api')
  killed(run, 's/db')
  await run.nth(2, 'child.started', 's/api')
  const lost = await run.nth(2, 'child.exited', 's/db')
  const round = await run.nth(2, 'supervisor.restarting', 's')
  const [, interrupted, again] = run.of('child.starting', 's/api')
  expect(lost).toMatchObject({ requested: false, cause: null })
  expect(round).toMatchObject({ cause: lost.seq, terminate: ['api'], start: ['db', 'api'], restarts: 2 })
  expect(run.of('child.stopping', 's/api').at(-1)).toMatchObject({ cause: round.seq, incarnation: 2 })
  expect(again).toMatchObject({ cause: round.seq, incarnation: 3 })
  expect(run.of('child.started', 's/api').some(({ incarnation }) => incarnation === interrupted?.incarnation)).toBe(
    false,
  )
  const ready = await run.nth(3, 'child.started', 's/db')
  expect(ready.seq).toBeLessThan(again?.seq ?? 0)
})
