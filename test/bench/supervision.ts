// Ten thousand children of one supervisor, in virtual time: boot, restart storms, a round of one_for_all, ordered stop.
import { BareLoop } from './bare-loop.ts'
import { against, type Figure, type Question } from './figure.ts'
import { inTurn, timed } from './measure.ts'
import { CRASH, letTimePass, pathsBelow, type VirtualTree, virtualTree, workers } from './virtual-tree.ts'

const CHILDREN = 10_000
const ROUNDS = { warm: 2, counted: 7 }
const paths = pathsBelow('s', CHILDREN)
const ids = paths.map((path) => path.slice(2))
const children = workers(CHILDREN)

const STORM: Question = {
  name: 'restart storm of 10,000',
  measures: 'Each child of one supervisor crashes once and is restarted, one after the other; warm median.',
  unit: 'ms',
  bar: 250,
}
const AT_ONCE: Question = {
  name: 'restart storm of 10,000, at once',
  measures: 'All 10,000 exits are in the mailbox before the first of them is taken; warm median.',
  unit: 'ms',
  bar: 250,
}
const ROUND: Question = {
  name: 'one_for_all round of 10,000',
  measures: 'One of 10,000 crashes: the others stop in reverse order, all start in order; warm median.',
  unit: 'ms',
}
const BOOT: Question = {
  name: 'boot of 10,000',
  measures: 'From the spec as users write it to the last child that is ready, the check of the spec included.',
  unit: 'ms',
}
const STOP: Question = {
  name: 'ordered stop of 10,000',
  measures: 'From stop() to the end of the tree: each child is asked when the one after it is down.',
  unit: 'ms',
}

export async function benchSupervision(): Promise<readonly Figure[]> {
  return [...(await benchRestarts()), ...(await benchLife())]
}

const againstLoop = against('a hand-written loop')

const benchRestarts = async (): Promise<readonly Figure[]> => {
  const ones = await virtualTree({ children })
  const group = await virtualTree({ strategy: 'one_for_all', children })
  const loop = new BareLoop(ids)
  const took = await inTurn(ROUNDS, {
    storm: () => timedLater(ones, () => crashInTurn(ones)),
    loopStorm: () => timed(() => loop.storm()),
    atOnce: () => timedLater(ones, () => crashAtOnce(ones)),
    round: () => timedLater(group, () => group.launcher.exit('s/c0', CRASH)),
    loopRound: () => timed(() => loop.round()),
  })
  await Promise.all([ones.tree.stop(), group.tree.stop()])
  return [
    againstLoop(STORM, took.storm, took.loopStorm),
    againstLoop(AT_ONCE, took.atOnce, took.loopStorm),
    againstLoop(ROUND, took.round, took.loopRound),
  ]
}

const benchLife = async (): Promise<readonly Figure[]> => {
  let made: VirtualTree
  let loop: BareLoop
  const took = await inTurn(ROUNDS, {
    boot: () => timed(async () => (made = await virtualTree({ children }))),
    stop: () => timed(() => made.tree.stop()),
    loopBoot: () => timed(() => (loop = new BareLoop(ids))),
    loopStop: () => timed(() => loop.stop()),
  })
  return [againstLoop(BOOT, took.boot, took.loopBoot), againstLoop(STOP, took.stop, took.loopStop)]
}

const timedLater = (made: VirtualTree, act: () => void): Promise<number> => {
  letTimePass(made)
  return timed(act)
}

const crashInTurn = ({ launcher }: VirtualTree): void => {
  for (const path of paths) launcher.exit(path, CRASH)
}

// What a listener of events brings in waits, as all messages do, until the fact at hand has been dealt with.
const crashAtOnce = ({ tree, launcher }: VirtualTree): void => {
  const stopListening = tree.on('event', ({ type }) => {
    if (type !== 'child.exited') return
    stopListening()
    for (const path of paths.slice(1)) launcher.exit(path, CRASH)
  })
  launcher.exit('s/c0', CRASH)
}
