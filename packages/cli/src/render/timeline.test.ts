import { expect, it } from 'vitest'
import { timeline, timelineEnd } from './timeline.ts'

it('an event is a line with its virtual time', () => {
  const header = { seq: 1, time: '', run: 'simulation', cause: null }
  const lines = timeline([
    { ...header, at: 0, type: 'tree.started', path: 'shop' },
    { ...header, at: 61_500, type: 'child.removed', path: 'shop/job' },
  ])
  expect(lines).toEqual(['    0.000 s  tree shop started: every child is ready', '   61.500 s  shop/job removed'])
})

it.each([
  [['shop', 'shop/db'], '    1.000 s  the end: running; running: shop, shop/db'],
  [[], '    1.000 s  the end: running; running: nothing'],
])('the end lists what is up: %j', (running, line) => {
  expect(timelineEnd({ at: 1000, outcome: 'running', running })).toBe(line)
})
