import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isIntensityExceeded, restartsWithin } from './restart-intensity.ts'

describe('restarts in the window', () => {
  it.each([
    ['none yet', [], 5000, 0],
    ['all of them recent', [1000, 2000, 3000], 5000, 3],
    ['the edge of the window is inside it', [1000], 6000, 1],
    ['a millisecond beyond the edge is outside', [1000], 6001, 0],
    ['those at one instant count one by one', [4000, 4000, 4000], 5000, 3],
  ] as const)('%s', (_, timesMs, atMs, expected) => {
    expect(restartsWithin(timesMs, atMs, 5000)).toBe(expected)
  })

  it('are those that a plain count finds, whatever the times', () => {
    const times = fc.array(fc.nat(10_000)).map((each) => each.toSorted((a, b) => a - b))
    fc.assert(
      fc.property(times, fc.nat(10_000), fc.integer({ min: 1, max: 10_000 }), (timesMs, atMs, periodMs) => {
        const counted = timesMs.filter((timeMs) => timeMs >= atMs - periodMs).length
        expect(restartsWithin(timesMs, atMs, periodMs)).toBe(counted)
      }),
    )
  })
})

describe('restart intensity', () => {
  it.each([
    ['N restarts are carried out', 3, 3, false],
    ['number N + 1 is one too many', 4, 3, true],
    ['infinity is never exceeded', 1_000_000, 'infinity', false],
    ['with intensity 0 the first failure is one too many', 1, 0, true],
  ] as const)('%s', (_, restarts, intensity, exceeded) => {
    expect(isIntensityExceeded(restarts, intensity)).toBe(exceeded)
  })
})
