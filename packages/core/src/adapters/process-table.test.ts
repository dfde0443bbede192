import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { nodeClock } from './node-clock.ts'
import { parseStat } from './proc-stat.ts'
import { processTable } from './process-table.ts'

describe('a line of /proc/PID/stat', () => {
  it.each([
    [
      'a plain name',
      '12 (cat) S 1 7 8 0 -1 4194304 9 9 9 9 1000 200 30 4 20 0',
      { command: 'cat', state: 'S', group: 7, session: 8, cpuTicks: 1234 },
    ],
    [
      'a name that looks like the rest of the line',
      '12 (a) R 9 9) Z 1 7 7 0 -1',
      { command: 'a) R 9 9', state: 'Z', group: 7, session: 7, cpuTicks: 0 },
    ],
    [
      'a name of blanks and parentheses',
      '12 ( ) ( ) T 1 8 8 0 -1',
      { command: ' ) ( ', state: 'T', group: 8, session: 8, cpuTicks: 0 },
    ],
  ])('is read by its last parenthesis: %s', (_, line, stat) => {
    expect(parseStat(line)).toEqual(stat)
  })
})

describe.runIf(process.platform === 'linux')('the process table', () => {
  const clock = nodeClock()
  const { group } = parseStat(readFileSync('/proc/self/stat', 'latin1'))

  it('lists this process in its group, alive', () => {
    expect(processTable(clock).members(group, clock.nowMs())).toContainEqual({ pid: process.pid, zombie: false })
  })

  it('has nobody in a group that does not exist', () => {
    expect(processTable(clock).members(2 ** 22 + 1, clock.nowMs())).toEqual([])
  })

  it('answers from the same look as long as it is young enough', () => {
    const table = processTable(clock)
    const sinceMs = clock.nowMs()
    const first = table.members(group, sinceMs)
    expect(table.members(group, sinceMs)).toBe(first)
    expect(table.members(group, clock.nowMs() + 1)).not.toBe(first)
  })
})
