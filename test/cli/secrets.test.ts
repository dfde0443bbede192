import { connect } from '@otp-sup/core/client'
import { expect, it } from 'vitest'
import { folderWith, otpSup, STAYS } from './otp-sup.ts'

it('no client and no event sees what a variable stands for', async () => {
  const url = 'http://127.0.0.1:1/?key=${KEY}'
  const api = {
    id: 'api',
    command: STAYS,
    stopCommand: ['true', '${KEY}'],
    health: { http: url, every: '1h' },
    shutdown: '10ms',
  }
  const cwd = folderWith({ 'tree.json': { id: 'hiding', children: [api] } })
  await otpSup(['run', 'tree.json'], { cwd, env: { KEY: 'hunter2' } }).stderr.found(/tree \w+ started/)
  const client = await connect('hiding')
  const answer = await client.call('getChildSpec', { path: 'hiding/api' })
  expect(answer).toMatchObject({ value: { stopCommand: ['true', '${KEY}'] } })
  const all = [answer, await client.show('hiding/api'), await client.recentEvents(0)]
  expect(JSON.stringify(all)).not.toContain('hunter2')
})
