import { expect, it } from 'vitest'
import { sinceIso } from './since.ts'

const now = new Date(2026, 0, 5, 12, 0, 0)

it.each([
  ['10m', new Date(2026, 0, 5, 11, 50, 0)],
  ['11:30', new Date(2026, 0, 5, 11, 30, 0)],
  ['11:30:05', new Date(2026, 0, 5, 11, 30, 5)],
  ['2026-01-01T00:00:00Z', new Date('2026-01-01T00:00:00Z')],
])('--since %s', (text, expected) => {
  expect(sinceIso(text, now.getTime())).toBe(expected.toISOString())
})

it('what is no time is none', () => {
  expect(sinceIso('soon', now.getTime())).toBeNull()
})
