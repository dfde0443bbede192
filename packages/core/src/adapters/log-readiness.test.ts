import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { virtualClock } from '../testing/virtual-clock.ts'
import { awaitLog, type Hearer } from './log-readiness.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

function waiting(pattern: string, flags = '') {
  const [clock, hearers] = [virtualClock(), new Set<Hearer>()]
  let readies = 0
  const listen = (hear: Hearer) => {
    hearers.add(hear)
    return () => hearers.delete(hear)
  }
  const giveUp = awaitLog({ kind: 'log', pattern, flags }, listen, { clock, seen: () => {} }, () => {
    readies += 1
  })
  const says = (stream: 'stdout' | 'stderr', chunk: Uint8Array): void => {
    for (const hear of hearers) hear(stream, chunk)
  }
  return {
    clock,
    giveUp,
    readies: () => readies,
    isHeard: () => hearers.size > 0,
    outBytes: (chunk: Uint8Array) => says('stdout', chunk),
    out: (text: string) => says('stdout', bytes(text)),
    err: (text: string) => says('stderr', bytes(text)),
  }
}

describe('a child is ready by its output when', () => {
  it.each([
    ['a line of stdout matches', (wait: ReturnType<typeof waiting>) => wait.out('listening on 80\n')],
    ['a line of stderr matches', (wait: ReturnType<typeof waiting>) => wait.err('listening on 80\n')],
    [
      'a line matches that comes in pieces',
      (wait: ReturnType<typeof waiting>) => ['list', 'ening', ' on 80', '\n'].forEach(wait.out),
    ],
    ['one line of many matches', (wait: ReturnType<typeof waiting>) => wait.out('a\nb\nlistening on 80\nc\nd')],
    [
      'a line matches without its colours',
      (wait: ReturnType<typeof waiting>) => wait.out('\u001b[32mlistening\u001b[0m on 80\n'),
    ],
    [
      'a prompt matches and has stood for 200 ms',
      (wait: ReturnType<typeof waiting>) => {
        wait.out('listening on 8')
        wait.clock.advanceTo(200)
      },
    ],
    [
      'a line matches that paused in its middle',
      (wait: ReturnType<typeof waiting>) => {
        wait.out('listen')
        wait.clock.advanceTo(1000)
        wait.out('ing on 80\n')
      },
    ],
  ])('%s', (_, speak) => {
    const wait = waiting('^listening on \\d+')
    speak(wait)
    expect([wait.readies(), wait.isHeard(), wait.clock.nextMs()]).toEqual([1, false, null])
  })
})

it('the streams do not mix: half a line on each is no line', () => {
  const wait = waiting('ready')
  wait.out('rea')
  wait.err('dy\n')
  wait.out('\n')
  expect(wait.readies()).toBe(0)
})

it('a line that is still being written does not count before 200 ms of silence', () => {
  const wait = waiting('ready')
  wait.out('ready')
  wait.clock.advanceTo(199)
  expect(wait.readies()).toBe(0)
})

it('flags count, and those that make a pattern remember do not', () => {
  const wait = waiting('READY', 'gi')
  wait.out('not yet\nready\n')
  expect(wait.readies()).toBe(1)
})

it('nothing is heard, and no timer armed, once it is given up', () => {
  const wait = waiting('ready')
  wait.out('re')
  wait.giveUp()
  expect([wait.isHeard(), wait.clock.nextMs(), wait.readies()]).toEqual([false, null, 0])
})

it('is told once, wherever the stream is cut', () => {
  const stream = bytes('one\n\u001b[1mready\u001b[0m: é€\ntwo ready\n')
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length)), (places) => {
      const wait = waiting('^ready: é€$')
      const borders = [0, ...places.toSorted((a, b) => a - b), stream.length]
      for (const [at, border] of borders.slice(1).entries()) wait.outBytes(stream.subarray(borders[at], border))
      expect(wait.readies()).toBe(1)
    }),
  )
})
