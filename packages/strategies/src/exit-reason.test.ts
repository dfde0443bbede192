import { describe, expect, it } from 'vitest'
import { classifyExit, type ExitRules, type ProcessExit } from './exit-reason.ts'

const rules: ExitRules = { successCodes: [0], shutdownCodes: [75], stopSignal: 'SIGTERM' }
const code = (value: number): ProcessExit => ({ kind: 'exit', code: value })
const signal = (name: string): ProcessExit => ({ kind: 'signal', signal: name })

describe('an end that nobody asked for', () => {
  it.each([
    ['exit code 0', code(0), 'normal'],
    ['exit code 1', code(1), 'abnormal'],
    ['a code listed in shutdownCodes', code(75), 'shutdown'],
    ['death by SIGTERM', signal('SIGTERM'), 'shutdown'],
    ['death by SIGINT', signal('SIGINT'), 'shutdown'],
    ['death by SIGHUP', signal('SIGHUP'), 'shutdown'],
    ['128 + SIGTERM, as a shell says it', code(143), 'shutdown'],
    ['128 + SIGINT', code(130), 'shutdown'],
    ['128 + SIGHUP', code(129), 'shutdown'],
    ['death by SIGKILL: the OOM killer sends it', signal('SIGKILL'), 'abnormal'],
    ['death by SIGSEGV', signal('SIGSEGV'), 'abnormal'],
  ] as const)('%s has class %s', (_, end, expected) => {
    expect(classifyExit(end, rules, false)).toBe(expected)
  })

  it('is abnormal when no code counts as success', () => {
    expect(classifyExit(code(0), { ...rules, successCodes: [] }, false)).toBe('abnormal')
  })
})

describe('an end that we asked for', () => {
  it.each([
    ['by the stop signal', signal('SIGTERM'), 'shutdown'],
    ['by 128 + the stop signal', code(143), 'shutdown'],
    ['with a code of success', code(0), 'shutdown'],
    ['with any other code', code(3), 'abnormal'],
    ['by SIGKILL', signal('SIGKILL'), 'abnormal'],
  ] as const)('%s has class %s', (_, end, expected) => {
    expect(classifyExit(end, rules, true)).toBe(expected)
  })

  it('goes by the child’s own stop signal', () => {
    const quit = { ...rules, stopSignal: 'SIGQUIT' }
    expect(classifyExit(signal('SIGQUIT'), quit, true)).toBe('shutdown')
    expect(classifyExit(code(131), quit, true)).toBe('shutdown')
    expect(classifyExit(signal('SIGQUIT'), quit, false)).toBe('abnormal')
  })

  it.each([
    ['SIGUSR1', 138],
    ['SIGSEGV', 139],
    ['SIGURG', 151],
    ['SIGSYS', 159],
  ])('may be %s, which a shell reports as %i', (stopSignal, value) => {
    expect(classifyExit(code(value), { ...rules, stopSignal }, true)).toBe('shutdown')
  })

  it('knows no exit code for a signal that has no number', () => {
    expect(classifyExit(code(159), { ...rules, stopSignal: 'SIGUNUSED' }, true)).toBe('abnormal')
  })
})
