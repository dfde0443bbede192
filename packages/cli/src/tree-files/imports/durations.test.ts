import { expect, it } from 'vitest'
import { readDuration } from './durations.ts'

it.each([
  ['10', 's', '10s'],
  [1600, 'ms', '1600ms'],
  ['1m30s', 's', '90s'],
  ['2.5s', 's', '2500ms'],
  ['5min 20s', 's', '320s'],
  ['3min', 's', '3m'],
  ['1h', 's', '1h'],
  ['500us', 's', '1ms'],
  [0, 's', '1ms'],
  ['30d', 's', '576h'],
] as const)('%j in %s is %s', (value, bare, ours) => {
  expect(readDuration(value, bare)).toBe(ours)
})

it.each(['soon', '5 parsecs', '', 's5', null])('%j is none', (value) => {
  expect(readDuration(value)).toBeNull()
})
