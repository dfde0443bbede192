import { expect, it } from 'vitest'
import { restartSet } from './restart-set.ts'

const children = ['a', 'b', 'c'].map((id, position) => ({ id, position, dependsOn: 'all_before' as const }))

it.each([
  ['one_for_one', 'b'],
  ['simple_one_for_one', 'b'],
  ['one_for_all', 'abc'],
  ['rest_for_one', 'bc'],
] as const)('when b fails under %s, the failure concerns %s', (strategy, expected) => {
  const failed = children[1] as (typeof children)[number]
  const concerned = restartSet(strategy, children, failed).map(({ id }) => id)
  expect(concerned.join('')).toBe(expected)
})
