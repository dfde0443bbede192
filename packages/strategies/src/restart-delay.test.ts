import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { restartDelayMs } from './restart-delay.ts'

const backoff = { initialMs: 200, factor: 2, maxMs: 30_000, jitter: 0 }

describe('the restarts of a child in a row', () => {
  it.each([
    [1, 0],
    [2, 200],
    [3, 400],
    [4, 800],
    [9, 25_600],
    [10, 30_000],
    [10_000, 30_000],
  ])('number %i waits %i ms', (nth, delayMs) => {
    expect(restartDelayMs(backoff, nth, 0.5)).toBe(delayMs)
  })

  it('never wait without a back-off, as in OTP', () => {
    expect(restartDelayMs(null, 7, 0.5)).toBe(0)
  })

  it('differ by at most the share of the jitter', () => {
    const jittery = { ...backoff, jitter: 0.1 }
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 50 }), fc.double({ min: 0, max: 1, noNaN: true }), (nth, chance) => {
        const exact = restartDelayMs(backoff, nth, 0.5)
        const delayMs = restartDelayMs(jittery, nth, chance)
        expect(delayMs).toBeGreaterThanOrEqual(Math.floor(exact * 0.9))
        expect(delayMs).toBeLessThanOrEqual(Math.ceil(exact * 1.1))
      }),
    )
  })
})
