import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { oomCounters, oomKills } from './oom-kills.ts'

const folder = mkdtempSync(join(tmpdir(), 'oom-'))
afterAll(() => rmSync(folder, { recursive: true }))
const counter = (name: string) => {
  const file = join(folder, name)
  const set = (kills: number): void => writeFileSync(file, `low 0\noom ${kills}\noom_kill ${kills}\noom_group_kill 0\n`)
  set(0)
  return { file, set }
}

describe('kills for want of memory', () => {
  it('are claimed by as many exits as the kernel counted, whatever it had counted before', () => {
    const events = counter('events')
    events.set(7)
    const kills = oomKills(() => 0, [events.file])
    expect(kills.claim()).toBe(false)
    events.set(9)
    expect([kills.claim(), kills.claim(), kills.claim()]).toEqual([true, true, false])
  })

  it('are the same kill when two counters count it', () => {
    const [group, machine] = [counter('group'), counter('machine')]
    const kills = oomKills(() => 0, [group.file, machine.file])
    group.set(1)
    machine.set(1)
    expect([kills.claim(), kills.claim()]).toEqual([true, false])
  })

  it('belong to no exit that comes long after', () => {
    let nowMs = 10_000
    const events = counter('late')
    const kills = oomKills(() => nowMs, [events.file])
    events.set(2)
    expect(kills.claim()).toBe(true)
    nowMs += 60_000
    expect(kills.claim()).toBe(false)
  })

  it('are not known where the system does not count them', () => {
    expect(oomKills(() => 0, [join(folder, 'none')]).claim()).toBe(false)
  })

  it.runIf(process.platform === 'linux')('are counted by the machine', () => {
    expect(oomCounters()).toContain('/proc/vmstat')
  })
})
