// `run --wait` and `run --env-file`, against real processes.
import { expect, it } from 'vitest'
import { folderWith, otpSupResult } from './otp-sup.ts'

it('--wait returns when what is checked is healthy, and --env-file gives the tree its variables', async () => {
  const health = { exec: ['test', '-e', 'well'], every: '100ms', failures: 1000 }
  const tree = {
    id: 'waits',
    children: [{ id: 'a', command: ['sh', '-c', 'sleep ${PAUSE}; touch well; exec sleep 1000'], health }],
  }
  const cwd = folderWith({ 'tree.json': tree, 'some.env': 'PAUSE=0.3\n' })
  const env = { XDG_STATE_HOME: cwd }
  const { code } = await otpSupResult(['run', '--wait', '--env-file', 'some.env', 'tree.json'], { cwd, env })
  expect(code).toBe(0)
  const { stdout } = await otpSupResult(['status', 'waits/a', '--json'], { cwd, env })
  expect(JSON.parse(stdout)).toMatchObject({ children: [{ healthy: true }] })
  expect((await otpSupResult(['shutdown'], { cwd, env })).code).toBe(0)
  // Node looks for this option too, before us: it is the one who refuses the file.
  const missing = await otpSupResult(['run', '--env-file', 'none.env', 'tree.json'], { cwd, env })
  expect(missing.code).not.toBe(0)
  expect(missing.stderr).toContain('none.env')
})
