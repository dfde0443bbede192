// Of supervisor_SUITE: the order of children, many of them, and the two calls that list them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { supervisor, worker } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { folderWith } from '../../cli/otp-sup.ts'
import { answers, call } from './answers.ts'
import { cpuTimeMs } from './cpu-time.ts'
import { realWorld } from './real-world.ts'
import { virtualWorld } from './virtual-world.ts'
import { leaf } from './world.ts'
import { WORLDS } from './worlds.ts'

// Not in the order of the alphabet.
const IDS = ['bob', 'alice', 'dave', 'carol']
const restForOne = (children: readonly ReturnType<typeof worker>[]) =>
  supervisor('s', { strategy: 'rest_for_one', children })

describe.each(WORLDS)('on %s', (_, newWorld) => {
  it('order_of_children: children start in list order and stop in reverse, in a round after a crash and at the end', async () => {
    const world = newWorld()
    const tree = await world.start(restForOne(IDS.map((id) => leaf(id))))
    await world.exit('s/alice', 1)
    await world.until('the last is back', () => world.starts('s/carol') === 2)
    await tree.stop()
    const order = world.events.flatMap(({ type, path }) => {
      if (type === 'child.started') return [`+${path.slice(2)}`]
      return type === 'child.exited' ? [`-${path.slice(2)}`] : []
    })
    const round = '-alice -carol -dave +alice +dave +carol'
    expect(order.join(' ')).toBe(`+bob +alice +dave +carol ${round} -carol -dave -alice -bob`)
  })
})

it('order_of_children: real children themselves see that order', async () => {
  const world = realWorld()
  const cwd = folderWith({ order: '' })
  const script = `
    trap 'echo "-$0" >> order; exit 0' TERM
    mkfifo "$0"; exec 3<> "$0"; echo "+$0" >> order; echo ready; read -r line <&3`
  const children = IDS.map((id) => worker(id, { command: ['sh', '-c', script, id], cwd, ready: { log: '^ready$' } }))
  const tree = await world.start(restForOne(children))
  await world.exit('s/alice', 'SIGKILL')
  await world.until('the last is back', () => world.starts('s/carol') === 2)
  await tree.stop()
  const round = '-carol -dave +alice +dave +carol'
  const order = readFileSync(join(cwd, 'order'), 'utf8').trim().split('\n').join(' ')
  expect(order).toBe(`+bob +alice +dave +carol ${round} -carol -dave -alice -bob`)
})

it('scale_start_stop_many_children: ten times the children take about ten times as long to start and to stop', async () => {
  const startAndStop = (count: number): Promise<number> =>
    cpuTimeMs(async () => {
      const world = virtualWorld()
      const children = Array.from({ length: count }, (_, index) => leaf(`c${index}`))
      const tree = await world.start(supervisor('s', { children }))
      await tree.stop()
      expect(world.events.filter(({ type }) => type === 'child.exited')).toHaveLength(count)
    })
  await startAndStop(200)
  const fewMs = await startAndStop(200)
  // Quadratic work would take a hundred times as long.
  expect(await startAndStop(2000)).toBeLessThan(50 * fewMs)
})

describe('listing', () => {
  const list = call('whichChildren', 's')
  const add = (spec: object) => call('startChild', 's', { spec })

  it('which_children: whichChildren lists each child in start order with its state, through adding, stopping and deleting', () => {
    const [down, gone] = [call('terminateChild', 's/a'), call('deleteChild', 's/a')]
    const steps = [list, add(leaf('a')), list, add(supervisor('b', {})), list, down, list, gone, list]
    const lists = answers(supervisor('s', {}), steps).filter((answer) => Array.isArray(answer))
    const a = (state: string) => ({ id: 'a', type: 'worker', state })
    const b = { id: 'b', type: 'supervisor', state: 'running' }
    expect(lists).toEqual([[], [a('running')], [a('running'), b], [a('down'), b], [b]])
  })

  it('which_children_simple_one_for_one: whichChildren lists the children of a template by their ids', () => {
    const simple = supervisor('s', { strategy: 'simple_one_for_one', template: leaf('w') })
    const steps = [list, add({}), add({ id: 'x' }), list, call('terminateChild', 's/w@1'), list]
    const lists = answers(simple, steps).filter((answer) => Array.isArray(answer))
    const running = (id: string) => ({ id, type: 'worker', state: 'running' })
    expect(lists).toEqual([[], [running('w@1'), running('x')], [running('x')]])
  })
})
