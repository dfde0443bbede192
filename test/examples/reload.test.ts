import { spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { bin, folderWith } from '../cli/otp-sup.ts'

it('18-reload: a running tree takes another file, and refuses a broken one', { timeout: 60_000 }, () => {
  const folder = folderWith({ 'otp-sup': `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n` })
  chmodSync(join(folder, 'otp-sup'), 0o755)
  const script = join(import.meta.dirname, '../../examples/18-reload/reload.sh')
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}`, XDG_STATE_HOME: join(folder, 'state') }
  const { stdout, stderr, status } = spawnSync('sh', [script], { env, encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toBe(`~ shop         in place: intensity
- shop/old     removed
~ shop/db      in place: shutdown
! shop/api     restarted: env; takes along shop/web
+ shop/mailer  added
Nothing was changed.
db has kept its process
nothing is different
refused, and nothing is changed: exit code 2
`)
})
