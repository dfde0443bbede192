// What clients can do to a running tree: nothing.
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { connect as connectSocket, createServer, type Socket } from 'node:net'
import { dirname, join } from 'node:path'
import { NameTakenError, RunDirectoryError, start, supervisor, worker } from '@otp-sup/core'
import { connect, connectTo, knownTrees, runningTrees } from '@otp-sup/core/client'
import { describe, expect, it, onTestFinished } from 'vitest'
import { folderWith, otpSup, otpSupResult, STAYS } from '../cli/otp-sup.ts'
import { isRoot } from '../support/accounts.ts'
import { controlled, SLEEPS, shop } from '../support/controlled.ts'
import { isAlive } from '../support/processes.ts'
import { waitUntil } from '../support/wait-until.ts'

const connected = async (socket: string): Promise<Socket> => {
  const connection = connectSocket(socket).on('error', () => {})
  onTestFinished(() => void connection.destroy())
  await once(connection, 'connect')
  return connection
}

/** Everything that comes until the other side ends it. */
const everything = async (connection: Socket): Promise<string> => {
  let text = ''
  connection.on('data', (bytes: Buffer) => {
    text += bytes.toString('latin1')
  })
  await new Promise((resolve) => connection.on('close', resolve))
  return text
}

const pidOf = async (
  { client }: { readonly client: Awaited<ReturnType<typeof connectTo>> },
  path: string,
): Promise<number | null> => (await client.status([path])).children[0]?.pid ?? null

const HOSTS = { Request: globalThis.Request, Response: globalThis.Response }

const TREE = { id: 'shop', children: [{ id: 'db', command: STAYS }] }

describe('clients that are none', () => {
  it('C01: garbage is answered by an error or by nothing, and the next client is served', async () => {
    const { client } = await controlled()
    const connection = await connected(client.socket)
    connection.write(randomBytes(1024 * 1024))
    expect(await everything(connection)).toMatch(/^($|HTTP\/1\.1 4\d\d)/)
    expect((await client.status()).children).toHaveLength(3)
  })

  it('C01: who calls the root a child is refused, and the log says nothing of a bug', async () => {
    const { client, log } = await controlled()
    const called = client.call('terminateChild', { path: 'shop' })
    await expect(called).rejects.toMatchObject({ code: 'refused', reason: 'root' })
    expect(log.filter((line) => line.includes('internal error'))).toEqual([])
  })

  it('C01: a body of a gigabyte is refused after a megabyte', async () => {
    const { client } = await controlled()
    const sent = request({
      socketPath: client.socket,
      method: 'POST',
      path: '/v1/stop',
      headers: { 'content-length': 2 ** 30 },
    })
    sent.on('error', () => {}).write(Buffer.alloc(64 * 1024))
    const [response] = (await once(sent, 'response')) as [NodeJS.ReadableStream & { statusCode: number }]
    sent.destroy()
    expect(response.statusCode).toBe(413)
    expect((await client.status()).children).toHaveLength(3)
  })

  it('C01: headers without end are refused', async () => {
    const { client } = await controlled()
    const connection = await connected(client.socket)
    connection.write(`GET /v1 HTTP/1.1\r\nx: ${'a'.repeat(100_000)}`)
    expect(await everything(connection)).toMatch(/^($|HTTP\/1\.1 431)/)
    expect((await client.status()).children).toHaveLength(3)
  })

  it('C01: who says nothing is let go after some seconds', async () => {
    const { client } = await controlled()
    const connection = await connected(client.socket)
    connection.write('GET /v1 HT')
    await everything(connection)
    expect((await client.status()).children).toHaveLength(3)
  })

  it('C02: a reader of events that does not read is cut off with a line in the log, and nothing is held for it', async () => {
    const { client, log, tree } = await controlled()
    const connection = await connected(client.socket)
    connection.pause()
    connection.write('GET /v1/events?after=0 HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n\r\n')
    await waitUntil('it is cut off', () => {
      for (let calls = 0; calls < 50; calls++) void tree.countChildren('shop')
      return log.some((line) => line.includes('was cut off'))
    })
    expect((await client.status()).children).toHaveLength(3)
  })

  it('C03: 500 clients at once are served or refused, and restarts go on meanwhile', async () => {
    const spec = supervisor('shop', {
      intensity: 1000,
      children: [worker('db', { command: SLEEPS }), worker('api', { command: SLEEPS })],
    })
    const { client, tree } = await controlled(spec)
    const before = await pidOf({ client }, 'shop/db')
    const asked = Array.from({ length: 500 }, () =>
      connectTo(client.socket)
        .then((each) => each.status())
        .catch(() => null),
    )
    process.kill(before ?? 0, 'SIGKILL')
    const answers = await Promise.all(asked)
    expect(answers.filter((answer) => answer !== null).length).toBeGreaterThan(200)
    await waitUntil('it is back', () => (tree.status()[1]?.pid ?? before) !== before)
  })
})

describe('names', () => {
  it('C04: a run that was killed leaves its socket, and the next one takes its place', async () => {
    const cwd = folderWith({ 'tree.json': TREE })
    const first = otpSup(['run', 'tree.json', '--name', 'stale'], { cwd })
    await first.stderr.found(/tree shop started/)
    first.signal('SIGKILL')
    await first.exit
    const { code, stderr } = await otpSupResult(['status', '--name', 'stale'], { cwd })
    expect([code, stderr]).toEqual([5, expect.stringContaining('no tree is running as "stale"')])
    const second = otpSup(['run', 'tree.json', '--name', 'stale'], { cwd })
    await second.stderr.found(/tree shop started/)
    expect((await otpSupResult(['status', '--name', 'stale'], { cwd })).code).toBe(0)
    for (const [, pid] of first.stderr.text().matchAll(/spawned: pid (\d+)/g)) process.kill(-Number(pid), 'SIGKILL')
  })

  it('C05: a second tree of a name is refused within three seconds, and the first is untouched', async () => {
    const { client } = await controlled()
    const db = await pidOf({ client }, 'shop/db')
    const began = performance.now()
    await expect(start(shop(), { control: true })).rejects.toThrow(NameTakenError)
    expect(performance.now() - began).toBeLessThan(3000)
    expect(await pidOf({ client }, 'shop/db')).toBe(db)
    expect((await connectTo(client.socket)).info.run).toBe(client.info.run)
  })

  it('C05: the command names the process, the file and the way to reach it: exit 1', async () => {
    const cwd = folderWith({ 'tree.json': TREE })
    const run = otpSup(['run', 'tree.json'], { cwd })
    await run.stderr.found(/tree shop started/)
    const { code, stderr } = await otpSupResult(['run', 'tree.json'], { cwd })
    expect(code).toBe(1)
    expect(stderr).toContain(`process ${run.pid}, of ${join(cwd, 'tree.json')}`)
    expect(stderr).toContain('otp-sup status --name shop')
  })

  it('leaves do not inherit the lock: it is free when their supervisor is gone', async () => {
    const { tree, client } = await controlled()
    const pid = tree.status().find(({ path }) => path === 'shop/db')?.pid
    const lock = statSync(join(dirname(client.socket), 'lock'))
    const held = spawnSync('find', [`/proc/${pid}/fd`, '-lname', '*lock'], { encoding: 'utf8' }).stdout
    expect([lock.isFile(), held]).toEqual([true, ''])
  })

  it('the run directory is of this user alone, and so is the socket', async () => {
    const { client } = await controlled()
    expect((statSync(dirname(client.socket)).mode & 0o777).toString(8)).toBe('700')
    expect((statSync(client.socket).mode & 0o777).toString(8)).toBe('600')
  })

  it('a run directory that others can write to is refused', async () => {
    const folder = folderWith({})
    chmodSync(folder, 0o777)
    const cwd = folderWith({ 'tree.json': TREE })
    const { code, stderr } = await otpSupResult(['run', 'tree.json'], { cwd, env: { OTP_SUP_DIR: folder } })
    expect([code, stderr]).toEqual([1, expect.stringContaining('others can write to it')])
  })

  it('a lock that cannot be opened is told as a fault of the run directory', async () => {
    const folder = folderWith({})
    const lock = join(folder, 'shop', 'lock')
    mkdirSync(lock, { recursive: true, mode: 0o700 })
    const cwd = folderWith({ 'tree.json': TREE })
    const { code, stderr } = await otpSupResult(['run', 'tree.json'], { cwd, env: { OTP_SUP_DIR: folder } })
    expect([code, stderr]).toEqual([1, expect.stringContaining('its lock cannot be opened (EISDIR)')])
  })

  it.skipIf(!isRoot)('a run directory that root has made for another user is told as such', async () => {
    const base = process.env['OTP_SUP_DIR'] ?? ''
    mkdirSync(join(base, 'shop'), { recursive: true, mode: 0o700 })
    chmodSync(base, 0o755)
    process.seteuid?.(65534)
    onTestFinished(() => process.seteuid?.(0))
    await expect(start(shop(), { control: true })).rejects.toThrow(
      new RunDirectoryError(join(base, 'shop'), 'it cannot be made yours alone (EPERM)'),
    )
  })

  it('a path that is too long for a socket is shortened, and clients find it', async () => {
    const base = join(folderWith({}), 'x'.repeat(120))
    const cwd = folderWith({ 'tree.json': TREE })
    const env = { OTP_SUP_DIR: base }
    const run = otpSup(['run', 'tree.json'], { cwd, env })
    await run.stderr.found(/tree shop started/)
    expect((await otpSupResult(['status'], { cwd, env })).code).toBe(0)
  })

  it('at the end the socket is gone and the lock is empty, and the name is free', async () => {
    const { tree, client } = await controlled()
    await tree.stop()
    expect(existsSync(client.socket)).toBe(false)
    expect(readFileSync(join(dirname(client.socket), 'lock'), 'utf8')).toBe('')
    const again = await controlled()
    expect(again.client.info.run).not.toBe(client.info.run)
  })
})

describe('connections', () => {
  it('C06: a client of a stopped otp-sup ends within three seconds, and says so', async () => {
    const cwd = folderWith({ 'tree.json': TREE })
    const run = otpSup(['run', 'tree.json'], { cwd })
    await run.stderr.found(/tree shop started/)
    run.signal('SIGSTOP')
    onTestFinished(() => void run.signal('SIGCONT'))
    const began = performance.now()
    const { code, stderr } = await otpSupResult(['status', '--name', 'shop'], { cwd })
    expect(performance.now() - began).toBeLessThan(3000)
    expect([code, stderr]).toEqual([1, expect.stringContaining('does not answer within 2 s')])
    run.signal('SIGCONT')
  })

  it('C06: a client of somebody who never answers ends within three seconds', async () => {
    const socket = join(folderWith({}), 'silent.sock')
    const silent = createServer(() => {}).listen(socket)
    onTestFinished(() => void silent.close())
    await once(silent, 'listening')
    await expect(connectTo(socket)).rejects.toMatchObject({ code: 'no_answer' })
  })

  it('a stream of a tree that is killed ends with an error, and one of a tree that stops without', async () => {
    const cwd = folderWith({ 'tree.json': TREE })
    const codes: unknown[] = []
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      const run = otpSup(['run', 'tree.json'], { cwd })
      await run.stderr.found(/tree shop started/)
      const follower = otpSup(['events', '-f', '-n', '1'], { cwd })
      await follower.stdout.found(/tree shop started/)
      // What is past was asked for first: only what comes after it tells that the stream is open.
      run.signal('SIGHUP')
      await follower.stdout.found(/shop reloaded/)
      run.signal(signal)
      codes.push((await follower.exit).code)
    }
    expect(codes).toEqual([1, 0])
  })

  it('C06: a tree that stops answering after it was connected to does not hold its clients for ever', async () => {
    const cwd = folderWith({ 'tree.json': TREE })
    const run = otpSup(['run', 'tree.json', '--name', 'halting'], { cwd })
    await run.stderr.found(/tree \w+ started/)
    const client = await connect('halting')
    run.signal('SIGSTOP')
    onTestFinished(() => void run.signal('SIGCONT'))
    const asked = [client.status(), client.show('db'), client.signal('db', 'SIGCONT'), client.shutdown()]
    for (const each of await Promise.allSettled(asked))
      expect(each).toMatchObject({ status: 'rejected', reason: { code: 'no_answer' } })
    run.signal('SIGCONT')
  })

  it('C07: a restart is completed when its client dies in the middle of it', async () => {
    const stubborn = ['sh', '-c', 'trap "sleep 0.5; exit 0" TERM; while :; do sleep 0.05; done']
    const { client, tree } = await controlled(supervisor('shop', { children: [worker('db', { command: stubborn })] }))
    const before = await pidOf({ client }, 'shop/db')
    const sent = request({ socketPath: client.socket, method: 'POST', path: '/v1/restart' }).on('error', () => {})
    sent.end(JSON.stringify({ paths: ['shop/db'] }))
    await waitUntil('it is being stopped', () => tree.status()[1]?.state === 'stopping')
    sent.destroy()
    await waitUntil('it runs again', () => tree.status()[1]?.state === 'running' && tree.status()[1]?.pid !== before)
  })

  it('C08: a socket that was deleted is made again, and the log says so', async () => {
    const { client, log } = await controlled()
    rmSync(dirname(client.socket), { recursive: true })
    await waitUntil('it is there again', () => existsSync(client.socket), 5000)
    await waitUntil('the log says so', () => log.some((line) => line.includes('is made again')))
    expect((await (await connectTo(client.socket)).status()).children).toHaveLength(3)
  })

  it('the end of a tree whose name another has taken leaves that one its socket', async () => {
    const first = await controlled()
    rmSync(dirname(first.client.socket), { recursive: true })
    const second = await controlled()
    await first.tree.stop()
    expect((await connect('shop')).info.run).toBe(second.client.info.run)
    expect(second.log.filter((line) => line.includes('control socket'))).toEqual([])
  })

  it('a run directory that cannot be read does no harm: the tree runs, says so once, and ends', async () => {
    const { client, log, tree } = await controlled()
    const folder = dirname(client.socket)
    rmSync(folder, { recursive: true })
    symlinkSync(folder, folder)
    onTestFinished(() => rmSync(folder))
    const complaints = (): readonly string[] => log.filter((line) => line.includes('nobody reaches'))
    await waitUntil('the log says so', () => complaints().length > 0)
    expect(complaints()).toEqual([expect.stringContaining('ELOOP')])
    expect(tree.status().map(({ state }) => state)).toEqual(['running', 'running', 'running'])
    await tree.stop()
  })

  it('a client says nothing to a tree whose run directory others can write to', async () => {
    const { client } = await controlled()
    const base = dirname(dirname(client.socket))
    chmodSync(base, 0o777)
    onTestFinished(() => chmodSync(base, 0o700))
    await expect(connect('shop')).rejects.toMatchObject({
      code: 'not_allowed',
      message: `The run directory cannot be trusted: ${base}: others can write to it.`,
    })
    expect(knownTrees()).toEqual([])
  })

  it.skipIf(!isRoot)('a client says nothing to a tree that another user has made in our place', async () => {
    const { client } = await controlled()
    const folder = dirname(client.socket)
    chownSync(folder, 65534, 65534)
    onTestFinished(() => chownSync(folder, 0, 0))
    await expect(connect('shop')).rejects.toThrow(`${folder}: it belongs to user 65534`)
    expect(await runningTrees()).toEqual([])
  })

  it.skipIf(!isRoot)('C09: another user gets no connection', async () => {
    const { client } = await controlled()
    chmodSync(process.env['OTP_SUP_DIR'] ?? '', 0o755)
    const script = `require('net').connect(${JSON.stringify(client.socket)}).on('error', (e) => console.log(e.code)).on('connect', () => console.log('connected'))`
    const other = spawn(process.execPath, ['-e', script], {
      uid: 65534,
      gid: 65534,
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: '/',
    })
    let said = ''
    other.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString()
    })
    await once(other, 'close')
    expect(said).toBe('EACCES\n')
  })

  it('C10: start and stop at the same moment are both answered, in the order of their arrival', async () => {
    const { client, tree } = await controlled()
    const [stopped, started, again] = await Promise.all([
      client.call('terminateChild', { path: 'shop/db' }),
      client.call('restartChild', { path: 'shop/db' }),
      client.stop({ paths: ['shop/db'] }),
    ])
    expect([stopped.ok, started.ok, again.ok]).toEqual([true, true, true])
    expect(tree.status()[1]).toMatchObject({ path: 'shop/db', incarnation: expect.any(Number) as number })
    expect(isAlive(tree.status()[2]?.pid ?? 0)).toBe(true)
  })

  it('a host keeps its own Request and Response', async () => {
    const { client } = await controlled()
    expect((await client.status()).children).toHaveLength(3)
    expect([globalThis.Request, globalThis.Response]).toEqual([HOSTS.Request, HOSTS.Response])
  })

  it('a body whose length is not told is read, and refused after a megabyte', async () => {
    const { client } = await controlled()
    const statusOf = async (body: string): Promise<number | undefined> => {
      const sent = request({ socketPath: client.socket, method: 'POST', path: '/v1/restart' }).on('error', () => {})
      sent.write(body)
      sent.end()
      const [{ statusCode }] = (await once(sent, 'response')) as [IncomingMessage]
      return statusCode
    }
    expect(await statusOf(JSON.stringify({ paths: ['shop/db'] }))).toBe(200)
    expect(await statusOf('x'.repeat(2 ** 21))).toBe(413)
  })

  it('what is left of a lock file says nothing of who holds it', async () => {
    const { client } = await controlled()
    writeFileSync(join(dirname(client.socket), 'lock'), 'not json')
    await expect(start(shop(), { control: true })).rejects.toThrow('another process')
  })
})
