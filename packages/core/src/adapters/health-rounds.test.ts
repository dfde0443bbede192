import { describe, expect, it } from 'vitest'
import { virtualClock } from '../testing/virtual-clock.ts'
import { type HealthRounds, healthRounds } from './health-rounds.ts'

const SECOND = 1000

/** Joins with checks that take no time. */
const joinQuick = (rounds: HealthRounds, everyMs: number, check: () => void, isSpread = false) =>
  rounds.join({ everyMs, isSpread }, (next) => {
    check()
    next()
  })

describe('rounds of checks', () => {
  it('come again and again, each after its own time', () => {
    const clock = virtualClock()
    const rounds = healthRounds(clock)
    const times: [string, number][] = []
    joinQuick(rounds, 3 * SECOND, () => times.push(['a', clock.nowMs()]))
    joinQuick(rounds, 2 * SECOND, () => times.push(['b', clock.nowMs()]))
    clock.advanceTo(6 * SECOND)
    expect(times).toEqual([
      ['b', 2000],
      ['a', 3000],
      ['b', 4000],
      ['a', 6000],
      ['b', 6000],
    ])
  })

  it('of a thousand workers that start together are spread over the time between', () => {
    const clock = virtualClock()
    const rounds = healthRounds(clock)
    const counts = Array.from({ length: 10 }, () => 0)
    const count = (): void => {
      const second = Math.ceil(clock.nowMs() / SECOND) - 1
      counts[second] = (counts[second] ?? 0) + 1
    }
    for (let i = 0; i < 1000; i += 1) joinQuick(rounds, 10 * SECOND, count, true)
    clock.advanceTo(10 * SECOND)
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(98)
    expect(Math.max(...counts)).toBeLessThanOrEqual(102)
  })

  it('never overlap: the next one of a slow worker waits for its turn', () => {
    const clock = virtualClock()
    const rounds = healthRounds(clock)
    const times: number[] = []
    rounds.join({ everyMs: SECOND, isSpread: false }, (next) => {
      times.push(clock.nowMs())
      clock.startTimer(2500, next)
    })
    clock.advanceTo(8 * SECOND)
    expect(times).toEqual([1000, 4000, 7000])
  })

  it('end when they are left, between checks and during one, and leave no timer', () => {
    const clock = virtualClock()
    const rounds = healthRounds(clock)
    let checks = 0
    const leave = joinQuick(rounds, SECOND, () => {
      checks += 1
    })
    let finish = (): void => {}
    const leaveSlow = rounds.join({ everyMs: SECOND, isSpread: false }, (next) => {
      finish = next
    })
    clock.advanceTo(SECOND)
    leaveSlow()
    finish()
    leave()
    leave()
    clock.advanceTo(9 * SECOND)
    expect([checks, clock.nextMs()]).toEqual([1, null])
  })

  it('that we were too late for are left out, and not made up for all at once', () => {
    const real = virtualClock()
    let aheadMs = 0
    const clock = { ...real, nowMs: () => real.nowMs() + aheadMs }
    const rounds = healthRounds(clock)
    const times: number[] = []
    joinQuick(rounds, 10 * SECOND, () => times.push(clock.nowMs()))
    // We stood still for 30 s: the timer of the 10th second fires in the 40th.
    aheadMs = 30 * SECOND
    real.advanceTo(10 * SECOND)
    expect(times).toEqual([])
    real.advanceTo(30 * SECOND)
    expect(times).toEqual([50_000, 60_000])
  })
})
