import { describe, expect, it } from 'vitest'
import { checkSpec } from './check-spec.ts'
import type { LeafSpec } from './child-spec.ts'
import type { LogOptions } from './leaf-options.ts'

const check = (log: unknown, more: object = {}) =>
  checkSpec({ id: 's', children: [{ id: 'a', command: ['true'], log, ...more }] }, { cwd: '/srv' })
const sinks = (log?: LogOptions) => {
  const checked = check(log)
  return checked.ok ? (checked.spec.children[0] as LeafSpec).program.sinks : checked.problems
}
const said = (log: unknown, more?: object): readonly string[] => {
  const checked = check(log, more)
  return checked.ok ? [] : checked.problems.map(({ key, message, fix }) => `${key}: ${message} ${fix}`)
}
const CONSOLE = [{ kind: 'console' }]

describe('log', () => {
  it.each<readonly [LogOptions | undefined, object]>([
    [undefined, { stdout: CONSOLE, stderr: CONSOLE }],
    [{}, { stdout: CONSOLE, stderr: CONSOLE }],
    [{ stdout: 'null' }, { stdout: [{ kind: 'null' }], stderr: CONSOLE }],
    [{ stderr: 'inherit' }, { stdout: CONSOLE, stderr: [{ kind: 'inherit' }] }],
    [
      { stdout: ['console', { file: 'logs/a.log' }], stderr: { file: '/var/log/a' } },
      {
        stdout: [{ kind: 'console' }, { kind: 'file', file: '/srv/logs/a.log' }],
        stderr: [{ kind: 'file', file: '/var/log/a' }],
      },
    ],
  ])('%j', (log, expected) => {
    expect(sinks(log)).toEqual(expected)
  })

  it.each([
    [{ stdout: null }, 'log.stdout: log.stdout is null, which is no sink. Write "null".'],
    [{ stdout: 'ignore' }, 'log.stdout: log.stdout is "ignore", which is no sink. Write "null".'],
    [{ stdout: 'consol' }, 'log.stdout: log.stdout is "consol", which is no sink. Write "console".'],
    [{ stdout: 'a.log' }, 'log.stdout: log.stdout is "a.log", which is no sink. Write { file: "a.log" }.'],
    [{ stdout: 'x' }, expect.stringContaining('Write "console", "inherit", "null" or { file: "…" }.')],
    [{ stdout: [] }, 'log.stdout: log.stdout is an empty list. Write "null" to drop the stream.'],
    [{ stdout: {} }, expect.stringContaining('log.stdout')],
    [{ stdout: { file: '' } }, expect.stringContaining('log.stdout.file is "", but must be the path of a file.')],
    [{ stdout: [{ file: 7 }] }, expect.stringContaining('log.stdout.0.file is 7, but must be the path of a file.')],
    [
      { stdout: ['inherit', 'console'] },
      'log.stdout.0: "inherit" stands beside other sinks, but nothing else can read the stream then. Write "console" instead, or leave it out.',
    ],
    ['a.log', expect.stringContaining('Write { stdout: { file: "a.log" } }')],
    [[], expect.stringContaining('must say where stdout and stderr go')],
    [{ file: 'a.log' }, expect.stringContaining('Write log: { stdout: { file: "a.log" } }, and the same for stderr.')],
    [{ stdou: 'null' }, 'log.stdou: log.stdou is not known. Did you mean stdout?'],
    [{ level: 'info' }, 'log.level: log.level is not known. Write log: { stdout: …, stderr: … }.'],
    [{ stdout: { fil: 'a' } }, expect.stringContaining('Did you mean file?')],
  ])('%j is refused', (log, expected) => {
    expect(said(log)).toEqual([expected])
  })

  it.each([
    ['maxSize', { file: 'a', maxSize: '1MB' }],
    ['maxFiles', { file: 'a', maxFiles: 3 }],
    ['compress', { file: 'a', compress: true }],
    ['direct', { direct: 'a' }],
    ['syslog', { syslog: {} }],
    ['http', { http: 'http://x' }],
    ['winston', 'winston'],
  ])('%s is of a later version', (word, stdout) => {
    expect(said({ stdout })).toEqual([
      expect.stringContaining(`The sink's ${word} is not supported by this version of otp-sup yet.`),
    ])
  })

  it('ready: { log } needs a stream that can be read', () => {
    const ready = { log: 'up' }
    expect(said({ stdout: 'inherit', stderr: 'inherit' }, { ready })).toEqual([
      'log: ready waits for a line of the log, but stdout and stderr are "inherit": no line of them can be read. Write "console" for one of them, or wait for something else.',
    ])
    expect(said({ stdout: 'inherit' }, { ready })).toEqual([])
    expect(said({ stdout: 'null', stderr: 'null' }, { ready })).toEqual([])
  })
})
