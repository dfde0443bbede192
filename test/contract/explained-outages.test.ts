// The longest outage that explain foretells at worst, in random trees.
import type { SupervisorSpec } from '@otp-sup/core'
import { type Absence, explain } from '@otp-sup/core/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyRun, leavesOf } from '../support/any-run.ts'

const FAILURES = { times: fc.integer({ min: 1, max: 6 }), every: fc.constantFrom(undefined, '500ms', '4s', '1m') }

const anyFailure = fc.record({ run: anyRun, nth: fc.nat(8), code: fc.constantFrom(0, 1), ...FAILURES })

const LENGTHS: readonly Absence['kind'][] = ['back', 'no_limit', 'stays_down']

const isAtLeast = (worst: Absence, simulated: Absence): boolean =>
  worst.kind === 'back' && simulated.kind === 'back'
    ? worst.afterMs >= simulated.afterMs
    : LENGTHS.indexOf(worst.kind) >= LENGTHS.indexOf(simulated.kind)

const isOneShotIn = (spec: SupervisorSpec, path: string): boolean => {
  const [, id, ...rest] = path.split('/')
  for (const child of spec.children ?? []) {
    if (!child || child.id !== id) continue
    return 'children' in child ? isOneShotIn(child, [id, ...rest].join('/')) : isOneShot(child)
  }
  return false
}

const isOneShot = (child: object): boolean =>
  'ready' in child && typeof child.ready === 'object' && child.ready !== null && 'exit' in child.ready

describe('the longest outage', () => {
  it('is at worst never shorter than as simulated', { timeout: 120_000 }, () => {
    let isAnyLonger = false
    const look = fc.property(anyFailure, ({ run: { tree }, nth, code, times, every }) => {
      const workers = leavesOf(tree, 's').filter((path) => !isOneShotIn(tree, path))
      const path = workers[nth % workers.length]
      fc.pre(path !== undefined)
      const { outages } = explain(tree, { path, end: { code }, times, ...(every === undefined ? {} : { every }) })
      for (const { worst, simulated } of outages) {
        expect({ worst, simulated }).toSatisfy(() => isAtLeast(worst, simulated))
        isAnyLonger ||= !isAtLeast(simulated, worst)
      }
    })
    fc.assert(look, { numRuns: 300 })
    expect(isAnyLonger).toBe(true)
  })
})
