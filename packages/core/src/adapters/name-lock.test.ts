import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { takeName } from './name-lock.ts'
import { prepareRunPlace, type RunPlace, runPlace } from './run-directory.ts'

const HOLDER = { pid: process.pid, name: 'shop', file: null, log: null }

const prepared = (): RunPlace => {
  const base = mkdtempSync(join(tmpdir(), 'otp-sup-lock-'))
  onTestFinished(() => rmSync(base, { recursive: true }))
  const place = runPlace('shop', base)
  prepareRunPlace(place)
  return place
}

const withPath = (path: string): void => {
  const { PATH } = process.env
  process.env['PATH'] = path
  onTestFinished(() => void (process.env['PATH'] = PATH))
}

/** Whether this process has it open. */
const isOpen = (file: string): boolean =>
  readdirSync('/proc/self/fd').some((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`) === file
    } catch {
      return false // the one that lists them
    }
  })

it.runIf(process.platform === 'linux')(
  'a lock that is released, and one that nobody can lock, are not open',
  async () => {
    const place = prepared()
    const lock = await takeName(place, HOLDER)
    expect(isOpen(place.lock)).toBe(true)
    lock.release()
    expect(isOpen(place.lock)).toBe(false)
    withPath('/nowhere')
    await expect(takeName(place, HOLDER)).rejects.toThrow('neither flock nor perl can be run')
    expect(isOpen(place.lock)).toBe(false)
  },
)
