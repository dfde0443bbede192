import fc from 'fast-check'
import { expect, it } from 'vitest'
import { valve } from './valve.ts'

function source() {
  const told: string[] = []
  return { told, pause: () => told.push('pause'), resume: () => told.push('resume') }
}

it('a source flows while none of its sinks holds it', () => {
  const from = source()
  const newFlow = valve(from)
  const [one, other] = [newFlow(), newFlow()]
  one.pause()
  other.pause()
  one.resume()
  expect(from.told).toEqual(['pause'])
  other.resume()
  expect(from.told).toEqual(['pause', 'resume'])
})

it('is told only what changes, whatever the sinks do', () => {
  const anyAct = fc.tuple(fc.nat(2), fc.boolean())
  fc.assert(
    fc.property(fc.array(anyAct), (acts) => {
      const from = source()
      const newFlow = valve(from)
      const flows = [newFlow(), newFlow(), newFlow()]
      const holding = new Set<number>()
      for (const [at, holds] of acts) {
        if (holds) holding.add(at)
        else holding.delete(at)
        if (holds) flows[at]?.pause()
        else flows[at]?.resume()
        expect(from.told.length % 2 === 1).toBe(holding.size > 0)
      }
      expect(from.told.every((word, at) => word === (at % 2 === 0 ? 'pause' : 'resume'))).toBe(true)
    }),
  )
})
