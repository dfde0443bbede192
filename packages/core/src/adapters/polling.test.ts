import { describe, expect, it } from 'vitest'
import { virtualClock } from '../testing/virtual-clock.ts'
import { cut, type Outcome, pauseMs, poll, type Seen, type Try } from './polling.ts'

type Answer = (outcome: Outcome) => void

/** Tries that are answered by hand. */
function handTry() {
  const answers: Answer[] = []
  let cancelled = 0
  const attempt: Try = (answer) => {
    answers.push(answer)
    return () => {
      cancelled += 1
    }
  }
  return {
    attempt,
    tries: () => answers.length,
    cancelled: () => cancelled,
    answer: (of: Outcome) => answers.at(-1)?.(of),
  }
}

const cutAfter2s = (attempt: Try, clock: ReturnType<typeof virtualClock>) => cut(attempt, clock, 2000)

function polling(wrap: (attempt: Try, clock: ReturnType<typeof virtualClock>) => Try = (attempt) => attempt) {
  const [clock, hand, said] = [virtualClock(), handTry(), [] as Seen[]]
  let readies = 0
  const giveUp = poll(wrap(hand.attempt, clock), { clock, seen: (seen) => said.push(seen) }, () => {
    readies += 1
  })
  return { clock, ...hand, said, giveUp, readies: () => readies }
}

describe('how long until it is asked again', () => {
  it.each([
    [0, 20],
    [199, 20],
    [1000, 100],
    [5000, 500],
    [60_000, 1000],
  ])('after %i ms: %i ms', (waitedMs, expected) => {
    expect(pauseMs(waitedMs)).toBe(expected)
  })
})

describe('polling', () => {
  it('asks first after 20 ms, and again that long after a no', () => {
    const { clock, tries, answer, said } = polling()
    clock.advanceTo(20)
    expect(tries()).toBe(1)
    clock.advanceTo(100)
    answer({ seen: 'no' })
    clock.advanceTo(119)
    expect(tries()).toBe(1)
    clock.advanceTo(120)
    expect([tries(), said]).toEqual([2, ['no']])
  })

  it('is over with the first yes', () => {
    const { clock, answer, readies } = polling()
    clock.advanceTo(20)
    answer('ready')
    expect([readies(), clock.nextMs()]).toEqual([1, null])
  })

  it('that is given up neither asks nor waits any longer', () => {
    const between = polling()
    between.giveUp()
    expect(between.clock.nextMs()).toBeNull()
    const during = polling()
    during.clock.advanceTo(20)
    during.giveUp()
    expect([during.cancelled(), during.clock.nextMs()]).toEqual([1, null])
  })

  it('cuts a try that hangs after 2 s, and asks again', () => {
    const { clock, cancelled, tries, said } = polling(cutAfter2s)
    clock.advanceTo(2020)
    expect([cancelled(), said]).toEqual([1, ['no answer within 2s']])
    clock.advanceTo(2222)
    expect(tries()).toBe(2)
  })

  it('gives a try its time again when we stood still meanwhile: its answer may wait to be read', () => {
    const real = virtualClock()
    let aheadMs = 0
    const clock = { ...real, nowMs: () => real.nowMs() + aheadMs }
    const outcomes: Outcome[] = []
    const hand = handTry()
    cut(hand.attempt, clock, 2000)((outcome) => outcomes.push(outcome))
    aheadMs = 30_000
    real.advanceTo(2000)
    expect([hand.cancelled(), outcomes]).toEqual([0, []])
    real.advanceTo(4000)
    expect([hand.cancelled(), outcomes]).toEqual([1, [{ seen: 'no answer within 2s' }]])
  })

  it('leaves no timer of a try that was answered, or given up', () => {
    const answered = polling(cutAfter2s)
    answered.clock.advanceTo(20)
    answered.answer('ready')
    const givenUp = polling(cutAfter2s)
    givenUp.clock.advanceTo(20)
    givenUp.giveUp()
    expect([answered.clock.nextMs(), givenUp.clock.nextMs()]).toEqual([null, null])
  })
})
