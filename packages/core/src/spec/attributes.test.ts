import { describe, expect, it } from 'vitest'
import { checkSpec } from './check-spec.ts'
import type { LeafSpec, SupervisorChildSpec } from './child-spec.ts'

const cwd = '/srv/shop'
const check = (options: object) =>
  checkSpec({ id: 'shop', children: [{ id: 'api', command: ['true'], ...options }] }, { cwd })

const accepted = (options: object): LeafSpec => {
  const checked = check(options)
  expect(checked).toMatchObject({ ok: true })
  return (checked as { spec: SupervisorChildSpec }).spec.children[0] as LeafSpec
}

/** What is wrong, as `key: message fix`. */
const said = (options: object): readonly string[] => {
  const checked = check(options)
  return checked.ok ? [] : checked.problems.map(({ key, message, fix }) => `${key}: ${message} ${fix}`)
}

describe('what is set in a process before its program runs', () => {
  it('is nothing unless something is asked for: the program is spawned as it is', () => {
    expect(accepted({}).program).toMatchObject({ attributes: null, envFiles: [] })
    expect(accepted({ limits: {} }).program.attributes).toBe(null)
    expect(accepted({}).source).not.toHaveProperty('user')
  })

  it('is taken as it is written, an umask in octal', () => {
    const options = { user: 'www-data', group: 33, umask: '027', nice: -5, oomScoreAdj: 500, limits: { nofile: 4096 } }
    const { program, source } = accepted(options)
    expect(program.attributes).toEqual({
      user: 'www-data',
      group: 33,
      umask: 0o27,
      nice: -5,
      oomScoreAdj: 500,
      nofile: 4096,
    })
    expect(source).toMatchObject(options)
  })

  it('what is not asked for stays as it is in the supervisor', () => {
    const rest = { user: null, group: null, nice: null, oomScoreAdj: null, nofile: null }
    expect(accepted({ umask: '0022' }).program.attributes).toEqual({ ...rest, umask: 0o22 })
  })

  it.each([
    ['.env', ['/srv/shop/.env']],
    [
      ['/etc/shop.env', '../.env'],
      ['/etc/shop.env', '/srv/.env'],
    ],
    [[], []],
  ])('envFile %j is taken from the folder of the tree', (envFile, envFiles) => {
    expect(accepted({ envFile, cwd: 'api' }).program.envFiles).toEqual(envFiles)
  })
})

describe('a wrong value is told with the way out', () => {
  const account = 'Write "www-data" or 33, for example.'
  const umask = 'Write "027", for example: nothing for others, and no writing for the group.'
  it.each([
    [{ user: '' }, `user: user is "", but must be the name or the number of a user. ${account}`],
    [{ user: -1 }, `user: user is -1, but must be the name or the number of a user. ${account}`],
    [{ user: 2 ** 32 - 1 }, `user: user is 4294967295, but must be the name or the number of a user. ${account}`],
    [{ user: ':x' }, `user: user is ":x", but must be the name or the number of a user. ${account}`],
    [
      { user: 'app:staff' },
      'user: user is "app:staff", but must be the name or the number of a user. Write user: "app" and group: "staff".',
    ],
    [{ group: 'my group' }, `group: group is "my group", but must be the name or the number of a group. ${account}`],
    [
      { umask: 0o27 },
      'umask: umask is 23, a number: 027 is 23 to some readers and 27 to others. Write "023" or "027", in quotes, whichever is meant.',
    ],
    [
      { umask: 77 },
      'umask: umask is 77, a number: 027 is 23 to some readers and 27 to others. Write "077" or "115", in quotes, whichever is meant.',
    ],
    [{ umask: 0 }, 'umask: umask is 0, a number: 027 is 23 to some readers and 27 to others. Write "000", in quotes.'],
    [
      { umask: 9999 },
      'umask: umask is 9999, a number: 027 is 23 to some readers and 27 to others. Write "027", for example, in quotes.',
    ],
    [{ umask: '27' }, `umask: umask is "27", which is not three octal digits in quotes. ${umask}`],
    [{ umask: '089' }, `umask: umask is "089", which is not three octal digits in quotes. ${umask}`],
    [
      { nice: 20 },
      'nice: nice is 20, but must be a whole number from -20 to 19. Write 10, for example, to give way to others.',
    ],
    [
      { oomScoreAdj: -1001 },
      'oomScoreAdj: oomScoreAdj is -1001, but must be a whole number from -1000 to 1000. Write -500, for example, to be killed later than others when memory is short.',
    ],
    [
      { limits: { nofile: 0 } },
      'limits.nofile: limits.nofile is 0, but must be a whole number from 1: how many files may be open. Write 4096, for example.',
    ],
    [{ limits: 4096 }, 'limits: limits is 4096, but must be an object. Write limits: { memory: "512MiB" }.'],
    [{ limits: [1] }, 'limits: limits is [1], but must be an object. Write limits: { memory: "512MiB" }.'],
    [
      { envFile: true },
      'envFile: envFile is true, but must be the path of a file, or a list of paths. Write ".env" or [".env", ".env.local"].',
    ],
    [{ envFile: '' }, 'envFile: envFile is "", but must be the path of a file. Write ".env", for example.'],
    [{ envFile: ['a', 1] }, 'envFile.1: envFile.1 is 1, but must be the path of a file. Write ".env", for example.'],
  ])('%j', (options, expected) => {
    expect(said(options)).toEqual([expected])
  })
})

describe('other words for ours', () => {
  it('a limit that nobody knows', () => {
    expect(said({ limits: { nofiles: 1 } })).toEqual([
      'limits.nofiles: limits.nofiles is not known. Did you mean nofile?',
    ])
    expect(said({ limits: { stack: 1 } })).toEqual([
      'limits.stack: limits.stack is not known. Write limits: { memory: "512MiB" }.',
    ])
  })

  it.each([
    ['run_as', 'Write user.'],
    ['User', 'Write user.'],
    ['uid', 'Write user.'],
    ['Group', 'Write group.'],
    ['UMask', 'Write umask.'],
    ['Nice', 'Write nice.'],
    ['OOMScoreAdjust', 'Write oomScoreAdj.'],
    ['oom_score_adj', 'Write oomScoreAdj.'],
    ['env_file', 'Write envFile.'],
    ['EnvironmentFile', 'Write envFile.'],
    ['LimitNOFILE', 'Write limits: { nofile: 4096 }, for example.'],
    ['nofile', 'Write limits: { nofile: 4096 }, for example.'],
    ['ulimits', 'Write limits: { nofile: 4096 }, for example.'],
    ['max_memory_restart', 'Write limits: { memory: "512MiB" }, for example.'],
    ['mem_limit', 'Write limits: { memory: "512MiB" }, for example.'],
  ])('%s: %s', (key, fix) => {
    expect(said({ [key]: 1 })).toEqual([expect.stringMatching(/otp-sup calls it /)])
    expect(said({ [key]: 1 })[0]).toMatch(new RegExp(`${fix.replaceAll(/[.{}]/g, String.raw`\$&`)}$`))
  })

  it('are answered in a supervisor, too', () => {
    expect(checkSpec({ id: 'shop', children: [], ulimits: {} }, { cwd })).toMatchObject({
      problems: [
        {
          message: 'ulimits is not an option of a supervisor; otp-sup calls it limits.nofile.',
          fix: 'Write limits: { nofile: 4096 } in a worker instead, for example.',
        },
      ],
    })
  })
})
