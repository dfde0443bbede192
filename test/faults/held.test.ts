// Rows L27 and L28 of the fault catalogue: processes that do not end though they got SIGKILL. A disk that does not answer
// is hard to come by; a tracer that takes no notice of the end of what it traces does the same to a parent: no exit comes.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { supervisor } from '@otp-sup/core'
import { afterAll, describe, expect, it } from 'vitest'
import { countedClock } from '../support/counted-clock.ts'
import { faultTree, scratch, sleeper } from '../support/fault-tree.ts'
import { exists, isAlive } from '../support/processes.ts'
import { waitUntil } from '../support/wait-until.ts'

const TRACER = `
  #include <stdio.h>
  #include <stdlib.h>
  #include <sys/ptrace.h>
  #include <unistd.h>
  int main(int count, char **args) {
    if (ptrace(PTRACE_SEIZE, atoi(args[1]), 0, 0) != 0) { perror("ptrace"); return 1; }
    puts("holds");
    fflush(stdout);
    for (;;) pause();
  }`

const dir = scratch()
afterAll(() => dir[Symbol.dispose]())
const tracer = join(dir.folder, 'tracer')

const compiles = (): boolean => {
  if (process.platform !== 'linux') return false
  writeFileSync(`${tracer}.c`, TRACER)
  return spawnSync('cc', ['-o', tracer, `${tracer}.c`]).status === 0
}

/** Null where this user may not trace. */
const hold = async (pid: number): Promise<ChildProcess | null> => {
  const holder = spawn(tracer, [String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] })
  const [said] = (await Promise.race([once(holder.stdout, 'data'), once(holder, 'exit')])) as [unknown]
  return String(said).startsWith('holds') ? holder : null
}

describe.runIf(compiles())('a process that a tracer holds (needs cc)', () => {
  it('L27: is waited for without a limit, named in the log every 10 s, and others go on', async ({ skip }) => {
    const clock = countedClock({ timeShare: 0.01 })
    const children = [sleeper('held', { shutdown: '1s' }), sleeper('other', { dependsOn: [] })]
    await using run = await faultTree(supervisor('s', { children }), { clock })
    const pid = run.pid('s/held')
    const holder = await hold(pid)
    if (holder === null) return skip('this user may not trace')
    const terminated = run.tree.terminateChild('s/held')
    const named = () => run.log.filter(({ message, event }) => event === null && message.includes('still waited for'))
    await waitUntil('it was named three times', () => named().length >= 3)
    expect(run.of('child.killing', 's/held')).toMatchObject([{ why: 'shutdown_timeout' }])
    expect(named()[0]).toMatchObject({
      level: 'error',
      message: expect.stringMatching(
        new RegExp(`^s/held got SIGKILL \\d+ s ago and is still waited for: pid ${pid} \\(sleep\\), state [ZtT], `),
      ) as string,
    })
    process.kill(run.pid('s/other'), 'SIGKILL')
    await run.nth(2, 'child.started', 's/other')
    expect(run.of('child.exited', 's/held')).toEqual([])
    expect(run.of('child.starting', 's/held')).toHaveLength(1)
    holder.kill('SIGKILL')
    expect(await terminated).toEqual({ ok: true, value: null })
    expect(run.of('child.exited', 's/held')).toMatchObject([{ exit: { kind: 'killed' } }])
  })

  it('L28: is not started again before its tracer has let it go', async ({ skip }) => {
    await using run = await faultTree(supervisor('s', { children: [sleeper('held')] }))
    const pid = run.pid('s/held')
    const holder = await hold(pid)
    if (holder === null) return skip('this user may not trace')
    process.kill(pid, 'SIGKILL')
    await waitUntil('it is dead', () => run.of('child.exited').length === 0 && isHeldDead(pid))
    expect(run.of('child.starting')).toHaveLength(1)
    holder.kill('SIGKILL')
    await run.nth(2, 'child.started', 's/held')
    expect(run.of('child.exited')).toMatchObject([{ exit: { kind: 'signal', signal: 'SIGKILL' }, requested: false }])
  })
})

const isHeldDead = (pid: number): boolean => exists(pid) && !isAlive(pid)
