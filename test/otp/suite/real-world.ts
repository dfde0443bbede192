// Real processes and real signals: each child is a shell under orders.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { start, type Tree } from '@otp-sup/core'
import { expect } from 'vitest'
import { livingMembers } from '../../support/processes.ts'
import { type World, worldOf } from './world.ts'

export function realWorld(): World {
  const cwd = mkdtempSync(join(tmpdir(), 'otp-suite-'))
  const kill = new AbortController()
  let started: Promise<Tree> | null = null
  return worldOf({
    start: (spec, onEvent) => {
      started = start(spec, { onEvent, kill: kill.signal, cwd })
      return started
    },
    failStarts: (path, times) => {
      mkdirSync(join(cwd, path), { recursive: true })
      writeFileSync(join(cwd, path, 'fails'), `${times}\n`)
    },
    exit: (path, how, pid) => {
      // The child holds its fifo open for both ways, so nobody waits here.
      if (typeof how === 'number') writeFileSync(join(cwd, path, 'ends'), `${how}\n`, { flag: 'r+' })
      else process.kill(pid, how)
    },
    close: async (pids) => {
      kill.abort()
      const tree = await started?.catch(() => null)
      await tree?.done
      expect(pids.flatMap(livingMembers)).toEqual([])
      rmSync(cwd, { recursive: true })
    },
  })
}
