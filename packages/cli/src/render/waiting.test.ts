import { expect, it } from 'vitest'
import { waitingLine } from './waiting.ts'

it.each([
  [4200, '5 s left'],
  [1000, '1 s left'],
  [-3, '0 s left'],
  [null, 'no limit'],
  ['killed', 'killed'],
] as const)('a child with %s ms left is waited for as: %s', (leftMs, text) => {
  expect(waitingLine([{ path: 'shop/api', leftMs }])).toBe(`waiting for shop/api (${text})`)
})

it('everybody who is waited for is named', () => {
  const line = waitingLine([
    { path: 'shop/api', leftMs: 900 },
    { path: 'shop/db', leftMs: null },
  ])
  expect(line).toBe('waiting for shop/api (1 s left), shop/db (no limit)')
})
