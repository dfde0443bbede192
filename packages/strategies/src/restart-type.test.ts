import { expect, it } from 'vitest'
import { isRestarted, isStartedByRound } from './restart-type.ts'

it.each([
  ['permanent', 'normal', true],
  ['permanent', 'shutdown', true],
  ['permanent', 'abnormal', true],
  ['transient', 'normal', false],
  ['transient', 'shutdown', false],
  ['transient', 'abnormal', true],
  ['temporary', 'normal', false],
  ['temporary', 'shutdown', false],
  ['temporary', 'abnormal', false],
] as const)('a %s child that exits with class %s: restarted is %s', (type, exitClass, restarted) => {
  expect(isRestarted(type, exitClass)).toBe(restarted)
})

it.each([
  ['permanent', true],
  ['transient', true],
  ['temporary', false],
] as const)('a round starts a %s child that it covers: %s', (type, started) => {
  expect(isStartedByRound(type)).toBe(started)
})
