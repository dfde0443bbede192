// `otp-sup logs --name NAME` of a tree that ran detached and does not run any more: its console is a file.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { folderWith, otpSupResult } from './otp-sup.ts'

const CONSOLE = `12:00:00.000 info shop/db (1) started
shop/api | one
shop/jobs/mailer | mail
shop/api | two
12:00:01.000 info tree shop stopped
`

const endedLogs = async (...words: readonly string[]) => {
  const cwd = folderWith({})
  mkdirSync(join(cwd, 'otp-sup/ended'), { recursive: true })
  writeFileSync(join(cwd, 'otp-sup/ended/log'), CONSOLE)
  const env = { XDG_STATE_HOME: cwd }
  const { code, stdout, stderr } = await otpSupResult(['logs', '--name', 'ended', ...words], { cwd, env })
  return [code, stdout, stderr.split('\n')[0]]
}

it.each([
  [[], CONSOLE],
  [['-n', '0'], ''],
  [['-n', '2'], CONSOLE.split('\n').slice(3).join('\n')],
  [['shop/api'], 'shop/api | one\nshop/api | two\n'],
  [['shop/jobs'], 'shop/jobs/mailer | mail\n'],
  [['mailer'], 'shop/jobs/mailer | mail\n'],
  [['shop/db'], ''],
])('%j tells the lines that were wanted', async (words, lines) => {
  expect(await endedLogs(...words)).toEqual([0, lines, expect.stringContaining('ended is not running')])
})

it('a path that the console does not know: exit 4', async () => {
  expect(await endedLogs('shop/ap')).toEqual([4, '', 'otp-sup: there is no "shop/ap" in the console of ended'])
})

it.each([['--json'], ['--follow'], ['--since', '10m']])('%s is refused: exit 2', async (...words) => {
  expect(await endedLogs(...words)).toEqual([2, '', `otp-sup: ${words[0]} cannot be had of a tree that does not run`])
})

it('a number of lines that is none is refused, as for a tree that runs: exit 2', async () => {
  expect(await endedLogs('-n', 'abc')).toEqual([2, '', 'otp-sup: a whole number is wanted'])
})
