import { spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { bin, folderWith } from '../cli/otp-sup.ts'

it('17-control: a script steers a tree in the background', { timeout: 60_000 }, () => {
  const folder = folderWith({ 'otp-sup': `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n` })
  chmodSync(join(folder, 'otp-sup'), 0o755)
  const script = join(import.meta.dirname, '../../examples/17-control/deploy.sh')
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}`, XDG_STATE_HOME: join(folder, 'state') }
  const { stdout, stderr, status } = spawnSync('sh', [script], { env, encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toBe(`shop/api is ready
shop/api | api of version 1
shop/api | api of version 2
why: it was asked for
no such path: exit code 4
not running: exit code 5
`)
})
