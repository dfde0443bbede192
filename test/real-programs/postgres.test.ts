// PostgreSQL under the worst that happens to it: its postmaster is killed while a query is busy. Each of its processes has a
// session of its own, so nothing that the leader leaves behind can be found; and as long as one of them lives it holds the
// shared memory, and no new postmaster starts.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { supervisor } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { faultTree, scratch } from '../support/fault-tree.ts'
import { waitUntil } from '../support/wait-until.ts'
import { KINDS, postgresIn } from './programs.ts'

const isThere = KINDS.some(({ name, isThere: has }) => name === 'postgresql' && has)

describe.runIf(isThere)('postgresql', () => {
  it('that gets kill -9 with a busy query comes back by its back-off, with what was committed', {
    timeout: 120_000,
  }, async () => {
    using dir = scratch()
    const { spec, psql, client } = await postgresIn(dir.folder)
    const tree = supervisor('s', { intensity: 100, period: '1m', children: [spec] })
    await using run = await faultTree(tree)
    psql('create table visits (n int); insert into visits values (41)')
    const sql = 'select sum(n) from generate_series(1, 20000000) n'
    const busy = spawn('psql', [...client, '-Atc', sql], { stdio: 'ignore' })
    await waitUntil('the query is at work', () =>
      psql(`select count(*) from pg_stat_activity where query = '${sql}'`).startsWith('1'),
    )
    process.kill(run.pid('s/postgres'), 'SIGKILL')
    await run.nth(2, 'child.started', 's/postgres')
    expect(psql('update visits set n = n + 1 returning n')).toContain('42')
    if (busy.exitCode === null && busy.signalCode === null) await once(busy, 'exit')
    expect(run.of('supervisor.gave_up')).toEqual([])
    await run.tree.stop()
    expect(run.of('child.exited').at(-1)).toMatchObject({ exit: { class: 'shutdown', kind: 'exit', code: 0 } })
    expect(run.of('child.killing')).toEqual([])
  })
})
