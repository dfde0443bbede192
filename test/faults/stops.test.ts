// Rows L23 to L35 of the fault catalogue that are about being asked to stop.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { supervisor } from '@otp-sup/core'
import { expect, it } from 'vitest'
import { faultTree, scratch, sh, sleeper } from '../support/fault-tree.ts'
import { fixture, freePort } from '../support/leaf-bench.ts'
import { isAlive, livingInSession } from '../support/processes.ts'
import { waitUntil } from '../support/wait-until.ts'

/** Ready when it has said so: its traps are set by then. */
const READY = { ready: { log: 'ready' } } as const
const FOREVER = 'echo ready; while :; do sleep 0.02; done'

it('L23: a child that ignores SIGTERM gets SIGKILL when shutdown is over', async () => {
  await using run = await faultTree(
    supervisor('s', { children: [sh('a', `trap "" TERM; ${FOREVER}`, { ...READY, shutdown: '1s' })] }),
  )
  await run.tree.stop()
  const [stopping, killing] = [await run.one('child.stopping', 's/a'), await run.one('child.killing', 's/a')]
  expect(stopping).toMatchObject({ signal: 'SIGTERM', timeoutMs: 1000 })
  expect(killing).toMatchObject({ why: 'shutdown_timeout', cause: stopping.seq })
  expect(killing.at - stopping.at).toBeGreaterThan(950)
  expect(killing.at - stopping.at).toBeLessThan(5000)
  expect(run.of('child.exited')).toMatchObject([{ exit: { class: 'abnormal', kind: 'killed' }, cause: killing.seq }])
})

it('L24: children that end at the last moment of shutdown end once each, one way or the other', async () => {
  const children = [280, 290, 295, 300, 305].map((ms) =>
    sh(`a${ms}`, `trap "sleep 0.${ms}; exit 0" TERM; ${FOREVER}`, { ...READY, shutdown: '300ms', dependsOn: [] }),
  )
  await using run = await faultTree(supervisor('s', { children }))
  await run.tree.stop()
  expect(
    run
      .of('child.exited')
      .map(({ path }) => path)
      .toSorted(),
  ).toEqual(children.map(({ id }) => `s/${id}`))
})

it('L25: a child that was stopped by SIGSTOP is woken, answers, and needs no SIGKILL', async () => {
  await using run = await faultTree(supervisor('s', { children: [sh('a', `trap "exit 0" TERM; ${FOREVER}`, READY)] }))
  process.kill(-run.pid('s/a'), 'SIGSTOP')
  await run.tree.stop()
  expect(run.of('child.killing')).toEqual([])
  expect(run.of('child.exited')).toMatchObject([{ exit: { class: 'shutdown', kind: 'exit', code: 0 } }])
})

it('L29: a stop command that hangs is killed, and so is the child, when shutdown is over', async () => {
  using dir = scratch()
  const stopCommand = ['sh', '-c', `echo $$ > ${dir.folder}/command; exec sleep 99`]
  await using run = await faultTree(supervisor('s', { children: [sleeper('a', { stopCommand, shutdown: '500ms' })] }))
  const stopped = run.tree.stop()
  const command = Number(await dir.written('command'))
  expect(isAlive(command)).toBe(true)
  await stopped
  const [stopping, exited] = [await run.one('child.stopping', 's/a'), await run.one('child.exited', 's/a')]
  expect(stopping).toMatchObject({ command: stopCommand, timeoutMs: 500 })
  expect(stopping.signal).toBe(undefined)
  expect(run.of('child.killing')).toMatchObject([{ why: 'shutdown_timeout' }])
  expect(exited).toMatchObject({ exit: { class: 'abnormal', kind: 'killed' } })
  expect(exited.at - stopping.at).toBeLessThan(5000)
  expect(livingInSession(command)).toEqual([])
})

it('L30: with shutdown infinity a child is waited for without a timer, until everything is killed', async () => {
  const kill = new AbortController()
  await using run = await faultTree(
    supervisor('s', { children: [sh('a', `trap "" TERM; ${FOREVER}`, { ...READY, shutdown: 'infinity' })] }),
    { kill: kill.signal },
  )
  const ofMonitor = run.clock.armed()
  const stopped = run.tree.stop()
  expect(await run.one('child.stopping', 's/a')).toMatchObject({ timeoutMs: null })
  expect(run.log.at(-1)?.message).toBe('s/a (1) stopping by SIGTERM, without a limit: s is stopping')
  expect(run.clock.armed()).toBe(ofMonitor)
  kill.abort()
  await stopped
  expect(run.of('child.killing')).toMatchObject([{ why: 'forced' }])
})

it('L34: a member that ignores SIGTERM gets SIGKILL when shutdown is over, though its leader has obeyed', async () => {
  using dir = scratch()
  const line = `sh -c 'trap "" TERM; echo $$ > ${dir.folder}/member; while :; do sleep 0.02; done' &
    trap 'exit 0' TERM; while ! [ -s ${dir.folder}/member ]; do sleep 0.02; done; echo ready; wait`
  await using run = await faultTree(supervisor('s', { children: [sh('a', line, { ...READY, shutdown: '500ms' })] }))
  const member = Number(await dir.written('member'))
  const stopped = run.tree.stop()
  await waitUntil('the leader has obeyed', () => !isAlive(run.pid('s/a')))
  expect(isAlive(member)).toBe(true)
  await stopped
  expect(isAlive(member)).toBe(false)
  expect(run.of('child.killing')).toMatchObject([{ why: 'shutdown_timeout' }])
  expect(run.of('child.exited')).toMatchObject([{ exit: { kind: 'exit', code: 0 } }])
})

it.each([
  ['a shell', (serve: string, _folder: string) => ['sh', '-c', `${serve}; :`]],
  ['npm run', (_serve: string, folder: string) => ['npm', '--prefix', folder, 'run', 'serve']],
] as const)('L35: what %s runs and forwards no signal to stops in time, and nothing is left', async (_, command) => {
  using dir = scratch()
  const port = await freePort()
  const serve = `${process.execPath} ${fixture('listens')} ${port}`
  writeFileSync(join(dir.folder, 'package.json'), JSON.stringify({ scripts: { serve: `${serve}; :` } }))
  const [program = '', ...args] = command(serve, dir.folder)
  const wrapped = { id: 'a', command: program, args, ready: { tcp: port }, shutdown: '20s' } as const
  await using run = await faultTree(supervisor('s', { children: [wrapped] }))
  expect(livingInSession(run.pid('s/a')).length).toBeGreaterThan(1)
  await run.tree.stop()
  expect(run.of('child.killing')).toEqual([])
  expect(run.of('child.exited')).toMatchObject([{ requested: true }])
})
