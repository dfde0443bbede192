import { describe, expect, it } from 'vitest'
import { badSignificance, isAutoShutdownDue } from './auto-shutdown.ts'

const significant = { significant: true }
const up = { significant: true, isUp: true }
const down = { significant: true, isUp: false }

describe('a child that ended by itself and is not restarted', () => {
  it.each([
    ['never: nothing happens', 'never', significant, [down], false],
    ['any_significant: one is enough', 'any_significant', significant, [up, down], true],
    [
      'any_significant: one that is not significant does not count',
      'any_significant',
      { significant: false },
      [],
      false,
    ],
    ['all_significant: not while another is up', 'all_significant', significant, [up, down], false],
    ['all_significant: when no other is up, however it went down', 'all_significant', significant, [down, down], true],
    [
      'all_significant: others need not be down',
      'all_significant',
      significant,
      [down, { significant: false, isUp: true }],
      true,
    ],
  ] as const)('%s', (_, flag, ended, children, due) => {
    expect(isAutoShutdownDue(flag, ended, children)).toBe(due)
  })
})

describe('a significant child', () => {
  it.each([
    ['is refused under autoShutdown never', 'transient', 'never', 'significant_under_never'],
    ['must not be permanent', 'permanent', 'any_significant', 'significant_permanent'],
    ['must not be permanent, whatever the supervisor', 'permanent', null, 'significant_permanent'],
    ['may be transient', 'transient', 'any_significant', null],
    ['may be temporary', 'temporary', 'all_significant', null],
    ['is taken when the supervisor is not known (OTP: check_childspecs/1)', 'transient', null, null],
  ] as const)('%s', (_, restart, flag, problem) => {
    expect(badSignificance({ significant: true, restart }, flag)).toBe(problem)
  })

  it('is the only one that these rules are about', () => {
    expect(badSignificance({ significant: false, restart: 'permanent' }, 'never')).toBeNull()
  })
})
