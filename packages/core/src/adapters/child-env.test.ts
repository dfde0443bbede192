import { describe, expect, it } from 'vitest'
import type { ExitReason } from '../exit-reason.ts'
import type { LaunchOrder } from '../ports/launcher.ts'
import type { Program } from '../spec/child-spec.ts'
import { childEnv } from './child-env.ts'

const own = { PATH: '/bin', HOME: '/root', OTP_SUP_LAST_EXIT: 'exit 9' }

const order = (program: Partial<Program>, rest: Partial<LaunchOrder> = {}): LaunchOrder => ({
  path: 'shop/db',
  incarnation: 2,
  run: 'inner',
  lastExit: null,
  spec: { program: { env: {}, inheritEnv: true, ...program } } as LaunchOrder['spec'],
  ...rest,
})

const marks = { OTP_SUP_PATH: 'shop/db', OTP_SUP_INCARNATION: '2', OTP_SUP_RUN: 'inner' }

const exit = (part: Partial<ExitReason>): ExitReason => ({
  class: 'abnormal',
  kind: 'exit',
  code: null,
  signal: null,
  errno: null,
  ...part,
})

describe('the environment of a leaf', () => {
  it.each([
    ['true: all of ours', true, { PATH: '/bin', HOME: '/root' }],
    ['false: nothing', false, {}],
    ['a list: these, where they are set', ['HOME', 'LANG'], { HOME: '/root' }],
  ] as const)('inherits by inheritEnv %s', (_, inheritEnv, inherited) => {
    expect(childEnv(order({ inheritEnv }), own)).toEqual({ ...inherited, ...marks })
  })

  it('takes env before what it inherits', () => {
    expect(childEnv(order({ env: { HOME: '/home/db' } }), own)).toMatchObject({ HOME: '/home/db', PATH: '/bin' })
  })

  it('keeps the mark of an outer run, so that both sweeps find it', () => {
    expect(childEnv(order({ inheritEnv: false }), { OTP_SUP_RUN: 'outer' })['OTP_SUP_RUN']).toBe('outer:inner')
  })

  it.each([
    ['exit 1', exit({ code: 1 })],
    ['signal SIGKILL', exit({ kind: 'signal', signal: 'SIGKILL' })],
    ['spawn_error ENOENT', exit({ kind: 'spawn_error', errno: 'ENOENT' })],
    ['start_timeout', exit({ kind: 'start_timeout' })],
  ])('tells of the last exit: %s', (text, lastExit) => {
    expect(childEnv(order({}, { lastExit }), own)['OTP_SUP_LAST_EXIT']).toBe(text)
  })
})
