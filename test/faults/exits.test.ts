// Rows L09 to L19 of the fault catalogue: processes that end by themselves, or by a stranger's signal.
import { supervisor, worker } from '@otp-sup/core'
import { expect, it } from 'vitest'
import { faultTree, first, sh, sleeper } from '../support/fault-tree.ts'
import { waitUntil } from '../support/wait-until.ts'

it('L09: a permanent child that exits with 0 is restarted, and that is no failure by its class', async () => {
  await using run = await faultTree(supervisor('s', { children: [sh('a', first('exit 0'))] }))
  await run.nth(2, 'child.started', 's/a')
  expect(run.of('child.exited')).toMatchObject([{ exit: { class: 'normal', kind: 'exit', code: 0 }, requested: false }])
  expect(run.of('supervisor.restarting')).toMatchObject([{ failed: 'a', restarts: 1 }])
})

it('L10: a transient child that exits with 0 is down and stays so', async () => {
  await using run = await faultTree(supervisor('s', { children: [sh('a', 'exit 0', { restart: 'transient' })] }))
  expect(await run.one('child.exited', 's/a')).toMatchObject({ exit: { class: 'normal' } })
  expect(await run.tree.whichChildren('s')).toMatchObject({ value: [{ id: 'a', state: 'down' }] })
  expect(run.of('supervisor.restarting')).toEqual([])
})

it('L11: a temporary child that exits with 1 is removed', async () => {
  await using run = await faultTree(supervisor('s', { children: [sh('a', 'exit 1', { restart: 'temporary' })] }))
  const removed = await run.one('child.removed', 's/a')
  expect(run.of('child.exited')).toMatchObject([{ exit: { class: 'abnormal', code: 1 }, seq: removed.cause }])
  expect(await run.tree.whichChildren('s')).toMatchObject({ value: [] })
  expect(run.of('supervisor.restarting')).toEqual([])
})

it('L13: each of 1,000 children that die in the tick of their spawn has one outcome', async () => {
  const children = Array.from({ length: 1000 }, (_, index) =>
    worker(`c${index}`, { command: ['false'], restart: 'temporary', dependsOn: [] }),
  )
  await using run = await faultTree(supervisor('s', { children }))
  await waitUntil('all are removed', () => run.of('child.removed').length >= 1000, 100_000)
  const ended = run.of('child.exited').map(({ path }) => path)
  expect(ended).toHaveLength(1000)
  expect(new Set(ended).size).toBe(1000)
  expect(new Set(run.of('child.exited').map(({ exit }) => exit.code))).toEqual(new Set([1]))
}, 120_000)

it('L14: a child that crashes at once, again and again, makes its supervisor give up', async () => {
  await using run = await faultTree(supervisor('s', { children: [sh('a', 'exit 1')] }))
  expect((await run.tree.done).outcome).toBe('gave_up')
  expect(run.of('supervisor.gave_up')).toMatchObject([{ intensity: 3, restarts: 4 }])
  expect(run.of('child.exited', 's/a')).toHaveLength(4)
})

it('L15: a child that crashes slower than intensity in period is restarted for ever', async () => {
  const spec = supervisor('s', { intensity: 1, period: '200ms', children: [sh('a', 'sleep 0.3; exit 1')] })
  await using run = await faultTree(spec)
  await run.nth(5, 'child.started', 's/a')
  expect(run.of('supervisor.gave_up')).toEqual([])
})

it('L16: a child that breaks its memory ends by SIGSEGV, and is restarted', async () => {
  const line = first('ulimit -c 0; kill -SEGV $$')
  await using run = await faultTree(supervisor('s', { children: [sh('a', line)] }))
  await run.nth(2, 'child.started', 's/a')
  expect(run.of('child.exited')).toMatchObject([
    { exit: { class: 'abnormal', kind: 'signal', signal: 'SIGSEGV', code: null } },
  ])
})

it('L17: SIGKILL by a stranger is a failure by a signal, and not our kill', async () => {
  await using run = await faultTree(supervisor('s', { children: [sleeper('a')] }))
  process.kill(run.pid('s/a'), 'SIGKILL')
  await run.nth(2, 'child.started', 's/a')
  expect(run.of('child.exited')).toMatchObject([
    { exit: { class: 'abnormal', kind: 'signal', signal: 'SIGKILL' }, requested: false },
  ])
})

it('L18: SIGTERM by a stranger is a shutdown: a transient child stays down, and nothing is an error', async () => {
  await using run = await faultTree(supervisor('s', { children: [sleeper('a', { restart: 'transient' })] }))
  process.kill(run.pid('s/a'), 'SIGTERM')
  expect(await run.one('child.exited', 's/a')).toMatchObject({
    exit: { class: 'shutdown', kind: 'signal', signal: 'SIGTERM' },
    requested: false,
  })
  expect(await run.tree.whichChildren('s')).toMatchObject({ value: [{ id: 'a', state: 'down' }] })
  expect(run.log.filter(({ level }) => level === 'error')).toEqual([])
})

it('L19: exit code 143, a shell that was asked by SIGTERM, is a shutdown', async () => {
  await using run = await faultTree(supervisor('s', { children: [sh('a', 'exit 143', { restart: 'transient' })] }))
  expect(await run.one('child.exited', 's/a')).toMatchObject({ exit: { class: 'shutdown', kind: 'exit', code: 143 } })
  expect(await run.tree.whichChildren('s')).toMatchObject({ value: [{ id: 'a', state: 'down' }] })
})
