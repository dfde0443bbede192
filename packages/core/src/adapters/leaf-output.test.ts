import { describe, expect, it } from 'vitest'
import { consoleOutput } from '../output/console-output.ts'
import type { Output } from '../ports/output.ts'
import type { Program, Ready, Sink, Sinks } from '../spec/child-spec.ts'
import { virtualClock } from '../testing/virtual-clock.ts'
import { showsColors, streamPlan } from './leaf-output.ts'

const nowhere = { write: () => true, on: () => {} }
const consoleWith = (colors: Output['colors']): Output =>
  consoleOutput({ stdout: nowhere, stderr: nowhere, colors, clock: virtualClock() })

const terminal = { kind: 'console' } as const
const file = { kind: 'file', file: '/var/log/db' } as const
const inherit = { kind: 'inherit' } as const
const none = { kind: 'null' } as const
const log: Ready = { kind: 'log', pattern: 'up', flags: '' }
const spawned: Ready = { kind: 'spawned' }

describe('a stream', () => {
  const withConsole = consoleWith({ stdout: true, stderr: true })
  it.each<readonly [string, string, readonly Sink[], Ready, Output | null]>([
    ['for the console', 'captured', [terminal], spawned, withConsole],
    ['for the console, when there is none', 'nowhere', [terminal], spawned, null],
    ['for a file', 'captured', [file], spawned, null],
    ['for a console that is missing and a file', 'captured', [terminal, file], spawned, null],
    ['for nobody', 'nowhere', [none], spawned, withConsole],
    ['for nobody, when a line of it says that it is ready', 'captured', [none], log, null],
    ['that is ours', 'inherited', [inherit], spawned, withConsole],
    ['that is ours, though a line of it would say that it is ready', 'inherited', [inherit], log, withConsole],
  ])('%s is %s', (_, plan, sinks, ready, output) => {
    const program = { sinks: { stdout: sinks, stderr: [none] }, ready } as Partial<Program> as Program
    expect(streamPlan(program, output).stdout).toBe(plan)
  })
})

describe('a child is told that colours are seen', () => {
  const stdoutOnly = { stdout: true, stderr: false }
  it.each<readonly [boolean, string, Sinks, Output['colors'] | null]>([
    [true, 'when both streams end there', { stdout: [terminal], stderr: [terminal] }, { stdout: true, stderr: true }],
    [true, 'when the other stream is seen by nobody', { stdout: [terminal], stderr: [none] }, stdoutOnly],
    [false, 'not when one stream ends elsewhere', { stdout: [terminal], stderr: [terminal] }, stdoutOnly],
    [false, 'not when a file has it too', { stdout: [terminal, file], stderr: [none] }, stdoutOnly],
    [false, 'not when nobody sees anything', { stdout: [none], stderr: [none] }, stdoutOnly],
    [false, 'not when it sees for itself', { stdout: [terminal], stderr: [inherit] }, stdoutOnly],
    [false, 'not without a console', { stdout: [terminal], stderr: [terminal] }, null],
  ])('%s: %s', (expected, _, sinks, colors) => {
    expect(showsColors(sinks, colors && consoleWith(colors))).toBe(expected)
  })
})
