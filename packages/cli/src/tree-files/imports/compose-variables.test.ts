import { expect, it } from 'vitest'
import { composeText } from './compose-variables.ts'

it.each([
  ['$A', '${A:-}'],
  ['${A}', '${A:-}'],
  ['${A:-b}', '${A:-b}'],
  ['${A-b}', '${A:-b}'],
  ['${A:?must be set}', '${A}'],
  ['$$A', '$A'],
  ['$${A}', '$${A}'],
  ['a$', 'a$'],
  ['10$ 5', '10$ 5'],
])('%s is %s to us', (theirs, ours) => {
  expect(composeText(theirs)).toBe(ours)
})
