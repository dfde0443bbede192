// Reloads of real processes: who is the same keeps its process, who is gone leaves none.
import { type SupervisionEvent, type SupervisorSpec, start, supervisor, worker } from '@otp-sup/core'
import { virtualTree } from '@otp-sup/core/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anySpec } from '../support/any-reload.ts'
import { isAlive } from '../support/processes.ts'
import { waitUntil } from '../support/wait-until.ts'

type Written = { readonly children?: readonly Written[]; readonly command?: readonly string[]; readonly ready?: object }

/** The same tree, of programs that exist. */
const real = (spec: Written): Written => {
  if (spec.children !== undefined) return { ...spec, children: spec.children.map(real) }
  if (spec.ready !== undefined) return { ...spec, command: ['sh', '-c', `true ${spec.command?.join(' ')}`] }
  return { ...spec, command: ['sleep', spec.command?.[0] === 'one' ? '1000' : '2000'] }
}

/** Watches which process each path has, and which are left. */
const watched = () => {
  const pids = new Map<string, number>()
  const all: number[] = []
  const onEvent = (event: SupervisionEvent): void => {
    if (event.type === 'child.spawned') {
      pids.set(event.path, event.pid)
      all.push(event.pid)
    }
    if (event.type === 'child.exited') pids.delete(event.path)
  }
  return { onEvent, pids, all }
}

it('50 random reloads: the tree is that of its last spec, who did not change kept its process, and nobody is left', async () => {
  const specs = fc.sample(anySpec, { numRuns: 51, seed: 18 }).map((spec) => real(spec as Written) as SupervisorSpec)
  const [first, ...others] = specs as [SupervisorSpec, ...SupervisorSpec[]]
  const { onEvent, pids, all } = watched()
  const tree = await start(first, { onEvent })
  for (const spec of others) {
    const before = new Map(pids)
    const result = await tree.reload(spec)
    expect(result).toMatchObject({ ok: true })
    const leaves = virtualTree(spec)
      .running()
      .filter((path) => path !== 's' && path !== 's/sub')
    expect([...pids.keys()].toSorted()).toEqual(leaves.toSorted())
    const touched = !result.ok
      ? []
      : result.value.flatMap((change) =>
          change.change === 'restarted'
            ? [change.path, ...change.takesAlong]
            : change.change === 'in_place'
              ? []
              : [change.path],
        )
    for (const [path, pid] of before) {
      if (touched.some((each) => path === each || path.startsWith(`${each}/`))) continue
      expect([path, pids.get(path)]).toEqual([path, pid])
    }
    expect(new Set(all.filter(isAlive))).toEqual(new Set(pids.values()))
  }
  await tree.stop()
  expect(all.filter(isAlive)).toEqual([])
}, 120_000)

describe('in place', () => {
  const deaf = (options: object): SupervisorSpec =>
    supervisor('s', {
      monitorInterval: '50ms',
      children: [
        worker('a', {
          command: ['sh', '-c', `trap 'exit 3' USR1; trap '' TERM; echo up; while :; do sleep 0.05; done`],
          ready: { log: 'up' },
          shutdown: '1h',
          successCodes: [3],
          ...options,
        } as never),
      ],
    })

  it('another stop signal is the one that the process gets', async () => {
    const { onEvent, pids } = watched()
    const tree = await start(deaf({}), { onEvent })
    const pid = pids.get('s/a')
    expect(await tree.reload(deaf({ stopSignal: 'SIGUSR1' }))).toMatchObject({ value: [{ change: 'in_place' }] })
    expect(pids.get('s/a')).toBe(pid)
    await tree.stop()
    expect(isAlive(pid ?? 0)).toBe(false)
  })

  it('health and limits that are new are kept from now on', async () => {
    for (const options of [
      { health: { exec: ['false'], every: '50ms', failures: 1 } },
      { limits: { memory: '1kB' } },
    ]) {
      const exits: SupervisionEvent[] = []
      const onEvent = (event: SupervisionEvent): void => void (event.type === 'child.exited' && exits.push(event))
      const tree = await start(deaf({ stopSignal: 'SIGUSR1' }), { onEvent })
      expect(await tree.reload(deaf({ stopSignal: 'SIGUSR1', ...options }))).toMatchObject({ ok: true })
      await waitUntil('it is ended for that', () => exits.length > 0)
      expect(exits[0]).toMatchObject({ exit: { kind: 'health' in options ? 'unhealthy' : 'memory_limit' } })
      await tree.stop()
    }
  })
})
