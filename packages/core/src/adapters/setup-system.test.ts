import { describe, expect, it } from 'vitest'
import { whyNotHere } from './setup-system.ts'

const NOTHING = { user: null, group: null, umask: null, nice: null, oomScoreAdj: null, nofile: null }
const MAC = { platform: 'darwin', arch: 'arm64' }

describe('what can be set', () => {
  it.each([
    ['on Linux, all', { platform: 'linux', arch: 'x64' }, { umask: 0, nice: 1, oomScoreAdj: 1, nofile: 1 }],
    ['on macOS, what every Unix has', MAC, { user: 'www', group: 'www', umask: 0, nice: 1 }],
  ])('%s', (_, machine, some) => {
    expect(whyNotHere({ ...NOTHING, ...some }, machine)).toBe(null)
  })

  it.each([
    [{ oomScoreAdj: 1 }, MAC, 'oomScoreAdj cannot be set on darwin (arm64). Leave it out there.'],
    [{ nofile: 1 }, MAC, 'limits.nofile cannot be set on darwin (arm64). Leave it out there.'],
    [
      { nofile: 1 },
      { platform: 'linux', arch: 'mips' },
      'limits.nofile cannot be set on linux (mips). Leave it out there.',
    ],
  ])('not %j on %j', (some, machine, message) => {
    expect(whyNotHere({ ...NOTHING, ...some }, machine)).toEqual({ kind: 'spawn_error', errno: 'ENOTSUP', message })
  })
})
