import { describe, expect, it } from 'vitest'
import { checkSpec } from './check-spec.ts'
import type { LeafSpec } from './child-spec.ts'

const checkWorker = (options: object, root: object = {}) =>
  checkSpec({ id: 's', ...root, children: [{ id: 'a', command: 'run', ...options }] }, { cwd: '/app' })

const leafOf = (options: object): LeafSpec => {
  const checked = checkWorker(options)
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return checked.spec.children[0] as LeafSpec
}

const said = (options: object, root: object = {}): readonly string[] => {
  const checked = checkWorker(options, root)
  return checked.ok ? [] : checked.problems.map(({ key, message, fix }) => `${key}: ${message} ${fix}`)
}

describe('health', () => {
  const rhythm = { everyMs: 10_000, timeoutMs: 2000, failures: 3 }
  const tcp = { kind: 'tcp', host: null, port: 80, foreign: false }

  it.each([
    [{ tcp: 80 }, { ...rhythm, probe: tcp }],
    [
      { tcp: 'db:80', foreign: true, every: '1m', timeout: '5s', failures: 1 },
      { probe: { ...tcp, host: 'db', foreign: true }, everyMs: 60_000, timeoutMs: 5000, failures: 1 },
    ],
    [{ socket: 'run/a.sock' }, { ...rhythm, probe: { kind: 'socket', file: '/app/run/a.sock', foreign: false } }],
    [
      { exec: ['check', '-q'], timeout: '7s' },
      { ...rhythm, timeoutMs: 7000, probe: { kind: 'exec', command: ['check', '-q'], timeoutMs: 7000 } },
    ],
    [
      { http: 'http://127.0.0.1/up', status: 204 },
      { ...rhythm, probe: { kind: 'http', url: 'http://127.0.0.1/up', status: [204] } },
    ],
    [
      { notify: 'systemd', every: '30s' },
      { everyMs: 30_000, failures: 3, probe: { kind: 'watchdog' } },
    ],
  ])('%j', (health, expected) => {
    expect(leafOf({ health }).program.health).toMatchObject(expected)
  })

  it('is none unless it is given', () => {
    expect(leafOf({}).program.health).toBeNull()
  })

  it.each([
    [
      'tcp',
      'health: health is "tcp", but must say what to ask. Write { http: "http://127.0.0.1:8080/health", every: "10s" } or { exec: ["pg_isready"] }, or leave health out if it is not to be checked.',
    ],
    [
      {},
      'health: health does not say what to ask. Write { http: "http://127.0.0.1:8080/health", every: "10s" } or { exec: ["pg_isready"] }.',
    ],
    [{ tcp: 80, exec: ['a'] }, 'health: health has both tcp and exec. Keep the one to ask.'],
    [
      { tcp: 80, interval: '5s' },
      'health.interval: health.interval is not known; otp-sup has every: "10s". Write every: "10s".',
    ],
    [{ tcp: 80, evry: '5s' }, 'health.evry: health.evry is not known. Did you mean every?'],
    [
      { log: 'up' },
      'health.log: health.log is not known. Write { http: "http://127.0.0.1:8080/health", every: "10s" } or { exec: ["pg_isready"] }.',
    ],
    [{ tcp: 80, body: 'ok' }, 'health: health has body, which only goes with http. Remove body.'],
    [
      { notify: 'systemd', timeout: '1s' },
      'health: health has timeout, which only goes with tcp, http, socket or exec. Remove timeout.',
    ],
    [
      { notify: 'ipc' },
      'health.notify: health.notify is "ipc", but only "systemd" can say again and again that a worker is well. Write "systemd", or ask by http, tcp, socket or exec.',
    ],
    [
      { tcp: 80, every: 10 },
      'health.every: health.every is 10, a number without a unit. Write "10s" or "10ms", whichever is meant.',
    ],
    [
      { tcp: 80, failures: 0 },
      'health.failures: health.failures is 0, but must be a whole number from 1 to 1000: how many checks in a row must fail. Write 3, for example.',
    ],
  ])('%j is refused', (health, problem) => {
    expect(said({ health })).toEqual([problem])
  })

  it('is refused for a one-shot', () => {
    expect(said({ health: { tcp: 80 }, ready: { exit: true } })).toEqual([
      'health: health is given, but a one-shot (ready: { exit: true }) is ready when it has ended. Leave health out.',
    ])
  })
})

describe('limits of memory and CPU', () => {
  it.each([
    [{ memory: '512MiB' }, { memoryBytes: 512 * 1024 ** 2, cpuPercent: null, forMs: 0 }],
    [
      { memory: '10MB', cpu: '150%', for: '30s' },
      { memoryBytes: 10_000_000, cpuPercent: 150, forMs: 30_000 },
    ],
    [{ cpu: '0.5%' }, { memoryBytes: null, cpuPercent: 0.5, forMs: 0 }],
    [{ memory: '1.5GiB' }, { memoryBytes: 1.5 * 1024 ** 3, cpuPercent: null, forMs: 0 }],
    [{ nofile: 64 }, null],
  ])('%j', (limits, expected) => {
    expect(leafOf({ limits }).limits).toEqual(expected)
  })

  it.each([
    [
      { memory: 512 },
      'limits.memory: limits.memory is 512, a number without a unit. Write "512MiB", for example "64MiB" or "1.5GiB".',
    ],
    [
      { memory: '512m' },
      'limits.memory: limits.memory is "512m", which is no number with a unit (B to TiB). Write "512MiB".',
    ],
    [
      { memory: '0MiB' },
      'limits.memory: limits.memory is "0MiB", which is no number with a unit (B to TiB). Write "0MiB".',
    ],
    [
      { cpu: 1.5 },
      'limits.cpu: limits.cpu is 1.5, but must be a share of one core, as a text with %. Write "150%" for 1.5 cores.',
    ],
    [
      { cpu: '0%' },
      'limits.cpu: limits.cpu is "0%", but must be a share of one core, as a text with %. Write "150%" for one and a half cores.',
    ],
    [
      { for: '5s' },
      'limits.for: limits.for is given, but no limit that it is for. Write memory: "512MiB" or cpu: "150%" beside it, or leave it out.',
    ],
    [
      { max_memory_restart: '1G' },
      'limits.max_memory_restart: limits.max_memory_restart is not known; otp-sup calls it limits.memory. Write memory: "512MiB", for example.',
    ],
  ])('%j is refused', (limits, problem) => {
    expect(said({ limits })).toEqual([problem])
  })
})

describe('monitorInterval', () => {
  it('is an option of the root', () => {
    const checked = checkSpec({ id: 's', monitorInterval: '1s', children: [] }, { cwd: '/' })
    expect(checked).toMatchObject({ ok: true, spec: { monitorIntervalMs: 1000 } })
    expect(checkSpec({ id: 's', children: [] }, { cwd: '/' })).toMatchObject({ spec: { monitorIntervalMs: 5000 } })
  })

  it('of another supervisor is refused', () => {
    const tree = { id: 's', children: [{ id: 't', monitorInterval: '1s', children: [] }] }
    expect(checkSpec(tree, { cwd: '/' })).toMatchObject({
      ok: false,
      problems: [{ path: 's/t', key: 'monitorInterval', fix: 'Move it to the root of the tree.' }],
    })
  })
})
