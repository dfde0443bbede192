import { spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isAlive } from '../support/processes.ts'
import { bin, folderWith, node, otpSup, otpSupResult, STAYS } from './otp-sup.ts'

const worker = (id: string, command: readonly string[], options: object = {}) => ({ id, command, ...options })
const shop = (children: readonly object[], options: object = {}) => ({ id: 'shop', ...options, children })
const runShop = (children: readonly object[], argv: readonly string[] = [], options: object = {}) =>
  otpSup(['run', 'tree.json', ...argv], { cwd: folderWith({ 'tree.json': shop(children, options) }) })

const STARTED = /tree shop started/
const IGNORES_SIGTERM = node(`process.on('SIGTERM', () => {}); console.log('deaf'); setInterval(() => {}, 1e6)`)
const DIES = node(`console.error('no database'); process.exit(1)`)

describe('stopping', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGQUIT'] as const)('%s stops the tree in order: exit 0', async (signal) => {
    const run = runShop([worker('db', STAYS), worker('api', STAYS)])
    await run.stderr.found(STARTED)
    const pids = [...run.stderr.text().matchAll(/spawned: pid (\d+)/g)].map(([, pid]) => Number(pid))
    run.signal(signal)
    expect((await run.exit).code).toBe(0)
    expect(pids.map(isAlive)).toEqual([false, false])
    expect(run.stderr.text()).toMatch(/shop\/api \(1\) stopped[^]*shop\/db \(1\) stopped/)
  })

  it('a stop interrupts the boot: exit 0', async () => {
    const run = runShop([worker('db', STAYS, { ready: { tcp: 1 } })])
    await run.stderr.found(/shop\/db \(1\) spawned/)
    run.signal('SIGTERM')
    expect((await run.exit).code).toBe(0)
  })

  it('Ctrl-C names after a second, and then now and again, whom it waits for and the time left', async () => {
    const run = runShop([worker('db', IGNORES_SIGTERM, { shutdown: '7s' })])
    await run.stdout.found(/deaf/)
    await run.stderr.found(STARTED)
    run.signal('SIGINT')
    // A second may be over before it is told.
    await run.stderr.found(/waiting for shop\/db \([56] s left\)[^]*waiting for shop\/db \([12] s left\)/)
    expect((await run.exit).code).toBe(0)
    expect(run.stderr.text()).toMatch(/error shop\/db \(1\) is killed: it did not stop in time/)
  })

  it('a second Ctrl-C kills everything at once: exit 130', async () => {
    const run = runShop([worker('db', IGNORES_SIGTERM, { shutdown: 'infinity' }), worker('api', STAYS)])
    await run.stdout.found(/deaf/)
    await run.stderr.found(STARTED)
    run.signal('SIGINT')
    await run.stderr.found(/waiting for shop\/db \(no limit\)/)
    const second = performance.now()
    run.signal('SIGINT')
    expect((await run.exit).code).toBe(130)
    expect(performance.now() - second).toBeLessThan(1000)
  })

  it('SIGHUP without a terminal is not a stop', async () => {
    const run = runShop([worker('db', STAYS)])
    await run.stderr.found(STARTED)
    run.signal('SIGHUP')
    await run.stderr.found(/shop reloaded: nothing is different/)
    run.signal('SIGTERM')
    expect((await run.exit).code).toBe(0)
  })
})

describe('ends of a tree', () => {
  it('a root that gives up ends with 10, why, and what the child said last', async () => {
    const run = runShop([worker('db', DIES)], [], { intensity: 1 })
    expect((await run.exit).code).toBe(10)
    const last = run.stderr.text().slice(run.stderr.text().indexOf('otp-sup: shop gave up'))
    expect(last).toMatch(
      /^otp-sup: shop gave up\. Why:\n( {2}.*\n)*? {2}shop\/db \(2\) exited with code 1 after .*\n {2}shop gave up: .*\n[^]*Last lines of shop\/db:\n {2}\| no database\n$/,
    )
  })

  it('redirected to files, both streams are whole in them', () => {
    const cwd = folderWith({ 'tree.json': shop([worker('db', DIES)], { intensity: 0 }) })
    const [out, err] = [openSync(join(cwd, 'out'), 'w'), openSync(join(cwd, 'err'), 'w')]
    const argv = [bin, 'run', 'tree.json', '--events', '-']
    const { status } = spawnSync(process.execPath, argv, { cwd, stdio: ['ignore', out, err] })
    for (const fd of [out, err]) closeSync(fd)
    expect(status).toBe(10)
    expect(readFileSync(join(cwd, 'out'), 'utf8')).toMatch(/"type":"tree.stopped".*\n$/)
    expect(readFileSync(join(cwd, 'err'), 'utf8')).toMatch(
      /gave up\. Why:\n[^]*Last lines of shop\/db:\n {2}\| no database\n$/,
    )
  })

  it('a child that cannot be started at boot ends it with 12 and why', async () => {
    const run = runShop([worker('db', STAYS), worker('api', ['/no/such/program'])])
    expect((await run.exit).code).toBe(12)
    expect(run.stderr.text()).toMatch(
      /otp-sup: shop\/api could not be started\. Why:\n( {2}.*\n)* {2}shop\/api \(1\) could not be started: the command "\/no\/such\/program" does not exist\. Correct command\.\n/,
    )
  })

  it('what a child said before it could not be started is shown', async () => {
    const run = runShop([worker('db', DIES, { ready: { tcp: 1 } })])
    expect((await run.exit).code).toBe(12)
    expect(run.stderr.text()).toMatch(/Last lines of shop\/db:\n {2}\| no database\n$/)
  })

  const significant = { restart: 'transient', significant: true }
  const autoShutdown = { autoShutdown: 'any_significant' }

  it('a root that shuts down automatically ends with 0', async () => {
    const run = runShop(
      [worker('db', STAYS), worker('job', node('setTimeout(() => {}, 50)'), significant)],
      [],
      autoShutdown,
    )
    expect((await run.exit).code).toBe(0)
  })

  it('a root that shuts down because a significant supervisor gave up ends with 10', async () => {
    const jobs = { id: 'jobs', ...significant, intensity: 0, children: [worker('job', DIES)] }
    const run = runShop([worker('db', STAYS), jobs], [], autoShutdown)
    expect((await run.exit).code).toBe(10)
  })

  it('when the last child is down it says once that nothing is running, and stays', async () => {
    const run = runShop([worker('job', node('setTimeout(() => {}, 50)'), { restart: 'transient' })])
    await run.stderr.found(/nothing is running/)
    run.signal('SIGHUP')
    await run.stderr.found(/SIGHUP/)
    run.signal('SIGTERM')
    expect((await run.exit).code).toBe(0)
    expect(run.stderr.text().match(/nothing is running/g)).toHaveLength(1)
  })
})

describe('who speaks where', () => {
  const SPEAKS = node(`console.log('to stdout'); console.error('to stderr'); setInterval(() => {}, 1e6)`)
  const said = async (...argv: readonly string[]) => {
    const run = runShop([worker('db', SPEAKS)], ['--events', 'events', ...argv])
    const heard = argv.includes('-') ? [run.stderr, run.stderr] : [run.stdout, run.stderr]
    await Promise.all([heard[0]?.found(/to stdout/), heard[1]?.found(/to stderr/)])
    run.signal('SIGTERM')
    expect((await run.exit).code).toBe(0)
    return { stdout: run.stdout.text(), stderr: run.stderr.text() }
  }

  it("a child's stdout goes to stdout; its stderr and the log go to stderr", async () => {
    const { stdout, stderr } = await said()
    expect(stdout).toBe('shop/db | to stdout\n')
    expect(stderr).toMatch(/^shop\/db \| to stderr$/m)
    expect(stderr).toMatch(/^\d\d:\d\d:\d\d\.\d{3} info shop\/db \(1\) starting: shop is starting$/m)
  })

  it('--json writes the log as JSON lines', async () => {
    const { stderr } = await said('--json')
    const lines = stderr
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('shop/db | '))
    const events = lines.map((line): string | undefined => JSON.parse(line).event?.type)
    expect(events).toContain('child.starting')
    expect(events).toContain('tree.stopped')
  })

  it('--events - keeps stdout for events, one JSON object a line, and moves the rest to stderr', async () => {
    const { stdout, stderr } = await said('--events', '-')
    const events = stdout
      .trim()
      .split('\n')
      .map((line): { seq: number } => JSON.parse(line))
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
    expect(events.at(-1)).toMatchObject({ type: 'tree.stopped', path: 'shop' })
    expect(stderr).toMatch(/^shop\/db \| to stdout$/m)
    expect(stderr).toMatch(/^shop\/db \| to stderr$/m)
  })

  it("--quiet shows children's output and only errors of the log", async () => {
    const { stdout, stderr } = await said('--quiet')
    expect(stdout).toBe('shop/db | to stdout\n')
    expect(stderr).toBe('shop/db | to stderr\n')
  })

  it('--events FILE appends the events to a file', async () => {
    const cwd = folderWith({ 'tree.json': shop([worker('db', STAYS)]), 'events.jsonl': '{"before":true}\n' })
    const run = otpSup(['run', '--events', 'events.jsonl'], { cwd })
    await run.stderr.found(STARTED)
    run.signal('SIGTERM')
    await run.exit
    const events = readFileSync(join(cwd, 'events.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
    expect(events.slice(0, 2)).toMatchObject([{ before: true }, { type: 'tree.starting', seq: 1 }])
    expect(events.at(-1)).toMatchObject({ type: 'tree.stopped' })
  })

  it('the reader of stdout may go: the tree goes on, and is stopped in order', async () => {
    const TALKS = node(`setInterval(() => console.log('tick'), 5)`)
    const run = runShop([worker('db', TALKS)])
    await run.stdout.found(/tick/)
    run.closeReader('stdout')
    await run.stderr.found(/stdout cannot be written any more \(EPIPE\)/)
    run.signal('SIGTERM')
    expect((await run.exit).code).toBe(0)
    expect(run.stderr.text().match(/EPIPE/g)).toHaveLength(1)
    expect(run.stderr.text()).toMatch(/tree shop stopped/)
  })
})

describe('what is refused: exit 2, nothing is started', () => {
  it.each([
    ['an unknown option', ['run', '--evnts', 'x'], /unknown option '--evnts'[^]*--events/],
    ['an unknown command', ['rnu'], /unknown command 'rnu'[^]*run/],
    ['a file that does not exist', ['run', 'nowhere.json'], /nowhere\.json/],
    ['a folder without a tree', ['run'], /tree\.\*/],
    [
      'a file of events that cannot be opened',
      ['run', 'good.json', '--events', 'no/such/folder'],
      /no\/such\/folder[^]*ENOENT/,
    ],
    ['an invalid tree', ['run', 'bad.json'], /shop\/db[^]*shutdown/],
    [
      'env files that are not there, all at once',
      ['run', 'secrets.json'],
      /envFile is "gone\.env", but .*\/gone\.env does not exist\.\n {2}where: secrets\.json:1:\d+ \(shop\/api: envFile\)\n {2}fix: Make the file[^]*envFile\.1 is "lost\.env"/,
    ],
  ])('%s', async (_what, argv, message) => {
    const cwd = folderWith({
      'good.json': shop([worker('db', STAYS)]),
      'bad.json': shop([worker('db', STAYS, { shutdown: 5 })]),
      'secrets.json': shop([
        worker('db', STAYS),
        worker('api', STAYS, { envFile: 'gone.env' }),
        worker('web', STAYS, { envFile: ['good.json', 'lost.env'] }),
      ]),
    })
    const { code, stdout, stderr } = await otpSupResult(argv, { cwd })
    expect(stderr).toMatch(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})

it('--help loads neither winston nor xstate', async () => {
  const tell = `import { registerHooks } from 'node:module'
    registerHooks({ load: (url, context, next) => { console.error(url); return next(url, context) } })`
  const nodeOptions = ['--import', `data:text/javascript,${encodeURIComponent(tell)}`]
  const { code, stdout, stderr } = await otpSupResult(['--help'], { nodeOptions })
  expect(code).toBe(0)
  expect(stdout).toMatch(/supervision tree[^]*run\|up/)
  expect(stderr).toMatch(/commander/)
  expect(stderr).not.toMatch(/winston|xstate|jiti|strategies/)
})
