// Rows L47 to L50 of the fault catalogue: process numbers, ends at the worst moment, output and input.
import { type Launcher, type LaunchReport, nodeClock, supervisor, worker } from '@otp-sup/core'
import { virtualLauncher } from '@otp-sup/core/testing'
import { expect, it } from 'vitest'
import { faultTree, first, scratch, sh, sleeper } from '../support/fault-tree.ts'
import { waitUntil } from '../support/wait-until.ts'

it('L47: what is still said of a process that has ended does not harm the next one of the same number', async () => {
  const virtual = virtualLauncher(nodeClock())
  const reports: LaunchReport[] = []
  const launcher: Launcher = {
    launch: (order, report) => {
      reports.push(report)
      return { ...virtual.launch(order, report), pid: 4711 }
    },
  }
  await using run = await faultTree(supervisor('s', { children: [sleeper('a')] }), { ports: { launcher } })
  virtual.exit('s/a', { kind: 'exit', code: 1 })
  await run.nth(2, 'child.started', 's/a')
  reports[0]?.ended({ kind: 'exit', code: 2 })
  reports[0]?.ready()
  expect(await run.tree.whichChildren('s')).toMatchObject({ value: [{ id: 'a', state: 'running' }] })
  expect(run.of('child.exited')).toHaveLength(1)
  expect(run.of('child.spawned').map(({ pid }) => pid)).toEqual([4711, 4711])
})

it('L48: a child that is killed in the moment of a stop ends once, and is not restarted', async () => {
  await using run = await faultTree(supervisor('s', { children: [sleeper('a')] }))
  const stopped = run.tree.stop()
  process.kill(run.pid('s/a'), 'SIGKILL')
  await stopped
  expect(run.of('child.exited')).toHaveLength(1)
  expect(run.of('child.starting')).toHaveLength(1)
  expect(run.events.at(-1)).toMatchObject({ type: 'tree.stopped', exit: { kind: 'requested' } })
})

it('L49: a child that writes 1 GB to stderr takes no memory, and others are restarted meanwhile', async () => {
  const children = [
    sh('loud', first('yes loud | head -c 1000000000 >&2; exit 1'), { log: { stderr: { file: '/dev/null' } } }),
    sleeper('other', { dependsOn: [] }),
  ]
  const beforeBytes = process.memoryUsage.rss()
  let mostBytes = beforeBytes
  await using run = await faultTree(supervisor('s', { intensity: 100, children }))
  for (let starts = 1; starts <= 10; starts += 1) {
    process.kill(run.pid('s/other'), 'SIGKILL')
    await run.nth(starts + 1, 'child.started', 's/other')
  }
  expect(run.of('child.exited', 's/loud')).toEqual([])
  const isSilent = (): boolean => {
    mostBytes = Math.max(mostBytes, process.memoryUsage.rss())
    return run.of('child.exited', 's/loud').length > 0
  }
  await waitUntil('all is written', isSilent, 100_000)
  expect(mostBytes - beforeBytes).toBeLessThan(200_000_000)
}, 120_000)

it('L50: a child that reads its stdin is at its end at once', async () => {
  using dir = scratch()
  const reader = worker('a', {
    command: ['sh', '-c', `cat; readlink /proc/$$/fd/0 > ${dir.folder}/stdin`],
    restart: 'transient',
  })
  await using run = await faultTree(supervisor('s', { children: [reader] }))
  expect(await run.one('child.exited', 's/a')).toMatchObject({ exit: { class: 'normal', code: 0 } })
  expect(await dir.written('stdin')).toBe('/dev/null')
})
