import { EventEmitter } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { virtualClock } from '../testing/virtual-clock.ts'
import { readFairly, sharedTurns } from './fair-reading.ts'

const PIECE = 8 * 1024

/** Streams that are read side by side; each piece that is taken costs so many milliseconds. */
function world(costMs: number) {
  const clock = virtualClock()
  const turns = sharedTurns(clock)
  const order: string[] = []
  const stream = (name: string) => {
    const source = new EventEmitter()
    let [isHeld, taken] = [false, '']
    const flow = {
      pause: () => {
        isHeld = true
      },
      resume: () => {
        isHeld = false
      },
    }
    const reading = readFairly(source, flow, turns, (piece) => {
      clock.advanceTo(clock.nowMs() + costMs)
      taken += Buffer.from(piece).toString()
      order.push(name)
    })
    const says = (text: string): void => void source.emit('data', Buffer.from(text))
    return { ...reading, says, isHeld: () => isHeld, taken: () => taken }
  }
  return { stream, order }
}

describe('what a child prints', () => {
  it('is taken at once when it is little', () => {
    const db = world(5).stream('db')
    db.says('x'.repeat(PIECE))
    expect([db.taken().length, db.isHeld()]).toEqual([PIECE, false])
  })

  it('is taken a piece a turn when it is much and costs time; the child is held meanwhile', async () => {
    const db = world(5).stream('db')
    db.says('x'.repeat(PIECE * 2 + 1))
    expect([db.taken().length, db.isHeld()]).toEqual([0, true])
    const lengths: number[] = []
    while (db.isHeld()) {
      await turn()
      lengths.push(db.taken().length)
    }
    expect(lengths).toEqual([PIECE, PIECE * 2, PIECE * 2 + 1])
  })

  it('is all taken in one turn when it costs next to nothing', async () => {
    const db = world(0).stream('db')
    db.says('x'.repeat(PIECE * 8))
    await turn()
    expect([db.taken().length, db.isHeld()]).toEqual([PIECE * 8, false])
  })

  it('waits for no other: floods take turns', async () => {
    const { stream, order } = world(5)
    const [db, api] = [stream('db'), stream('api')]
    db.says('x'.repeat(PIECE * 3))
    api.says('x'.repeat(PIECE * 3))
    while (db.isHeld() || api.isHeld()) await turn()
    expect(order).toEqual(['db', 'api', 'db', 'api', 'db', 'api'])
  })

  it('keeps its order when the child ends in between, and is then taken at once', async () => {
    const db = world(5).stream('db')
    db.says(`${'a'.repeat(PIECE)}${'b'.repeat(PIECE)}`)
    db.hurry()
    db.says('c'.repeat(PIECE * 2))
    expect([db.taken().replaceAll(/(.)\1*/g, '$1'), db.isHeld()]).toEqual(['abc', false])
    db.relax()
    db.says('d'.repeat(PIECE * 2))
    expect(db.isHeld()).toBe(true)
    while (db.isHeld()) await turn()
    expect(db.taken()).toHaveLength(PIECE * 6)
  })
})
