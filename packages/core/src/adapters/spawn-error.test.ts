import { tmpdir } from 'node:os'
import { expect, it } from 'vitest'
import { spawnError } from './spawn-error.ts'

const error = Object.assign(new Error('spawn ENOENT'), { code: 'ENOENT' })

it('names what does not exist on one line, whatever is in the name', () => {
  const attempt = { file: 'no\nsuch', cwd: tmpdir(), searchPath: '/nowhere', user: null }
  expect(spawnError(attempt, error)).toMatchObject({
    errno: 'ENOENT',
    message: 'there is no command "no\\nsuch" in its PATH. Install it, or correct command or env.PATH.',
  })
  expect(spawnError({ ...attempt, cwd: '/no\nwhere' }, error)).toMatchObject({
    message: 'its working directory "/no\\nwhere" does not exist. Create it, or correct cwd.',
  })
})
