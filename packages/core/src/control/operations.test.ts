import { expect, it } from 'vitest'
import type { ControlledTree } from '../controlled.ts'
import { carryOut } from './operations.ts'

/** A tree whose children take a turn to stop and to start, and what was done in it. */
const treeOf = (dependents: (path: string) => readonly string[]) => {
  const done: string[] = []
  const doing = (what: string, value: unknown) => async (path: string) => {
    done.push(`${what} ${path}`)
    await new Promise(setImmediate)
    done.push(`${path}: ${what} is over`)
    return { ok: true, value }
  }
  const calls = { terminateChild: doing('stop', null), restartChild: doing('start', { pid: 1, incarnation: 2 }) }
  const tree = { status: () => [], listen: () => () => {}, calls, dependentsOf: dependents }
  return { tree: tree as unknown as ControlledTree, done }
}
const order = (done: readonly string[], what: string): readonly string[] =>
  done.filter((each) => each.startsWith(`${what} `)).map((each) => each.slice(what.length + 1))

const DEPENDENTS: Readonly<Record<string, readonly string[]>> = {
  a: ['b', 'c', 'd', 'e'],
  b: ['d'],
  c: ['d'],
}
const plan = { paths: ['a', 'b', 'c', 'd', 'e'], now: false, leftAlone: [] }

it('a restart stops each when all that depend on it are down, and starts it when all that it needs are up', async () => {
  const { tree, done } = treeOf((path) => DEPENDENTS[path] ?? [])
  const { results } = await carryOut(tree, { operation: 'restart', ...plan })
  expect(results.map(({ path }) => path)).toEqual(plan.paths)
  const at = (what: string): number => done.indexOf(what)
  for (const [path, all] of Object.entries(DEPENDENTS))
    for (const each of all) {
      expect(at(`stop ${path}`)).toBeGreaterThan(at(`${each}: stop is over`))
      expect(at(`start ${each}`)).toBeGreaterThan(at(`${path}: start is over`))
    }
})

it('a row of thousands is stopped from its end, one after the other', async () => {
  const row = Array.from({ length: 3000 }, (_, index) => `s/${index}`)
  const { tree, done } = treeOf((path) => row.slice(Number(path.slice(2)) + 1))
  await carryOut(tree, { operation: 'stop', paths: row, now: false, leftAlone: [] })
  expect(order(done, 'stop')).toEqual(row.toReversed())
})
