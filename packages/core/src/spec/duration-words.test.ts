import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseDuration } from './duration.ts'
import { countWords, durationWords } from './duration-words.ts'

it.each([
  [0, '0ms'],
  [0.25, '0.25ms'],
  [249.6, '250ms'],
  [2500, '2.5s'],
  [6656, '6.66s'],
  [60_000, '1m'],
  [90_000, '90s'],
  [132_000, '2m 12s'],
  [640_000, '10m 40s'],
  [5_000_000, '1h 23m 20s'],
  [7_200_000, '2h'],
  [24 * 24 * 3_600_000, '576h'],
  [1e15, '31710 years'],
])('%d ms are %s for people', (ms, words) => {
  expect(durationWords(ms)).toBe(words)
})

it('a duration of a tree is told to the millisecond below a second, else to the second', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 24 * 24 * 3600 }), (seconds) => {
      const told = durationWords(seconds * 1000).split(' ')
      expect(told.reduce((ms, part) => ms + (parseDuration(part) ?? Number.NaN), 0)).toBe(seconds * 1000)
    }),
  )
})

it('a count that nobody can read is told by its power of ten', () => {
  expect(countWords(1024)).toBe('1024')
  expect(countWords(4 ** 63)).toBe('8.5 × 10^37')
})
