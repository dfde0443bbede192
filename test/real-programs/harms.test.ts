// Each real program is killed, frozen, flooded and starved, and what it is used for goes on, or comes back.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { supervisor, type WorkerSpec } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { faultTree, scratch } from '../support/fault-tree.ts'
import { KINDS } from './programs.ts'

const LONG = { timeout: 120_000 }
const tree = (...children: readonly WorkerSpec[]) =>
  supervisor('s', { intensity: 20, period: '1m', monitorInterval: '200ms', children })

/** Starts a program, does harm to it, and hands on what the test looks at. */
async function withProgram(
  kind: (typeof KINDS)[number],
  more: Partial<WorkerSpec>,
  act: (of: Program) => Promise<void>,
) {
  using dir = scratch()
  const { spec, ask } = await kind.make(dir.folder)
  await using run = await faultTree(tree({ ...spec, ...more }))
  const path = `s/${spec.id}`
  await run.one('child.healthy', path)
  await act({ run, path, ask })
}
type Program = {
  readonly run: Awaited<ReturnType<typeof faultTree>>
  readonly path: string
  readonly ask: () => Promise<unknown>
}

/** One process for each core that does nothing but work. */
const hogs = (): readonly ChildProcess[] =>
  Array.from({ length: availableParallelism() }, () => spawn('sh', ['-c', 'while :; do :; done']))

const end = async (processes: readonly ChildProcess[]): Promise<void> => {
  const ends = processes.map((each) => once(each, 'exit'))
  for (const each of processes) each.kill('SIGKILL')
  await Promise.all(ends)
}

describe.each(KINDS)('$name', (kind) => {
  it.skipIf(!kind.isThere)('that is killed answers again', LONG, () =>
    withProgram(kind, {}, async ({ run, path, ask }) => {
      process.kill(run.pid(path), 'SIGKILL')
      await run.nth(2, 'child.started', path)
      await ask()
      expect(run.of('child.exited', path)).toMatchObject([{ exit: { kind: 'signal', signal: 'SIGKILL' } }])
    }),
  )

  it.skipIf(!kind.isThere)('that is frozen is found unhealthy, and answers again', LONG, () =>
    withProgram(kind, { shutdown: '10s' }, async ({ run, path, ask }) => {
      process.kill(-run.pid(path), 'SIGSTOP')
      await run.one('child.unhealthy', path)
      await run.nth(2, 'child.started', path)
      await ask()
      expect(run.of('child.exited', path)).toMatchObject([{ exit: { kind: 'unhealthy' }, requested: false }])
    }),
  )

  it.skipIf(!kind.isThere)('that is flooded with requests answers them all, and is never taken for ill', LONG, () =>
    withProgram(kind, {}, async ({ run, path, ask }) => {
      for (let round = 0; round < 5; round += 1) await Promise.all(Array.from({ length: 20 }, ask))
      expect(run.of('child.unhealthy')).toEqual([])
      expect(run.of('child.exited', path)).toEqual([])
    }),
  )

  it.skipIf(!kind.isThere)('that is starved of CPU is not restarted for it, and answers', LONG, () =>
    withProgram(kind, { nice: 19 }, async ({ run, path, ask }) => {
      const processes = hogs()
      try {
        for (let asked = 0; asked < 10; asked += 1) await ask()
      } finally {
        await end(processes)
      }
      await ask()
      expect(run.of('child.exited', path)).toEqual([])
    }),
  )

  it.skipIf(!kind.isThere)(
    'that is starved of memory is ended by its limit, and answers when it is given more',
    LONG,
    async () => {
      using dir = scratch()
      const { spec, ask } = await kind.make(dir.folder)
      await using run = await faultTree(tree())
      const path = `s/${spec.id}`
      const started = run.tree.startChild('s', { ...spec, limits: { memory: '100kB' } })
      await run.one('child.over_limit', path)
      // It may have been ready for a moment, or never: then it has left the list.
      await started
      await run.tree.terminateChild(path)
      await run.tree.deleteChild(path)
      expect(await run.tree.startChild('s', spec)).toMatchObject({ ok: true })
      await ask()
    },
  )
})
