import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nodeClock } from './node-clock.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const DAY_MS = 86_400_000

it('fires a timer once, at its time', () => {
  const fire = vi.fn<() => void>()
  nodeClock().startTimer(50, fire)
  vi.advanceTimersByTime(49)
  expect(fire).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1000)
  expect(fire).toHaveBeenCalledOnce()
})

it('does not fire at once a timer that is longer than the 24.8 days of Node', () => {
  const fire = vi.fn<() => void>()
  nodeClock().startTimer(60 * DAY_MS, fire)
  vi.advanceTimersByTime(60 * DAY_MS - 1)
  expect(fire).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(fire).toHaveBeenCalledOnce()
})

it.each([50, 60 * DAY_MS])('cancels a timer of %d ms, also after its first step', (ms) => {
  const fire = vi.fn<() => void>()
  const cancel = nodeClock().startTimer(ms, fire)
  vi.advanceTimersByTime(ms - 1)
  cancel()
  vi.advanceTimersByTime(ms)
  expect(fire).not.toHaveBeenCalled()
  expect(vi.getTimerCount()).toBe(0)
})

it('tells wall time in ISO 8601', () => {
  vi.setSystemTime(0)
  expect(nodeClock().time()).toBe('1970-01-01T00:00:00.000Z')
})
