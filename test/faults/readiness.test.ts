// What may go wrong while a child is waited for: real processes, the whole way from the spec to the log.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SupervisionEvent, start, supervisor, type WorkerOptions, worker } from '@otp-sup/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fixture, freePort } from '../support/leaf-bench.ts'
import { isAlive, livingMembers, openSockets } from '../support/processes.ts'
import { waitUntil } from '../support/wait-until.ts'

const sleeps = { command: ['sleep', '1000'] } as const
const node = (name: string, ...args: readonly (string | number)[]) =>
  ({ command: [process.execPath, fixture(name), ...args.map(String)] }) as const

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faults-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const written = (name: string): readonly string[] => {
  try {
    return readFileSync(join(folder, name), 'utf8').trim().split('\n')
  } catch {
    return []
  }
}

/** A tree of one child. `started` is settled either way; when it has ended, no process of its is left. */
function run(options: WorkerOptions) {
  const events: SupervisionEvent[] = []
  const lines: string[] = []
  const stop = new AbortController()
  const spec = supervisor('s', { children: [worker('a', { ...options, env: { DIR: folder } })] })
  const started = start(spec, {
    onEvent: (event) => events.push(event),
    signal: stop.signal,
    ports: { logger: { write: ({ level, message }) => lines.push(`${level} ${message}`) } },
  }).then(
    (tree) => ({ tree, error: null }),
    (error: unknown) => ({ tree: null, error }),
  )
  const ofChild = () => events.filter(({ path }) => path === 's/a')
  const outcomes = () =>
    ofChild()
      .map(({ type }) => type)
      .filter((type) => ['child.started', 'child.start_failed', 'child.exited'].includes(type))
  return {
    events,
    started,
    outcomes,
    /** What the log says of the failed start. */
    told: () => lines.filter((line) => line.includes('could not be started: it')),
    pid: () => ofChild().flatMap((event) => (event.type === 'child.spawned' ? [event.pid] : []))[0] ?? 0,
    stop: () => stop.abort(),
    end: async (): Promise<void> => {
      const { tree } = await started
      await tree?.stop()
      expect(events.flatMap((e) => (e.type === 'child.spawned' ? livingMembers(e.pid) : []))).toEqual([])
    },
  }
}

async function stranger(port: number): Promise<Server> {
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return server
}

it('L12: a child that exits before it is ready, even with code 0, is one failed start and no exit', async () => {
  const child = run({ command: ['true'], ready: { tcp: await freePort() } })
  await child.end()
  expect(child.outcomes()).toEqual(['child.start_failed'])
  expect(child.told()).toEqual(['error s/a (1) could not be started: it exited with code 0'])
})

it.runIf(process.platform === 'linux')(
  'L38: a port that a stranger holds makes nobody ready, and the log names the stranger',
  async () => {
    const port = await freePort()
    const server = await stranger(port)
    const child = run({ ...sleeps, ready: { tcp: port }, startTimeout: '500ms' })
    await child.end()
    expect(child.outcomes()).toEqual(['child.start_failed'])
    expect(child.told()).toEqual([
      expect.stringMatching(
        `within 500ms: waited for port ${port}; last seen: held by another process \\(pid ${process.pid} .+\\), which counts only with foreign: true. Correct ready.tcp`,
      ),
    ])
    await new Promise((resolve) => server.close(resolve))
  },
)

describe('L39: a child that never gets ready is stopped in its time, and one line says what it was waited for', () => {
  it.each([
    ['a closed port', { tcp: 1 }, 'port 1; last seen: connection refused. Correct ready.tcp,'],
    [
      'a closed URL',
      { http: 'http://127.0.0.1:1/up' },
      'http://127.0.0.1:1/up; last seen: connection refused. Correct ready.http,',
    ],
    [
      'no socket',
      { socket: '/no/such.sock' },
      'the socket /no/such.sock; last seen: there is no such file. Correct ready.socket,',
    ],
    ['no line', { log: 'listening' }, 'a line that matches /listening/; last seen: no line at all. Correct ready.log,'],
    [
      'a program that says no',
      { exec: ['false'] },
      'exit code 0 of false; last seen: exit code 1. Correct ready.exec,',
    ],
    [
      'no program',
      { exec: ['no-such'] },
      'exit code 0 of no-such; last seen: there is no command "no-such" in its PATH',
    ],
    [
      'no newline',
      { notify: 'fd' },
      'a newline on the descriptor OTP_SUP_NOTIFY_FD; last seen: nothing. Correct ready.notify,',
    ],
    ['no message', { notify: 'ipc' }, 'process.send("ready"); last seen: nothing. Correct ready.notify,'],
    ['no datagram', { notify: 'systemd' }, 'READY=1 at NOTIFY_SOCKET; last seen: nothing. Correct ready.notify,'],
    ['no end', { exit: true }, 'it to end. Give it longer by startTimeout.'],
    ['too long a delay', { delay: '10s' }, '10s to pass. Correct ready.delay, or give it longer by startTimeout.'],
  ] as const)('%s', async (_what, ready, words) => {
    const began = performance.now()
    const child = run({ ...sleeps, ready, startTimeout: '400ms' })
    await child.end()
    expect(performance.now() - began).toBeLessThan(10_000)
    expect(child.events.map(({ type }) => type)).toContain('child.killing')
    expect(child.events.find((event) => event.type === 'child.start_failed')).toMatchObject({
      exit: { class: 'abnormal', kind: 'start_timeout' },
    })
    expect(child.told()).toEqual([expect.stringContaining(`it was not ready within 400ms: waited for ${words}`)])
  })

  it('a line that is another one', async () => {
    const child = run({
      command: ['sh', '-c', 'echo starting; exec sleep 1000'],
      ready: { log: 'up' },
      startTimeout: '400ms',
    })
    await child.end()
    expect(child.told()).toEqual([expect.stringContaining('/up/; last seen: the line "starting". Correct')])
  })
})

it('L40: a child that is ready and dead in one tick has one outcome, and an exit only after a start', async () => {
  for (let times = 0; times < 20; times += 1) {
    const child = run({ command: ['sh', '-c', 'echo ready; exit 3'], restart: 'temporary', ready: { log: 'ready' } })
    await child.started
    await waitUntil('it is over', () => !isAlive(child.pid()) && child.outcomes().at(-1) !== 'child.started')
    expect(['child.start_failed', 'child.started, child.exited']).toContain(child.outcomes().join(', '))
    await child.end()
  }
})

it('L41: a line that comes in two chunks makes a child ready', async () => {
  const line = "printf rea; sleep 0.1; printf 'dy\\n'; exec sleep 1000"
  const child = run({ command: line, shell: true, ready: { log: '^ready$' } })
  expect(await child.started).toMatchObject({ error: null })
  await child.end()
})

it('L42: a line without an end is no reason to be ready, nor to keep it: memory stays bounded', async () => {
  const before = process.memoryUsage.rss()
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss() - before)
  }, 5)
  const line = 'head -c 1073741824 /dev/zero | tr "\\0" x; echo > "$DIR/all"; exec sleep 1000'
  const child = run({ command: line, shell: true, ready: { log: 'ready' }, startTimeout: 'infinity' })
  await waitUntil('all is written', () => written('all').length > 0, 120_000)
  clearInterval(watch)
  child.stop()
  await child.end()
  expect(child.outcomes()).toEqual(['child.exited'])
  // Half of what was written: what was read and is garbage may wait for its collector.
  expect(most / 2 ** 20).toBeLessThan(512)
}, 150_000)

describe('L43: a URL', () => {
  it('that answers 503 makes nobody ready, and leaves no socket behind', async () => {
    const sockets = openSockets()
    const port = await freePort()
    const child = run({
      ...node('serves-http', port),
      ready: { http: `http://127.0.0.1:${port}/503` },
      startTimeout: '2s',
    })
    await child.end()
    expect(child.told()).toEqual([expect.stringContaining(`:${port}/503; last seen: status 503. Correct ready.http,`)])
    await waitUntil('the sockets are closed', () => openSockets() <= sockets)
  })

  it('that hangs is asked again, each try is cut after 2 s, and one is open at a time', async () => {
    const sockets = openSockets()
    const port = await freePort()
    let most = 0
    const child = run({
      ...node('serves-http', port),
      ready: { http: `http://127.0.0.1:${port}/hangs` },
      startTimeout: '5s',
    })
    const watch = setInterval(() => {
      most = Math.max(most, openSockets() - sockets)
    }, 20)
    await child.end()
    clearInterval(watch)
    expect(child.told()).toEqual([expect.stringContaining('last seen: no answer within 2s.')])
    expect(most).toBeLessThanOrEqual(1)
    await waitUntil('the sockets are closed', () => openSockets() <= sockets)
  })

  it('that redirects makes it ready, and nobody follows', async () => {
    const port = await freePort()
    const child = run({
      ...node('serves-http', port),
      ready: { http: `http://127.0.0.1:${port}/redirect` },
    })
    expect(await child.started).toMatchObject({ error: null })
    await child.end()
  })
})

it('L44: a probe that hangs is killed at its time-out with its whole group, one runs at a time, and none is left', async () => {
  const line = 'echo $$ >> "$DIR/pids"; sleep 1000 & echo $! >> "$DIR/pids"; wait'
  const child = run({ ...sleeps, ready: { exec: ['sh', '-c', line], timeout: '200ms' }, startTimeout: '1500ms' })
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, written('pids').filter((pid) => isAlive(Number(pid))).length)
  }, 10)
  await child.end()
  clearInterval(watch)
  expect(child.told()).toEqual([expect.stringContaining('exit code 0 of sh; last seen: no end within 200ms.')])
  expect(written('pids').length).toBeGreaterThanOrEqual(4)
  expect(most).toBeLessThanOrEqual(2)
  await waitUntil('no probe is left', () => written('pids').every((pid) => !isAlive(Number(pid))))
})

it('L46: a stop during a start is an ordinary stop: asked for, at once, and nobody waits for it to get ready', async () => {
  const child = run({ ...sleeps, ready: { delay: '1h' }, startTimeout: 'infinity' })
  await waitUntil('it was spawned', () => child.pid() !== 0)
  const began = performance.now()
  child.stop()
  await child.end()
  expect(performance.now() - began).toBeLessThan(5000)
  expect(child.events.filter(({ type }) => type === 'child.exited')).toMatchObject([
    { requested: true, exit: { class: 'shutdown', signal: 'SIGTERM' } },
  ])
  expect(child.outcomes()).toEqual(['child.exited'])
})
