// After a reload the running tree equals the file, whatever the two specs; and who is the same in both has kept its pid.
import { type SpecChange, type SupervisorSpec, supervisor, worker } from '@otp-sup/core'
import { simulate, type VirtualTree, virtualTree } from '@otp-sup/core/testing'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyLastingSpec, anySpec } from '../support/any-reload.ts'

// The machine may be busy.
const DEADLINE = { timeout: 240_000 }

const SUPERVISORS = ['s', 's/sub'] as const

/** All that can be asked of a tree: who is up, who is listed in which order, with which spec. */
const asked = (tree: VirtualTree): unknown =>
  SUPERVISORS.map((path) => {
    const children = tree.whichChildren(path)
    if (!children.ok) return children
    const specs = children.value.map(({ id }) => tree.getChildSpec(`${path}/${id}`))
    return [children.value, specs]
  })

/** Who runs, by pid. */
const pids = (tree: VirtualTree): ReadonlyMap<string, number> => {
  const running = new Set(tree.running())
  return new Map(
    tree.events.flatMap((event) =>
      event.type === 'child.spawned' && running.has(event.path) ? [[event.path, event.pid] as const] : [],
    ),
  )
}

/** Paths that a reload stops, each with all below it. */
const touchedBy = (changes: readonly SpecChange[]): readonly string[] =>
  changes.flatMap((change) => {
    if (change.change === 'restarted') return [change.path, ...change.takesAlong]
    return change.change === 'removed' || change.change === 'added' ? [change.path] : []
  })

const expectEqual = (tree: VirtualTree, spec: SupervisorSpec): void => {
  const fresh = virtualTree(spec)
  expect(tree.running()).toEqual(fresh.running())
  expect(asked(tree)).toEqual(asked(fresh))
}

it('a tree that has been reloaded is the tree of its file, and who did not change kept its pid', DEADLINE, () => {
  fc.assert(
    fc.property(anySpec, fc.array(anySpec, { minLength: 1, maxLength: 3 }), (first, specs) => {
      const tree = virtualTree(first)
      for (const spec of specs) {
        const before = pids(tree)
        const result = tree.reload(spec)
        if (!result.ok) throw new Error(JSON.stringify(result))
        expectEqual(tree, spec)
        const touched = touchedBy(result.value)
        for (const [path, pid] of pids(tree)) {
          const isTouched = touched.some((each) => path === each || path.startsWith(`${each}/`))
          if (isTouched) expect([path, before.get(path)]).not.toEqual([path, pid])
          else expect([path, before.get(path)]).toEqual([path, pid])
        }
      }
      expect(tree.events.filter(({ type }) => type === 'supervisor.restarting')).toEqual([])
    }),
    { numRuns: 1000 },
  )
})

it('a reload that fails leaves the tree of the file before', DEADLINE, () => {
  const path = fc.constantFrom('s/a', 's/b', 's/c', 's/sub/a', 's/sub/b')
  fc.assert(
    fc.property(anySpec, anySpec, path, (first, spec, failing) => {
      const tree = virtualTree(first)
      const before = pids(tree)
      tree.failStart(failing)
      const result = tree.reload(spec)
      if (result.ok) {
        expectEqual(tree, spec)
        return
      }
      expect(result).toMatchObject({ error: 'start_failed', path: failing })
      expectEqual(tree, first)
      const stopped = new Set(tree.events.filter(({ type }) => type === 'child.exited').map((event) => event.path))
      for (const [each, pid] of pids(tree))
        if (!stopped.has(each)) expect([each, pid]).toEqual([each, before.get(each)])
    }),
    { numRuns: 1000 },
  )
})

const allLeaves = (): SupervisorSpec => {
  const leaves = ['a', 'b', 'c', 'd', 'e'].map((id) => worker(id, { command: ['one', id] }))
  return supervisor('s', {
    intensity: 1000,
    children: [...leaves, supervisor('sub', { intensity: 1000, children: leaves })],
  })
}

const leafPath = fc.constantFrom('s/a', 's/b', 's/c', 's/d', 's/e', 's/sub/a', 's/sub/b', 's/sub/c')
const anyTrouble = fc.oneof(
  fc.record({ exit: leafPath }),
  fc.record({ failStart: leafPath, times: fc.integer({ min: 1, max: 2 }) }),
  fc.record({ ignoreStop: leafPath }),
  fc.record({ startTakes: leafPath, duration: fc.constantFrom('500ms', '3s') }),
)

it('reloads that come in the middle of rounds, and two at once, are taken one after the other', DEADLINE, () => {
  const steps = fc.array(fc.tuple(fc.constantFrom(0, 100, 700), fc.oneof(anyTrouble, anyLastingSpec)), {
    maxLength: 12,
  })
  fc.assert(
    fc.property(anyLastingSpec, steps, anyLastingSpec, (first, some, last) => {
      const all = allLeaves()
      let at = 1000
      const timed = some.map(([later, step]) => ({
        at: `${(at += later)}ms`,
        ...('children' in step ? { call: 'reload', spec: step, rollback: false } : step),
      }))
      // Every path that a step may name is one that some spec has.
      const begun = [{ at: '1s', call: 'reload', spec: all, rollback: false }]
      const end = { call: 'reload', spec: last, rollback: false }
      const { events, end: simulated } = simulate(first, { until: '10m', steps: [...begun, ...timed, end] } as never)
      expect(simulated.running).toEqual(virtualTree(last).running())
      const calls = events.flatMap((event) =>
        (event.type === 'call.received' || event.type === 'call.answered') && event.call === 'reload' ? [event] : [],
      )
      const received = calls.filter(({ type }) => type === 'call.received').map(({ seq }) => seq)
      expect(calls.filter(({ type }) => type === 'call.answered').map(({ cause }) => cause)).toEqual(received)
    }),
    { numRuns: 1000 },
  )
})
