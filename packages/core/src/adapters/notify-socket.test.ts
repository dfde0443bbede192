import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { openNotifySocket } from './notify-socket.ts'

describe('a notify socket that cannot be made is refused', () => {
  it('without perl, by the name of the package', () => {
    expect(() => openNotifySocket(false, '/no/such/perl')).toThrow(
      'ready: { notify: "systemd" } needs /no/such/perl, which cannot be run. Install the package perl-base, or use notify: "fd"',
    )
  })

  it('when none comes to be, by the folder', () => {
    expect(() => openNotifySocket(false, '/bin/false')).toThrow(
      `ready: { notify: "systemd" } needs a socket in ${tmpdir()}, and none came to be there.`,
    )
  })
})

it('a notify socket is there when it is given, and gone with its folder when it is closed', () => {
  const socket = openNotifySocket(false)
  expect(existsSync(socket.path)).toBe(true)
  socket.close()
  expect(existsSync(socket.path)).toBe(false)
})
