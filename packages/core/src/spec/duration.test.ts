import { describe, expect, it } from 'vitest'
import { explainDuration, parseDuration } from './duration.ts'

describe('a duration', () => {
  it.each([
    ['250ms', 250],
    ['5s', 5000],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['0s', 0],
    ['576h', 2_073_600_000],
  ])('%s is %i ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  it.each(['', '5', '5 s', '1.5s', '-1s', '5S', '5sec', '1d', '577h', 's', '1m30s', '9'.repeat(400).concat('s')])(
    'is not %s',
    (text) => {
      expect(parseDuration(text)).toBeNull()
    },
  )

  it('fits a timer of Node', () => {
    expect(parseDuration('576h')).toBeLessThan(2 ** 31)
  })
})

describe('what is no duration is told with what was probably meant', () => {
  it.each([
    [5, '"5s" or "5ms", whichever is meant'],
    ['5', '"5s" or "5ms"'],
    ['5 s', '"5s"'],
    ['5S', '"5s"'],
    ['1.5s', '"1500ms"'],
    ['5sec', '"5s"'],
    ['2 minutes', '"2m"'],
    ['7d', '"168h"'],
    ['soon', 'a whole number and a unit: "250ms", "5s", "2m", "1h", at most 24 days'],
    ['30d', 'a whole number and a unit: "250ms", "5s", "2m", "1h", at most 24 days'],
    [-5, 'a whole number and a unit: "5s" or "5ms"'],
    ['577h', 'at most "576h"'],
    [true, 'a whole number and a unit: "5s"'],
  ])('%j: %s', (value, write) => {
    expect(explainDuration(value).write).toBe(write)
  })
})
