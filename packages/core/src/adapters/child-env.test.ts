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
  spec: {
    program: { cwd: '/srv', env: {}, inheritEnv: true, preferLocal: false, attributes: null, ...program },
  } as LaunchOrder['spec'],
  ...rest,
})

const sources = (ownEnv: Record<string, string>, showsColors = false, fileEnv: Record<string, string> = {}) => ({
  ownEnv,
  fileEnv,
  showsColors,
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
    expect(childEnv(order({ inheritEnv }), sources(own, false))).toEqual({ ...inherited, ...marks })
  })

  it('has nothing that was meant for us alone: how we ended, and where to say that we are ready', () => {
    const ours = {
      OTP_SUP_LAST_EXIT: 'exit 9',
      OTP_SUP_NOTIFY_FD: '3',
      NODE_CHANNEL_FD: '3',
      NODE_CHANNEL_SERIALIZATION_MODE: 'json',
      NOTIFY_SOCKET: '/run/systemd/notify',
      WATCHDOG_USEC: '1000000',
      OTP_SUP_NAME: 'outer',
    }
    const names = Object.keys(ours)
    expect(childEnv(order({ inheritEnv: true }), sources(ours))).toEqual(marks)
    expect(childEnv(order({ inheritEnv: names }), sources(ours))).toEqual(marks)
  })

  it('takes env before what it inherits', () => {
    expect(childEnv(order({ env: { HOME: '/home/db' } }), sources(own, false))).toMatchObject({
      HOME: '/home/db',
      PATH: '/bin',
    })
  })

  it('takes what its files say before what it inherits, and env before both', () => {
    const files = { HOME: '/file', TOKEN: 'file', A: 'file' }
    expect(childEnv(order({ env: { A: 'env' } }), sources(own, false, files))).toMatchObject({
      HOME: '/file',
      TOKEN: 'file',
      A: 'env',
      PATH: '/bin',
    })
  })

  it('with a user inherits nothing of ours that the account of that user says', () => {
    const attributes = { user: 'db', group: null, umask: null, nice: null, oomScoreAdj: null, nofile: null }
    const all = { ...own, USER: 'root', LOGNAME: 'root', SHELL: '/bin/sh' }
    expect(childEnv(order({ attributes }), sources(all))).toEqual({ PATH: '/bin', ...marks })
    expect(childEnv(order({ attributes, inheritEnv: ['HOME'] }), sources(all))).toEqual(marks)
    expect(childEnv(order({ attributes, env: { HOME: '/srv' } }), sources(all))).toMatchObject({ HOME: '/srv' })
    expect(childEnv(order({ attributes: { ...attributes, user: null, nice: 1 } }), sources(all))).toMatchObject({
      HOME: '/root',
    })
  })

  it('with preferLocal has the programs of its package before its PATH', () => {
    const env = { PATH: '/opt/bin' }
    expect(childEnv(order({ preferLocal: true }), sources(own, false))['PATH']).toBe(
      '/srv/node_modules/.bin:/node_modules/.bin:/bin',
    )
    expect(childEnv(order({ preferLocal: true, env }), sources(own, false))['PATH']).toMatch(/:\/opt\/bin$/)
    expect(childEnv(order({ preferLocal: true, inheritEnv: false }), sources(own, false))['PATH']).toMatch(
      /:\/bin:\/usr\/bin$/,
    )
  })

  it('keeps the mark of an outer run, so that both sweeps find it', () => {
    expect(childEnv(order({ inheritEnv: false }), sources({ OTP_SUP_RUN: 'outer' }, false))['OTP_SUP_RUN']).toBe(
      'outer:inner',
    )
  })

  it.each([
    ['exit 1', exit({ code: 1 })],
    ['signal SIGKILL', exit({ kind: 'signal', signal: 'SIGKILL' })],
    ['spawn_error ENOENT', exit({ kind: 'spawn_error', errno: 'ENOENT' })],
    ['start_timeout', exit({ kind: 'start_timeout' })],
  ])('tells of the last exit: %s', (text, lastExit) => {
    expect(childEnv(order({}, { lastExit }), sources(own, false))['OTP_SUP_LAST_EXIT']).toBe(text)
  })

  it.each([
    ['when its output is seen with colours', true, {}, own, '1'],
    ['never when it is not', false, {}, own, undefined],
    ['never against NO_COLOR in its env', true, { NO_COLOR: '1' }, own, undefined],
    ['never against NO_COLOR of ours, inherited or not', true, {}, { NO_COLOR: '' }, undefined],
    ['never against FORCE_COLOR in its env', true, { FORCE_COLOR: '0' }, own, '0'],
  ] as const)('has FORCE_COLOR %s', (_, showsColors, env, ownEnv, expected) => {
    expect(childEnv(order({ env }), sources(ownEnv, showsColors))['FORCE_COLOR']).toBe(expected)
    if (!('FORCE_COLOR' in env))
      expect(childEnv(order({ env, inheritEnv: false }), sources(ownEnv, showsColors))['FORCE_COLOR']).toBe(expected)
  })
})
