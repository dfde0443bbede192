// Rows L31 to L37 of the fault catalogue: what processes leave behind when they end, or while they live.
import { supervisor } from '@otp-sup/core'
import { expect, it } from 'vitest'
import { faultTree, first, scratch, sh, sleeper } from '../support/fault-tree.ts'
import { isAlive, livingInSession } from '../support/processes.ts'
import { waitUntil } from '../support/wait-until.ts'

it('L31: a child that closes its output lives on', async () => {
  using dir = scratch()
  const log = { stdout: { file: `${dir.folder}/log` }, stderr: { file: `${dir.folder}/log` } }
  const children = [
    sh('a', `exec >&- 2>&-; echo up > ${dir.folder}/up; exec sleep 1000`, { log }),
    sleeper('b', { dependsOn: [] }),
  ]
  await using run = await faultTree(supervisor('s', { children }))
  await dir.written('up')
  // Meanwhile another one goes through an end and a start.
  process.kill(run.pid('s/b'), 'SIGKILL')
  await run.nth(2, 'child.started', 's/b')
  expect(run.of('child.exited', 's/a')).toEqual([])
  expect(await run.tree.restartChild('s/a')).toEqual({ ok: false, error: 'running' })
})

it('L32: a child whose output is held open by an orphan in another session is restarted all the same', async () => {
  using dir = scratch()
  const log = { stdout: { file: `${dir.folder}/log` } }
  const line = first(
    `setsid sh -c 'echo $$ > ${dir.folder}/orphan; exec sleep 1000' & while ! [ -s ${dir.folder}/orphan ]; do sleep 0.02; done; exit 1`,
  )
  await using run = await faultTree(supervisor('s', { children: [sh('a', line, { log })] }))
  const orphan = Number(await dir.written('orphan'))
  try {
    await run.nth(2, 'child.started', 's/a')
    // Its session is its own: it has left the worker.
    expect(isAlive(orphan)).toBe(true)
  } finally {
    process.kill(orphan, 'SIGKILL')
  }
})

it('L33: what a child that exits with 0 leaves in its group is gone before it is started again', async () => {
  using dir = scratch()
  const line = first(`sleep 1000 & echo $! > ${dir.folder}/member; exit 0`)
  const living: boolean[] = []
  let member = Number.NaN
  await using run = await faultTree(supervisor('s', { children: [sh('a', line)] }), {
    onEvent: (event) => {
      if (event.type === 'child.starting' && event.incarnation === 2) living.push(isAlive(member))
    },
  })
  member = Number(await dir.written('member'))
  await run.nth(2, 'child.started', 's/a')
  expect(run.of('child.exited')).toMatchObject([{ exit: { class: 'normal', code: 0 } }])
  expect(isAlive(member)).toBe(false)
  expect(living).toEqual([false])
})

it('L36: a child that makes a daemon of itself has ended, by its own code; the daemon is not taken for it', async () => {
  using dir = scratch()
  const line = first(
    `setsid sh -c 'echo $$ > ${dir.folder}/daemon; exec sleep 1000' & while ! [ -s ${dir.folder}/daemon ]; do sleep 0.02; done; exit 0`,
  )
  await using run = await faultTree(supervisor('s', { children: [sh('a', line)] }))
  const daemon = Number(await dir.written('daemon'))
  try {
    const again = await run.nth(2, 'child.started', 's/a')
    expect(run.of('child.exited')).toMatchObject([{ exit: { class: 'normal', kind: 'exit', code: 0 } }])
    expect(again.pid).not.toBe(daemon)
  } finally {
    process.kill(daemon, 'SIGKILL')
  }
})

it('L37: a group that forks and forks is killed until nobody is left', async () => {
  // 63 shells, deaf to SIGTERM, each of which starts processes without an end.
  const bomb = `trap "" TERM; b() { if [ $1 -gt 0 ]; then b $(($1-1)) & b $(($1-1)) & fi; while :; do sleep 0.01; done; }
    b 5 & echo ready; wait`
  await using run = await faultTree(
    supervisor('s', { children: [sh('a', bomb, { ready: { log: 'ready' }, shutdown: '100ms' })] }),
  )
  await waitUntil('it has forked', () => livingInSession(run.pid('s/a')).length > 60)
  await run.tree.stop()
  const [killing, exited] = [await run.one('child.killing', 's/a'), await run.one('child.exited', 's/a')]
  expect(exited.at - killing.at).toBeLessThan(5000)
}, 60_000)
