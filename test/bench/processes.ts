// Real processes, against bare spawn of the same program in the same run.
import { BareSpawn } from './bare-spawn.ts'
import { against, type Figure, type Question } from './figure.ts'
import { inTurn, timed } from './measure.ts'
import { RealTree } from './real-tree.ts'
import { longestStallMs } from './stall.ts'

const CHILDREN = 200
const COMMAND = ['sleep', '1000'] as const

const START: Question = {
  name: 'start of 200 processes',
  measures: 'From the spec to the last child that is ready, each started when the one before is; bare: all at once.',
  unit: 'ms',
}
const BACK: Question = {
  name: '200 processes killed and back',
  measures: 'SIGKILL to all, until the last runs again; bare: each is spawned again on its exit.',
  unit: 'ms',
}
const STOP: Question = {
  name: 'ordered stop of 200 processes',
  measures: 'SIGTERM one after the other, the last first, each when the one after it is down; bare: the same.',
  unit: 'ms',
}
const ONE: Question = {
  name: 'one restart',
  measures: 'From kill -9 of a child to the new process; median of 40.',
  unit: 'ms',
}
const DEAF = {
  measures: 'How long at worst the event loop does not turn, so that nothing is heard; median of 3.',
  unit: 'ms',
  bar: 20,
} as const
const DEAF_START: Question = { ...DEAF, name: 'longest stall, start of 200' }
const DEAF_BACK: Question = { ...DEAF, name: 'longest stall, 200 killed and back' }

export async function benchProcesses(): Promise<readonly Figure[]> {
  return [...(await benchMany()), ...(await benchOne()), ...(await benchStalls())]
}

const againstBare = against('bare spawn')

const benchMany = async (): Promise<readonly Figure[]> => {
  let tree: RealTree
  const bare = new BareSpawn(COMMAND)
  const took = await inTurn(
    { warm: 1, counted: 5 },
    {
      bareStart: () => timed(() => bare.start(CHILDREN)),
      bareBack: () => timed(() => bare.bringBack()),
      bareStop: () => timed(() => bare.stop()),
      start: () => timed(async () => (tree = await RealTree.start(COMMAND, CHILDREN))),
      back: () => timed(() => tree.bringBack()),
      stop: () => timed(() => tree.stop()),
    },
  )
  return [
    againstBare(START, took.start, took.bareStart),
    againstBare(BACK, took.back, took.bareBack),
    againstBare(STOP, took.stop, took.bareStop),
  ]
}

const benchOne = async (): Promise<readonly Figure[]> => {
  const tree = await RealTree.start(COMMAND, 1)
  const bare = new BareSpawn(COMMAND)
  await bare.start(1)
  const took = await inTurn(
    { warm: 5, counted: 40 },
    { tree: () => timed(() => tree.replaceOne()), bare: () => timed(() => bare.replaceOne()) },
  )
  await Promise.all([tree.stop(), bare.stop()])
  return [againstBare(ONE, took.tree, took.bare)]
}

const benchStalls = async (): Promise<readonly Figure[]> => {
  let tree: RealTree
  const bare = new BareSpawn(COMMAND)
  const longest = await inTurn(
    { warm: 0, counted: 3 },
    {
      bareStart: () => longestStallMs(() => bare.start(CHILDREN)),
      bareBack: () => longestStallMs(() => bare.bringBack()),
      start: () => longestStallMs(async () => (tree = await RealTree.start(COMMAND, CHILDREN))),
      back: () => longestStallMs(() => tree.bringBack()),
      stop: () => longestStallMs(() => Promise.all([tree.stop(), bare.stop()])),
    },
  )
  return [
    againstBare(DEAF_START, longest.start, longest.bareStart),
    againstBare(DEAF_BACK, longest.back, longest.bareBack),
  ]
}
