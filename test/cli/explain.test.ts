import { describe, expect, it } from 'vitest'
import { folderWith, otpSupResult } from './otp-sup.ts'

const yaml = `id: shop
strategy: rest_for_one
intensity: 1
children:
  - { id: db, command: [no-such-program], env: { PASSWORD: secret }, args: ['\${PORT:-80}'], dependsOn: [] }
  - { id: api, command: [no-such-program], shutdown: 20s }
  - id: jobs
    dependsOn: []
    children:
      - { id: mailer, command: [no-such-program] }
      - { id: cleaner, command: [no-such-program] }
`
const json = { id: 'shop', children: [{ id: 'db', command: ['no-such-program'] }] }
const program = `export default ${JSON.stringify(json)}`
const files = { 'tree.yaml': yaml, 'a.json': json, 'b.js': program, 'c.ts': program, 'd.mts': program }

const explain = (argv: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  otpSupResult(['explain', ...argv], { cwd: folderWith(files), env })

type Told = {
  readonly version: number
  readonly tree: string
  readonly failures: readonly unknown[]
  readonly end: object
  readonly events: readonly { readonly type: string; readonly name?: string }[]
}

describe('explain', () => {
  it('tells what happens, what is left of the restarts, and how long who is not there', async () => {
    const { code, stdout, stderr } = await explain(['tree.yaml', '--if', 'shop/db:signal=KILL'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatchInlineSnapshot(`
      "Tree shop: shop/db is ended by SIGKILL

      What happens
        shop/db is permanent: to be restarted, whatever its end.
        shop restarts db and all that depends on it (rest_for_one):
          stops    api
          starts   db, api
          counts   restart 1 of 1 in 5s
        untouched  shop/jobs/*

      The tree goes on, and all is up again.

      Restarts used
        shop  1 of 1 in 5s; the next such failure makes it give up

      Longest outage  as simulated  at worst
        shop/db       no time       20s
        shop/api      no time       20s
        As simulated: stops and starts take no time, but for ready.delay and back-off.
        At worst: a stop takes its shutdown, a start with ready its startTimeout.
      "
    `)
  })

  it('tells the end of the tree, with the exit code of run, and at which failure it comes', async () => {
    const { code, stdout } = await explain(['--if', 'shop/jobs/mailer', '--times', '9'])
    expect(code).toBe(0)
    expect(stdout).toMatchInlineSnapshot(`
      "Tree shop: shop/jobs/mailer exits with code 1, 9 times, each as soon as all is
      at rest

      Failures 1 to 3, each
        shop/jobs/mailer is permanent: to be restarted, whatever its end.
        shop/jobs restarts mailer alone (one_for_one):
          starts   mailer
          counts   restarts 1 to 3 of 3 in 5s
        untouched  shop/db, shop/api, shop/jobs/cleaner

      Failure 4
        shop/jobs/mailer is permanent: to be restarted, whatever its end.
        shop/jobs gives up: restart 4 in 5s is one too many (intensity 3).
          stops    cleaner
        shop restarts jobs and all that depends on it (rest_for_one):
          starts   jobs (mailer, cleaner)
          counts   restart 1 of 1 in 5s
        untouched  shop/db, shop/api

      Failures 5 to 7, each
        shop/jobs/mailer is permanent: to be restarted, whatever its end.
        shop/jobs restarts mailer alone (one_for_one):
          starts   mailer
          counts   restarts 1 to 3 of 3 in 5s
        untouched  shop/db, shop/api, shop/jobs/cleaner

      Failure 8
        shop/jobs/mailer is permanent: to be restarted, whatever its end.
        shop/jobs gives up: restart 4 in 5s is one too many (intensity 3).
          stops    cleaner
        shop gives up: restart 2 in 5s is one too many (intensity 1).
          stops    api, db

      The tree ends: shop gave up. otp-sup run ends with exit code 10.
      "
    `)
  })

  it('takes failures that are apart from each other', async () => {
    const { stdout } = await explain(['tree.yaml', '--if', 'shop/db', '--times', '3', '--every', '10s'])
    expect(stdout).toContain('Failures 1 to 3, each\n')
    expect(stdout).toContain('shop  1 of 1 in 5s; 100 more at this pace do not make it give up')
  })

  it.each(['a.json', 'b.js', 'c.ts', 'd.mts'])('takes %s', async (file) => {
    const { code, stdout } = await explain([file, '--if', 'shop/db:exit=3'])
    expect(code).toBe(0)
    expect(stdout).toContain('Tree shop: shop/db exits with code 3\n')
  })

  it('--json is the analysis with the events in it, and no secrets', async () => {
    const { code, stdout } = await explain(['tree.yaml', '--if', 'shop/db', '--times', '3', '--json'])
    expect(code).toBe(0)
    const told: Told = JSON.parse(stdout)
    expect(told).toMatchObject({ version: 1, tree: 'shop', end: { outcome: 'gave_up', gaveUp: 'shop', exitCode: 10 } })
    expect(Object.keys(told)).toMatchInlineSnapshot(`
      [
        "version",
        "tree",
        "failure",
        "failures",
        "budgets",
        "failuresAhead",
        "outages",
        "end",
        "events",
      ]
    `)
    expect(told.failures).toHaveLength(2)
    expect(told.events.at(-1)).toMatchObject({ type: 'tree.stopped' })
    expect(stdout).toContain('${PORT:-80}')
    expect(stdout).not.toContain('secret')
  })

  it('--name, or OTP_SUP_NAME, is what the tree is called', async () => {
    const { stdout } = await explain(['tree.yaml', '--if', 'shop/db', '--name', 'prod', '--json'])
    const told: Told = JSON.parse(stdout)
    expect(told).toMatchObject({ tree: 'prod' })
    expect(told.events[0]).toMatchObject({ type: 'tree.starting', name: 'prod' })
    expect((await explain(['tree.yaml', '--if', 'shop/db'], { OTP_SUP_NAME: 'prod' })).stdout).toContain('Tree prod: ')
  })

  it.each([
    ['nobody', ['tree.yaml'], /--if <PATH/],
    ['a slip of the pen', ['tree.yaml', '--if', 'shop/jobs/mailr'], /Did you mean "shop\/jobs\/mailer"\?/],
    [
      'a supervisor, and names the leaves below it',
      ['tree.yaml', '--if', 'shop/jobs'],
      /"shop\/jobs" is a supervisor[^]*shop\/jobs\/mailer, shop\/jobs\/cleaner/,
    ],
    ['an end that is none', ['tree.yaml', '--if', 'shop/db:code=1'], /where: --if\n {2}fix: write PATH, PATH:exit=1/],
    ['a signal that is none', ['tree.yaml', '--if', 'shop/db:signal=KIL'], /Did you mean "SIGKILL"\?/],
    ['a code out of range', ['tree.yaml', '--if', 'shop/db:exit=256'], /code is 256[^]*from 0 to 255/],
    ['times that are none', ['tree.yaml', '--if', 'shop/db', '--times', '0'], /where: --times/],
    ['a bare number', ['tree.yaml', '--if', 'shop/db', '--every', '5'], /where: --every\n {2}fix: Write "5s" or "5ms"/],
    ['a name that is none', ['tree.yaml', '--if', 'shop/db', '--name', 'a b'], /where: --name/],
    ['a tree that is not there', ['nowhere.yaml', '--if', 'shop/db'], /nowhere\.yaml/],
  ])('refuses %s: exit 2', async (_what, argv, message) => {
    const { code, stdout, stderr } = await explain(argv)
    expect(stderr).toMatch(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})
