import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { folderWith, otpSup, otpSupResult } from './otp-sup.ts'

it('the tree that is meant is that of this folder, by whatever link its file was named', async () => {
  const cwd = folderWith({ 'tree.json': { id: 'other', children: [] } })
  await otpSup(['run', 'tree.json'], { cwd }).stderr.found(/tree \w+ started/)
  const links = folderWith({})
  symlinkSync(cwd, join(links, 'here'))
  const run = otpSup(['run', join(links, 'here', 'tree.json'), '--name', 'linked'], { cwd: links })
  await run.stderr.found(/tree \w+ started/)
  expect((await otpSupResult(['status'], { cwd })).stderr).toContain('several trees of this folder run: linked, other')
})
