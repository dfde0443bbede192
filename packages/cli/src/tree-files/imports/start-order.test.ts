import fc from 'fast-check'
import { expect, it } from 'vitest'
import { startOrder } from './start-order.ts'

it('dependencies come first, the rest in the order of the file', () => {
  const edges = new Map([
    ['c', ['a']],
    ['b', []],
    ['a', ['b']],
    ['d', []],
  ])
  expect(startOrder(edges)).toEqual({ ok: true, names: ['b', 'a', 'c', 'd'] })
})

it.each<readonly [edges: Record<string, readonly string[]>, circle: readonly string[]]>([
  [{ a: ['a'] }, ['a', 'a']],
  [{ x: ['a'], a: ['b'], b: ['a'] }, ['a', 'b', 'a']],
])('%j has a circle', (edges, circle) => {
  expect(startOrder(new Map(Object.entries(edges)))).toEqual({ ok: false, circle })
})

it('whatever depends on what: an order in which all is after what it depends on, or a circle', () => {
  const names = ['a', 'b', 'c', 'd', 'e']
  const any = fc.array(fc.subarray(names), { minLength: 5, maxLength: 5 })
  fc.assert(
    fc.property(any, (lists) => {
      const edges = new Map(names.map((name, index) => [name, lists[index] ?? []]))
      const order = startOrder(edges)
      if (order.ok) {
        expect(order.names.toSorted()).toEqual(names)
        for (const [name, before] of edges)
          for (const each of before) expect(order.names.indexOf(each)).toBeLessThan(order.names.indexOf(name))
      } else {
        expect(order.circle.length).toBeGreaterThan(1)
        expect(order.circle.at(0)).toBe(order.circle.at(-1))
        for (const [index, name] of order.circle.slice(0, -1).entries())
          expect(edges.get(name)).toContain(order.circle[index + 1])
      }
    }),
  )
})
