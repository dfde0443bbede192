import { describe, expect, it } from 'vitest'
import type { Program } from '../spec/child-spec.ts'
import { plainBeginning, setUpBeginning, type Wanted } from './beginning.ts'

const program = { cwd: '/', attributes: { user: 'app' } } as Program
const attempt = { file: 'no-such', cwd: '/', searchPath: '/nowhere', user: 'app' }
const wanted: Wanted = { program, file: 'no-such', args: ['-v'], env: { TOKEN: 'hush' }, ownNames: [], attempt }
const error = (code: string) => Object.assign(new Error(`spawn ${code}`), { code })
const noFifo = () => null

describe('the beginning of a program', () => {
  it('is the program itself, unless something is to be set first', () => {
    expect(plainBeginning(wanted)).toMatchObject({ file: 'no-such', args: ['-v'], stdin: 'ignore', more: [] })
  })

  it('shows nobody its environment while it is set up: neither its arguments nor its first environment have it', () => {
    const { file, args, env, cwd } = setUpBeginning(wanted, noFifo, 3)
    expect({ file, env, cwd }).toEqual({ file: '/usr/bin/perl', env: {}, cwd: '/' })
    expect(args.slice(3)).toEqual(['3', 'no-such', '-v'])
    expect(args.join()).not.toContain('hush')
  })

  it('without perl is a failed start that names the package', () => {
    expect(setUpBeginning(wanted, noFifo, 3).failure(error('ENOENT'))).toEqual({
      kind: 'spawn_error',
      errno: 'ENOENT',
      message:
        'user, group, umask, nice, oomScoreAdj and limits are set by /usr/bin/perl, which cannot be run (ENOENT). Install the package perl-base, or leave these options out.',
    })
  })

  it('that fails by what every process needs says so', () => {
    expect(setUpBeginning(wanted, noFifo, 3).failure(error('EMFILE'))).toMatchObject({
      errno: 'EMFILE',
      message: expect.stringContaining('too many open files') as string,
    })
  })
})
