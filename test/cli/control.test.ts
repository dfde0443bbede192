// Every command of a running tree, against a real run.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isAlive } from '../support/processes.ts'
import { waitUntil } from '../support/wait-until.ts'
import { folderWith, node, otpSup, otpSupResult, STAYS, type StartOptions } from './otp-sup.ts'

const SAYS = node(`console.log('one'); console.error('two'); setInterval(() => {}, 1e6)`)
const TREE = {
  id: 'shop',
  strategy: 'rest_for_one',
  monitorInterval: '1h',
  children: [
    { id: 'db', command: STAYS, env: { PASSWORD: 'hunter2' } },
    { id: 'api', command: SAYS },
    {
      id: 'jobs',
      strategy: 'one_for_one',
      children: [
        { id: 'mailer', command: STAYS, restart: 'transient' },
        { id: 'migrate', command: node(''), ready: { exit: true }, restart: 'transient' },
      ],
    },
  ],
}

/** A running tree in a folder of its own, and the command in that folder. */
const running = async (
  tree: object = TREE,
  argv: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
) => {
  const cwd = folderWith({ ...files, 'tree.json': tree })
  const run = otpSup(['run', 'tree.json', ...argv], { cwd })
  await run.stderr.found(/tree \w+ started/)
  const ask = (...words: readonly string[]) => otpSupResult(words, { cwd })
  const json = async (...words: readonly string[]): Promise<unknown> =>
    JSON.parse((await ask(...words, '--json')).stdout)
  return { cwd, run, ask, json }
}

type Row = { readonly path: string; readonly state: string; readonly pid: number | null; readonly incarnation: number }
const childrenIn = (answer: unknown): readonly Row[] => (answer as { readonly children: readonly Row[] }).children
const rowOf = (answer: unknown, path: string): Row | undefined => childrenIn(answer).find((row) => row.path === path)

describe('status', () => {
  it('has a line for each child: what it does, its process, its starts', async () => {
    const { ask, cwd } = await running()
    const { stdout, code } = await ask('status')
    expect(code).toBe(0)
    const masked = stdout
      .replaceAll(/ +\d+(\.\d+)? (ms|s)/g, ' TIME')
      .replace(/pid \d+/, 'pid N')
      .replaceAll(/running +\d+/g, 'running PID')
      .replace(cwd, 'CWD')
      .replaceAll(/ {2,}/g, '  ')
    expect(masked).toMatchInlineSnapshot(`
      "shop: up TIME, pid N, CWD/tree.json
      PATH  STATE  PID  STARTS  UPTIME  RESTARTS  READY  CPU  MEMORY  LAST EXIT
      shop  running  -  1 TIME  0 of 3 in TIME  yes  -  -  -
      shop/db  running PID  1 TIME  -  yes  -  -  -
      shop/api  running PID  1 TIME  -  yes  -  -  -
      shop/jobs  running  -  1 TIME  0 of 3 in TIME  yes  -  -  -
      shop/jobs/mailer  running PID  1 TIME  -  yes  -  -  -
      shop/jobs/migrate  done  -  1  -  -  no  -  -  exited with code 0
      "
    `)
  })

  it('--json is the whole truth for programs, with the version of the API', async () => {
    const { json, run } = await running()
    const answer = await json('status')
    expect(answer).toMatchObject({ tree: { api: 1, name: 'shop', pid: run.pid } })
    expect(childrenIn(answer).map(({ path, state }) => `${path} ${state}`)).toEqual([
      'shop running',
      'shop/db running',
      'shop/api running',
      'shop/jobs running',
      'shop/jobs/mailer running',
      'shop/jobs/migrate done',
    ])
  })

  it('takes paths, ends of paths and globs; a child that was named and is not running: exit 3', async () => {
    const { ask } = await running()
    expect((await ask('status', 'mailer')).stdout).toMatch(/^shop\/jobs\/mailer +running/m)
    expect((await ask('status', 'shop/*')).stdout).not.toContain('mailer')
    expect((await ask('status', 'shop/jobs/migrate')).code).toBe(3)
  })

  it('an unknown path is answered by the nearest right ones: exit 4', async () => {
    const { ask } = await running()
    const { code, stderr } = await ask('status', 'shop/job/mailer')
    expect([code, stderr]).toEqual([4, expect.stringContaining('write shop/jobs/mailer')])
  })

  it('the end of a path that two children have is refused with both: exit 4', async () => {
    const jobs = { id: 'jobs', children: [{ id: 'db', command: STAYS }] }
    const { ask } = await running({ id: 'shop', children: [{ id: 'db', command: STAYS }, jobs] })
    const { code, stderr } = await ask('show', 'db')
    expect([code, stderr]).toEqual([4, expect.stringContaining('shop/db or shop/jobs/db')])
  })

  it('without a running tree: exit 5 within two seconds', async () => {
    const cwd = folderWith({})
    const began = performance.now()
    const { code, stderr } = await otpSupResult(['status', '--name', 'nobody'], { cwd })
    expect([code, stderr]).toEqual([5, expect.stringContaining('no tree is running as "nobody"')])
    expect(performance.now() - began).toBeLessThan(2000)
  })
})

it.each('status show why logs events top wait start stop restart add rm signal shutdown doctor completion'.split(' '))(
  'help %s fits into 80 columns, and names the exit codes',
  async (command) => {
    const { code, stdout } = await otpSupResult([command, '--help'])
    expect(code).toBe(0)
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
    if (command !== 'completion') expect(stdout).toMatch(/^ {2}1 {4}/m)
  },
)

describe('which tree is meant', () => {
  const elsewhere: StartOptions = { cwd: '/' }

  it('the one whose file is in this folder or above', async () => {
    const { cwd } = await running({ id: 'other', children: [{ id: 'x', command: STAYS }] })
    await running()
    expect((await otpSupResult(['status'], { cwd })).stdout).toMatch(/^other: /)
  })

  it('elsewhere the only one that runs, for commands that read; those that change want a name', async () => {
    await running()
    expect((await otpSupResult(['status'], elsewhere)).stdout).toMatch(/^shop: /)
    const { code, stderr } = await otpSupResult(['stop', 'all'], elsewhere)
    expect([code, stderr]).toEqual([5, expect.stringContaining('--name shop')])
  })

  it('a name that is none: exit 2', async () => {
    for (const name of ['../x', 'x'.repeat(201)]) {
      const { code, stderr } = await otpSupResult(['status', '--name', name], elsewhere)
      expect([code, stderr]).toEqual([2, expect.stringContaining('is not made of letters')])
    }
  })

  it('--name, or OTP_SUP_NAME', async () => {
    await running(TREE, ['--name', 'blue'])
    expect((await otpSupResult(['status', '--name', 'blue'], elsewhere)).stdout).toMatch(/^blue: /)
    const named = { ...elsewhere, env: { OTP_SUP_NAME: 'blue' } }
    expect((await otpSupResult(['status'], named)).stdout).toMatch(/^blue: /)
  })
})

describe('show and why', () => {
  it('show tells all about a child, its last lines too, and no value of env', async () => {
    const { ask } = await running()
    const { stdout } = await ask('show', 'shop/api')
    expect(stdout).toMatch(/^state +running, ready$/m)
    expect(stdout).toMatch(/^ {2}\| one$/m)
    const shown = `${(await ask('show', 'shop/db')).stdout}${(await ask('show', 'shop/db', '--json')).stdout}`
    expect(shown).toContain('PASSWORD')
    expect(shown).not.toContain('hunter2')
  })

  it('why tells the chain of causes of a start, and how many restarts are used', async () => {
    const { ask, json } = await running()
    process.kill(rowOf(await json('status'), 'shop/db')?.pid ?? 0, 'SIGKILL')
    for (let starts = 1; starts < 2; ) starts = rowOf(await json('status'), 'shop/api')?.incarnation ?? 0
    const { stdout } = await ask('why', 'shop/api')
    expect(stdout.replaceAll(/\d\d:\d\d:\d\d/g, 'TIME').replaceAll(/\s+/g, ' ')).toMatch(
      /shop\/api \(2\) was started at TIME, because shop applied rest_for_one, because shop\/db \(1\) was ended by SIGKILL at TIME; 1 of 3 restarts in 5 s are used\./,
    )
  })

  it('why tells also why a child is not running', async () => {
    const { ask } = await running()
    await ask('stop', 'shop/api')
    const { stdout } = await ask('why', 'shop/api')
    expect(stdout).toMatch(/shop\/api is not running/)
    expect(stdout.replaceAll('\n', ' ')).toMatch(/because terminateChild was called for shop\/api/)
    expect(stdout).toContain('otp-sup start shop/api')
  })
})

describe('start, stop and restart', () => {
  it('say of each child what became of it, and name the tree and those that were left alone', async () => {
    const { ask, cwd } = await running()
    const stopped = await ask('stop', 'shop/db')
    expect(stopped.stdout).toBe(
      `tree shop (${join(cwd, 'tree.json')})\nshop/db stopped\nleft alone, though they depend on it: shop/api, shop/jobs (--with-dependents takes them along)\n`,
    )
    expect((await ask('stop', 'shop/db')).stdout).toContain('shop/db was down')
    expect((await ask('start', 'shop/db')).stdout).toMatch(/shop\/db started: pid \d+, start 2/)
    expect((await ask('start', 'shop/db')).stdout).toContain('shop/db already running')
    expect((await ask('restart', 'shop/db')).stdout).toMatch(/shop\/db restarted: pid \d+, start 3/)
  })

  it('--with-dependents takes them along, in their order', async () => {
    const { ask, json, run } = await running()
    expect((await ask('restart', 'shop/db', '--with-dependents')).code).toBe(0)
    const starts = childrenIn(await json('status')).map(({ path, incarnation }) => `${path} ${incarnation}`)
    expect(starts).toEqual([
      'shop 1',
      'shop/db 2',
      'shop/api 2',
      'shop/jobs 2',
      'shop/jobs/mailer 2',
      'shop/jobs/migrate 2',
    ])
    expect(run.stderr.text()).toMatch(/shop\/jobs \(1\) stopped[^]*shop\/api \(1\) stopped[^]*shop\/db \(1\) stopped/)
  })

  it('a child that must be killed is told of as killed', async () => {
    const deaf = node(`process.on('SIGTERM', () => {}); console.log('deaf'); setInterval(() => {}, 1e6)`)
    const { ask, run } = await running({ id: 'shop', children: [{ id: 'db', command: deaf, shutdown: '200ms' }] })
    await run.stdout.found(/deaf/)
    expect((await ask('stop', 'db')).stdout).toContain('shop/db killed')
  })

  it('stop --now cuts a stop short that is under way, also while the whole tree stops', async () => {
    const deaf = node(`process.on('SIGTERM', () => {}); console.log('deaf'); setInterval(() => {}, 1e6)`)
    const { ask, run } = await running({ id: 'shop', children: [{ id: 'db', command: deaf, shutdown: 'infinity' }] })
    await run.stdout.found(/deaf/)
    expect((await ask('shutdown', '--no-wait')).code).toBe(0)
    await run.stderr.found(/shop\/db \(1\) stopping/)
    expect((await ask('stop', 'db', '--now')).stdout).toContain('shop/db killed')
    expect((await run.exit).code).toBe(0)
  })

  it('start all starts whatever is down, wherever it is, and no one-shot that is done', async () => {
    const { ask } = await running()
    expect((await ask('start', 'all')).stdout).toContain('nothing to do')
    await ask('stop', 'mailer')
    expect((await ask('start', 'all')).stdout).toMatch(/^tree .*\nshop\/jobs\/mailer started: pid \d+, start 2\n$/)
  })

  it('--timeout gives up waiting with exit 124, and what was begun goes on', async () => {
    const slow = node(
      `process.on('SIGTERM', () => setTimeout(process.exit, 1500)); console.log('on'); setInterval(() => {}, 1e6)`,
    )
    const { ask, run, json } = await running({ id: 'shop', children: [{ id: 'db', command: slow }] })
    await run.stdout.found(/on/)
    expect((await ask('stop', 'db', '--timeout', '300ms')).code).toBe(124)
    expect((await ask('wait', 'db', '--for', 'down', '--timeout', '20s')).code).toBe(0)
    expect(rowOf(await json('status'), 'shop/db')?.state).toBe('down')
    expect((await ask('stop', 'db', '--timeout', 'soon')).code).toBe(2)
  })

  it('--no-wait returns at once', async () => {
    const { ask } = await running()
    expect((await ask('restart', 'all', '--no-wait')).stdout).toContain(
      'is being restarted: shop/db, shop/api, shop/jobs',
    )
  })

  it('the root is no child: exit 1', async () => {
    const { ask } = await running()
    const { code, stderr } = await ask('stop', 'shop')
    expect([code, stderr]).toEqual([1, expect.stringContaining('use shutdown to stop the tree')])
  })

  it('a start that fails is told with its reason: exit 1', async () => {
    const { ask, cwd } = await running(
      {
        id: 'shop',
        children: [{ id: 'db', command: ['sh', 'db.sh'], ready: { delay: '50ms' } }],
      },
      [],
      { 'db.sh': 'exec sleep 1000' },
    )
    writeFileSync(join(cwd, 'db.sh'), 'exit 3')
    const { code, stderr } = await ask('restart', 'db')
    expect([code, stderr]).toEqual([1, expect.stringContaining('cannot restart shop/db: it exited with code 3')])
  })
})

describe('add, rm and signal', () => {
  it('add starts a child that was not in the file, rm drops one that is down', async () => {
    const { ask, cwd } = await running()
    const spec = JSON.stringify({ id: 'extra', command: STAYS })
    expect((await ask('add', 'shop/jobs', spec)).stdout).toMatch(/shop\/jobs\/extra started: pid \d+/)
    expect((await ask('rm', 'shop/jobs/extra')).stderr).toContain('it is running')
    expect((await ask('stop', 'extra')).code).toBe(0)
    expect((await ask('rm', 'shop/jobs/extra')).stdout).toContain('removed')
    writeFileSync(join(cwd, 'more.yaml'), 'id: more\ncommand: [sleep, "1000"]\n')
    expect((await ask('add', 'shop/jobs', 'more.yaml')).code).toBe(0)
    const wrong = await ask('add', 'shop/jobs', '{ id: y, comand: [x] }')
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('comand')])
  })

  it('signal sends one to a worker, without SIG too; a name that is none is refused', async () => {
    const listens = node(
      `process.on('SIGUSR2', () => console.log('heard')); console.log('on'); setInterval(() => {}, 1e6)`,
    )
    const { ask, run } = await running({ id: 'shop', children: [{ id: 'db', command: listens }] })
    await run.stdout.found(/on/)
    expect((await ask('signal', 'db', 'USR2')).stdout).toContain('SIGUSR2 sent to shop/db')
    await run.stdout.found(/heard/)
    expect((await ask('signal', 'db', 'SIGTREM')).stderr).toContain('Did you mean SIGTERM?')
  })
})

describe('logs and events', () => {
  it('logs prints what children said lately, and -f what they say', async () => {
    const counts = node(`let n = 0; setInterval(() => console.log('line', ++n), 100)`)
    const { ask, cwd, run } = await running({
      id: 'shop',
      children: [
        { id: 'db', command: counts },
        { id: 'api', command: SAYS },
      ],
    })
    await run.stdout.found(/line 3/)
    expect((await ask('logs', 'api')).stdout.split('\n').toSorted()).toEqual(['', 'shop/api ! two', 'shop/api | one'])
    const follower = otpSup(['logs', '-f', '-n', '1', 'db'], { cwd })
    await follower.stdout.found(/line \d+\n[^]*line \d+\n[^]*line \d+\n/)
    expect(JSON.parse((await ask('logs', 'api', '-n', '1', '--json')).stdout)).toMatchObject({ path: 'shop/api' })
  })

  it('events prints what happened, and -f goes on until the tree ends', async () => {
    const { ask, cwd, run } = await running()
    expect((await ask('events', '-n', '1')).stdout).toMatch(/tree shop started: every child is ready/)
    const follower = otpSup(['events', '-f', '--json', '-n', '1'], { cwd })
    await follower.stdout.found(/tree.started/)
    await ask('stop', 'shop/api')
    await follower.stdout.found(/"type":"child.exited","path":"shop\/api"/)
    run.signal('SIGTERM')
    expect((await follower.exit).code).toBe(0)
    expect(follower.stdout.text()).toContain('"type":"tree.stopped"')
  })
})

it.each([
  ['status', '--watch', '--json'],
  ['events', '-f', '-n', '1'],
  ['logs', '-f', '-n', '1'],
])('%s that goes on ends when nobody reads it', async (...words) => {
  const counts = node(
    `let n = 0; setInterval(() => console.log('line', ++n), 50); setTimeout(() => process.exit(1), 1000)`,
  )
  const { cwd, run } = await running({ id: 'shop', intensity: 1000, children: [{ id: 'db', command: counts }] })
  await run.stdout.found(/line/)
  const follower = otpSup(words, { cwd })
  await follower.stdout.found(/\n/)
  follower.closeReader('stdout')
  expect([(await follower.exit).code, follower.stderr.text()]).toEqual([0, ''])
})

describe('shutdown', () => {
  it('stops the tree in order and ends when it is down', async () => {
    const { ask, json, run } = await running()
    const pids = childrenIn(await json('status')).flatMap(({ pid }) => pid ?? [])
    expect((await ask('shutdown')).stdout).toMatch(/^tree shop \(.*\) is down\n$/)
    expect(pids.map(isAlive)).toEqual(pids.map(() => false))
    expect((await run.exit).code).toBe(0)
  })

  it('--timeout gives up waiting with exit 124, however short it is', async () => {
    const slow = node(
      `process.on('SIGTERM', () => setTimeout(process.exit, 3000)); console.log('on'); setInterval(() => {}, 1e6)`,
    )
    const { ask, run } = await running({ id: 'shop', children: [{ id: 'db', command: slow }] })
    await run.stdout.found(/on/)
    for (const timeout of ['1ms', '5ms', '100ms']) {
      const { code, stderr } = await ask('shutdown', '--timeout', timeout)
      expect([code, stderr]).toEqual([124, expect.stringContaining('it is not done within --timeout')])
    }
  })
})

describe('run', () => {
  it('-- COMMAND runs it when all is ready, and ends with its code', async () => {
    const cwd = folderWith({ 'tree.json': TREE })
    const { code, stdout } = await otpSupResult(['run', 'tree.json', '--', 'sh', '-c', 'echo ran; exit 7'], { cwd })
    expect([code, stdout]).toEqual([7, expect.stringContaining('ran\n')])
  })

  it('--exit-code-from stops the tree when that child ends, with its code', async () => {
    const tree = {
      id: 'job',
      children: [
        { id: 'db', command: STAYS },
        { id: 'test', command: node('process.exit(5)') },
      ],
    }
    const cwd = folderWith({ 'tree.json': tree })
    expect((await otpSupResult(['run', 'tree.json', '--exit-code-from', 'job/test'], { cwd })).code).toBe(5)
    expect((await otpSupResult(['run', 'tree.json', '--exit-code-from', 'job/tset'], { cwd })).code).toBe(2)
  })

  it('--only leaves out what is neither named nor needed', async () => {
    const { json } = await running(TREE, ['--only', 'shop/api'])
    expect(childrenIn(await json('status')).map(({ path }) => path)).toEqual(['shop', 'shop/db', 'shop/api'])
  })

  it('--detach returns when the tree is up; its console goes to a file', async () => {
    const cwd = folderWith({ 'tree.json': TREE })
    const env = { XDG_STATE_HOME: cwd }
    const { code, stdout } = await otpSupResult(['run', '-d', 'tree.json'], { cwd, env })
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^tree shop is up: pid \d+\nconsole: .*\/otp-sup\/shop\/log\n/),
    ])
    const { stdout: shutdown } = await otpSupResult(['shutdown'], { cwd, env })
    expect(shutdown).toContain('is down')
    const log = (): string => readFileSync(join(cwd, 'otp-sup/shop/log'), 'utf8')
    await waitUntil('its end is in the file', () => log().includes('tree shop stopped'))
    const past = await otpSupResult(['logs', 'shop/api', '--name', 'shop'], { cwd, env })
    expect([past.stdout.split('\n').toSorted(), past.stderr]).toEqual([
      ['', 'shop/api | one', 'shop/api | two'],
      expect.stringContaining('is not running'),
    ])
  })

  it('--detach tells what did not come up, with the exit code of the run', async () => {
    const broken = node(`console.error('no disk'); process.exit(4)`)
    const cwd = folderWith({
      'tree.json': { id: 'bad', children: [{ id: 'db', command: broken, ready: { delay: '5s' } }] },
    })
    const { code, stderr } = await otpSupResult(['run', '-d', 'tree.json'], { cwd, env: { XDG_STATE_HOME: cwd } })
    expect(code).toBe(12)
    expect(stderr).toMatch(/bad\/db could not be started\. Why:[^]*\| no disk/)
  })
})
