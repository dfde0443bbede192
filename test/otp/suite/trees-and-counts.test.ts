// Of supervisor_SUITE: supervisors below supervisors, what is counted, and what is kept of children that are gone.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { supervisor, worker } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { folderWith } from '../../cli/otp-sup.ts'
import { isAlive } from '../../support/processes.ts'
import { play, trace } from '../../support/trace.ts'
import { answers, call } from './answers.ts'
import { cpuTimeMs } from './cpu-time.ts'
import { realWorld } from './real-world.ts'
import { virtualWorld } from './virtual-world.ts'
import { leaf } from './world.ts'
import { WORLDS } from './worlds.ts'

const simple = (options: object = {}) =>
  supervisor('s', { strategy: 'simple_one_for_one', intensity: 10, template: leaf('w'), ...options })
const counts = call('countChildren', 's')

it('child_unlink: a child whose output is held open by somebody who has left its group stops without delay', async () => {
  const world = realWorld()
  const cwd = folderWith({ holder: '' })
  const holder = (): number => Number(readFileSync(join(cwd, 'holder'), 'utf8'))
  const script = `setsid sh -c 'echo $$ > holder; echo ready; exec sleep 1000' & exec sleep 1000`
  const child = worker('a', { command: ['sh', '-c', script], cwd, ready: { log: '^ready$' }, shutdown: 'infinity' })
  const tree = await world.start(supervisor('s', { children: [child] }))
  try {
    expect(await tree.terminateChild('s/a')).toEqual({ ok: true, value: null })
    expect([world.pid('s/a'), holder()].map(isAlive)).toEqual([false, true])
  } finally {
    process.kill(holder(), 'SIGKILL')
  }
})

describe.each(WORLDS)('on %s', (_, newWorld) => {
  it('tree: a crash stays local; the one too many replaces the whole tree, without what was added, with what was stopped', async () => {
    const world = newWorld()
    const group = (id: string, options: object, ids: readonly string[]) =>
      supervisor(id, { intensity: 1, ...options, children: ids.map((each) => leaf(each)) })
    const rest = { strategy: 'rest_for_one' }
    const children = [group('one', {}, ['a', 'b']), group('rest', rest, ['c', 'd']), group('empty', {}, [])]
    const top = await world.start(supervisor('top', { strategy: 'one_for_all', intensity: 1, children }))
    await top.startChild('top/empty', leaf('added'))
    const starts = (...paths: string[]) => paths.map((path) => world.starts(`top/${path}`))

    await world.exit('top/rest/c', 1)
    await world.until('the rest is back', () => world.starts('top/rest/d') === 2)
    expect(starts('rest/c', 'rest/d', 'one', 'one/a', 'one/b', 'empty/added')).toEqual([2, 2, 1, 1, 1, 1])

    await top.terminateChild('top/empty')
    await world.exit('top/rest/c', 1)
    await world.until('the last is back', () => world.starts('top/empty') === 2)
    expect(starts('one', 'rest', 'one/a', 'one/b', 'rest/c', 'rest/d')).toEqual([2, 2, 2, 2, 3, 3])
    expect(await top.whichChildren('top/empty')).toEqual({ ok: true, value: [] })
  })
})

describe('counts', () => {
  const counted = (children: number, supervisors = 0) => ({
    ok: true,
    value: { specs: 1, active: children, supervisors, workers: supervisors > 0 ? 0 : children },
  })

  it('count_children: countChildren counts 1000 virtual children of a template, then 2000, then none', async () => {
    const world = virtualWorld()
    const tree = await world.start(simple())
    for (let count = 1; count <= 2000; count++) {
      await tree.startChild('s')
      if (count % 1000 === 0) expect(await tree.countChildren('s')).toEqual(counted(count))
    }
    for (let count = 1; count <= 2000; count++) await tree.terminateChild(`s/w@${count}`)
    expect(await tree.countChildren('s')).toEqual(counted(0))
  })

  it('count_children: countChildren counts 50 real children of a template', async () => {
    const world = realWorld()
    const tree = await world.start(simple({ template: worker('w', { command: ['sleep', '1000'] }) }))
    await Promise.all(Array.from({ length: 50 }, () => tree.startChild('s')))
    expect(await tree.countChildren('s')).toEqual(counted(50))
  })

  it('count_children_supervisor: children that are supervisors are counted as such, not theirs below', async () => {
    const world = virtualWorld()
    const tree = await world.start(simple({ template: supervisor('w', { children: [leaf('a'), leaf('b')] }) }))
    for (let count = 0; count < 500; count++) await tree.startChild('s')
    expect(await tree.countChildren('s')).toEqual(counted(500, 500))
  })

  it('count_restarting_children: a child whose restart fails is not active until it is back', () => {
    const failing = [call('startChild', 's'), call('startChild', 's'), { failStart: 's/w@1', times: 3 }]
    const steps = [...failing, { at: '1s', exit: 's/w@1' }, { at: '1s', ...counts }, counts]
    expect(answers(simple(), steps).slice(2)).toEqual([
      { specs: 1, active: 1, supervisors: 0, workers: 2 },
      { specs: 1, active: 2, supervisors: 0, workers: 2 },
    ])
  })
})

describe('what is kept', () => {
  it('do_not_save_start_parameters_for_temporary_children: the whole spec of a temporary child can be read while it runs', () => {
    const temporary = { restart: 'temporary', args: ['--port', '80'] }
    const added = call('startChild', 's', { spec: leaf('b', temporary) })
    const steps = [added, call('getChildSpec', 's/a'), call('getChildSpec', 's/b')]
    const [, ...specs] = answers(supervisor('s', { children: [leaf('a', temporary)] }), steps)
    expect(specs).toMatchObject([temporary, temporary])
  })

  describe.each(['one_for_one', 'one_for_all', 'rest_for_one'] as const)('%s', (strategy) => {
    it('do_not_save_child_specs_for_temporary_children: after any end the id of a temporary child is free, that of others is not', () => {
      const ends = [{ exit: 's/a', code: 0 }, { exit: 's/a', signal: 'SIGKILL' }, call('terminateChild', 's/a')]
      for (const end of ends) {
        for (const restart of ['temporary', 'transient', 'permanent']) {
          const spec = leaf('a', { restart })
          const steps = [end, call('startChild', 's', { spec }), call('restartChild', 's/a')]
          const [added, restarted] = answers(supervisor('s', { strategy, children: [spec] }), steps).slice(-2)
          const isBack = restart === 'permanent' ? !('call' in end) : restart === 'transient' && 'signal' in end
          if (restart === 'temporary') expect([added, restarted]).toMatchObject([{ incarnation: 2 }, 'running'])
          else if (isBack) expect([added, restarted]).toEqual(['already_started', 'running'])
          else expect([added, restarted]).toMatchObject(['already_present', { incarnation: 2 }])
        }
      }
    })
  })

  it('simple_one_for_one_scale_many_temporary_children: ten times the children take about ten times as long to end', async () => {
    const endMany = async (count: number): Promise<number> => {
      const world = virtualWorld()
      const tree = await world.start(simple({ template: leaf('w', { restart: 'temporary' }) }))
      for (let each = 0; each < count; each++) await tree.startChild('s')
      const took = await cpuTimeMs(async () => {
        for (let each = 1; each <= count; each++) await tree.terminateChild(`s/w@${each}`)
      })
      expect(await tree.countChildren('s')).toMatchObject({ value: { active: 0, workers: 0 } })
      return took
    }
    await endMany(500)
    const fewMs = await endMany(500)
    // Quadratic work would take a hundred times as long.
    expect(await endMany(5000)).toBeLessThan(50 * fewMs)
  })
})

it('simple_global_supervisor: after a crash, a kill, calls and a restart of its supervisor a child is found by the same path', () => {
  const sub = supervisor('sub', { intensity: 2, children: [leaf('a')] })
  const tree = supervisor('s', { children: [sub] })
  const calls = [call('terminateChild', 's/sub/a'), call('restartChild', 's/sub/a')]
  const ends = [
    { exit: 's/sub/a', code: 1 },
    { exit: 's/sub/a', signal: 'SIGKILL' },
    { exit: 's/sub/a', code: 0 },
  ]
  const list = call('whichChildren', 's/sub')
  expect(trace(tree, { steps: ends })).toContain('sub gave up, sub stopping, sub stopped, s restarts sub for sub')
  for (const steps of [ends.slice(0, 1), ends.slice(0, 2), ends, calls]) {
    expect(answers(tree, [...steps, list]).at(-1)).toEqual([{ id: 'a', type: 'worker', state: 'running' }])
    expect(play(tree, { steps }).end.running).toEqual(['s', 's/sub', 's/sub/a'])
  }
})
