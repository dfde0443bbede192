// What a child and a supervisor weigh, and whether a tree that works for a long time grows.
import { checkSpec, supervisor, worker } from '@otp-sup/core'
import type { Figure } from './figure.ts'
import { retainedBytes } from './measure.ts'
import { CRASH, letTimePass, pathsBelow, type VirtualTree, virtualTree, workers } from './virtual-tree.ts'

export async function benchMemory(): Promise<readonly Figure[]> {
  const weights = [...(await childBytes()), await supervisorBytes()]
  return [...weights, await restartGrowth(), await escalationGrowth(), await idGrowth()]
}

/** Bytes of each thing more: what does not depend on their number, such as the memory for causes, falls out. */
const bytesEach = async (
  counts: readonly [few: number, many: number],
  make: (count: number) => Promise<unknown>,
): Promise<number> => {
  const [few, many] = counts
  // All of them are held to the end: one that goes in between would be taken off the weight of the next.
  const made: unknown[] = []
  const weigh = async (count: number): Promise<number> => {
    const before = await retainedBytes()
    made.push(await make(count))
    return (await retainedBytes()) - before
  }
  await weigh(few / 10)
  const each = (-(await weigh(few)) + (await weigh(many))) / (many - few)
  made.length = 0
  return each
}

const rested = async (made: Promise<VirtualTree>): Promise<VirtualTree> => {
  letTimePass(await made)
  return made
}

const childBytes = async (): Promise<readonly Figure[]> => {
  const specs = workers(20_000)
  const counts = [10_000, 20_000] as const
  const tree = (count: number) => rested(virtualTree({ children: specs.slice(0, count) }))
  const checked = async (count: number) => checkSpec(supervisor('s', { children: specs.slice(0, count) }), { cwd: '/' })
  const row = async (count: number) => new Map(specs.slice(0, count).map((_, index) => [`c${index}`, { pid: index }]))
  const baseline = { name: 'an object in a Map', value: await bytesEach(counts, row) }
  return [
    {
      name: 'bytes per child',
      measures: 'Retained heap of a running child: checked spec, row, handle, virtual process (20,000 against 10,000).',
      value: await bytesEach(counts, tree),
      unit: 'B',
      bar: 1000,
      baseline,
    },
    {
      name: 'bytes per child, spec alone',
      measures: 'Of these, what checking makes of a worker with a command and nothing else.',
      value: await bytesEach(counts, checked),
      unit: 'B',
      baseline,
    },
  ]
}

const supervisorBytes = async (): Promise<Figure> => {
  const nested = (count: number) => Array.from({ length: count }, (_, index) => supervisor(`n${index}`, {}))
  const specs = nested(4000)
  return {
    name: 'bytes per supervisor',
    measures: 'Retained heap of a running nested supervisor without children (4,000 against 2,000).',
    value: await bytesEach([2000, 4000], (count) => rested(virtualTree({ children: specs.slice(0, count) }))),
    unit: 'B',
    bar: 6000,
  }
}

/** Growth of the heap in kB over `times` acts, after a fifth of them that do not count. */
const growthOf = async (made: VirtualTree, times: number, act: (index: number) => unknown): Promise<number> => {
  const run = async (from: number, to: number): Promise<number> => {
    for (let index = from; index < to; index++) {
      await act(index)
      if (index % 100 === 99) letTimePass(made)
    }
    letTimePass(made)
    return retainedBytes()
  }
  const before = await run(0, times / 5)
  const after = await run(times / 5, times / 5 + times)
  await made.tree.stop()
  return (after - before) / 1000
}

const restartGrowth = async (): Promise<Figure> => {
  const made = await virtualTree({ children: workers(100) })
  const paths = pathsBelow('s', 100)
  const crash = (index: number) => made.launcher.exit(paths[index % 100] as string, CRASH)
  return {
    name: 'heap growth over 100,000 restarts',
    measures: 'Of 100 children of one supervisor, each restarted 1,000 times. A byte a restart would be 100 kB.',
    value: await growthOf(made, 100_000, crash),
    unit: 'kB',
    bar: 100,
  }
}

const escalationGrowth = async (): Promise<Figure> => {
  const children = [supervisor('n', { intensity: 0, children: workers(10) })]
  const made = await virtualTree({ children })
  return {
    name: 'heap growth over 10,000 escalations',
    measures: 'A nested supervisor of 10 gives up and is restarted. 324 bytes an actor id (xstate) would be 3,240 kB.',
    value: await growthOf(made, 10_000, () => made.launcher.exit('s/n/c5', CRASH)),
    unit: 'kB',
    bar: 100,
  }
}

const idGrowth = async (): Promise<Figure> => {
  const made = await virtualTree({ children: workers(10) })
  const comeAndGo = async (index: number): Promise<void> => {
    const id = `d${index}`
    await made.tree.startChild('s', worker(id, { command: ['run'] }))
    await made.tree.terminateChild(`s/${id}`)
    await made.tree.deleteChild(`s/${id}`)
  }
  return {
    name: 'heap growth over 10,000 new ids',
    measures: 'A child of an id never used before is added, stopped and deleted. 100 bytes an id would be 1,000 kB.',
    value: await growthOf(made, 10_000, comeAndGo),
    unit: 'kB',
    bar: 100,
  }
}
