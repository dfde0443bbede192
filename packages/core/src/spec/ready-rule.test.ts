import { describe, expect, it } from 'vitest'
import { worker } from './builders.ts'
import { checkSpec } from './check-spec.ts'
import type { LeafSpec } from './child-spec.ts'
import type { ReadyOptions } from './probe-options.ts'

const command = ['true']
const http = {
  kind: 'http',
  url: 'http://127.0.0.1:8080/health',
  status: null,
  header: [],
  body: null,
  insecure: false,
  foreign: false,
}
const check = (ready: unknown) => checkSpec({ id: 's', children: [{ id: 'a', command, ready }] }, { cwd: '/srv' })
const said = (ready: unknown): readonly string[] => {
  const checked = check(ready)
  return checked.ok ? [] : checked.problems.map(({ key, message, fix }) => `${key}: ${message} ${fix}`)
}
const read = (ready: unknown) => {
  const checked = check(ready)
  return checked.ok ? (checked.spec.children[0] as LeafSpec).program.ready : checked.problems
}

describe('ready', () => {
  it.each([
    [{ log: 'listening on \\d+' }, { kind: 'log', pattern: 'listening on \\d+', flags: '' }],
    [{ log: { pattern: 'ready', flags: 'i' } }, { kind: 'log', pattern: 'ready', flags: 'i' }],
    [{ log: { pattern: 'ready' } }, { kind: 'log', pattern: 'ready', flags: '' }],
    [{ log: /a\/b/su }, { kind: 'log', pattern: 'a\\/b', flags: 'su' }],
    [{ delay: '2s' }, { kind: 'delay', ms: 2000 }],
    [{ http: 'http://127.0.0.1:8080/health' }, http],
    [
      { http: 'http://127.0.0.1:8080/health', status: 204 },
      { ...http, status: [204] },
    ],
    [
      {
        http: 'https://localhost/x',
        status: [200, 401],
        header: { 'X-Ready': /yes/i },
        body: 'up',
        insecure: true,
        foreign: true,
      },
      {
        kind: 'http',
        url: 'https://localhost/x',
        status: [200, 401],
        header: [{ name: 'x-ready', pattern: { pattern: 'yes', flags: 'i' } }],
        body: { pattern: 'up', flags: '' },
        insecure: true,
        foreign: true,
      },
    ],
    [{ socket: 'run/a.sock' }, { kind: 'socket', file: '/srv/run/a.sock', foreign: false }],
    [
      { socket: '/run/a.sock', foreign: true },
      { kind: 'socket', file: '/run/a.sock', foreign: true },
    ],
    [{ exec: ['pg_isready', '-q'] }, { kind: 'exec', command: ['pg_isready', '-q'], timeoutMs: 2000 }],
    [
      { exec: ['true'], timeout: '500ms' },
      { kind: 'exec', command: ['true'], timeoutMs: 500 },
    ],
    [{ notify: 'ipc' }, { kind: 'notify', by: 'ipc' }],
    [{ notify: 'fd' }, { kind: 'notify', by: 'fd' }],
    [{ notify: 'systemd' }, { kind: 'notify', by: 'systemd' }],
  ])('%j is %j', (ready, expected) => {
    expect(read(ready)).toEqual(expected)
  })

  it('{ log } of a RegExp is plain data in a spec', () => {
    expect(worker('a', { command, ready: { log: /up/i } })).toEqual({
      id: 'a',
      command,
      ready: { log: { pattern: 'up', flags: 'i' } },
    })
  })

  it('{ log } stands in the source as pattern and flags', () => {
    const checked = check({ log: 'up' })
    expect(checked).toMatchObject({
      spec: { source: { children: [{ ready: { log: { pattern: 'up', flags: '' } } }] } },
    })
  })

  it('is typed', () => {
    const all: readonly ReadyOptions[] = [
      { log: 'up' },
      { log: /up/ },
      { log: { pattern: 'up' } },
      { delay: '1s' },
      { http: 'http://localhost', header: { a: /b/, c: { pattern: 'd' } }, body: 'up', status: [200] },
      { socket: 'a', foreign: true },
      { exec: ['true'], timeout: '1s' },
      { notify: 'fd' },
    ]
    expect(all.filter((ready) => !check(ready).ok)).toEqual([])
  })

  it.each([
    [
      { log: '(' },
      'ready.log: ready.log is "(", which is no regular expression: unterminated group. Correct it; a backslash before ( [ . and the like makes them ordinary characters.',
    ],
    [{ log: { pattern: 'a/(: b', flags: 'i' } }, expect.stringContaining('no regular expression: unterminated group.')],
    [
      { log: /up/g },
      'ready.log: ready.log is {"pattern":"up","flags":"g"}, which is no regular expression: the flags g and y cannot be used. Write flags such as "i", or leave them out.',
    ],
    [{ log: { pattern: 'up', flags: 'q' } }, expect.stringContaining("there are no such flags: 'q'.")],
    [{ log: '' }, 'ready.log: ready.log is empty, and would match any line. Write "listening on".'],
    [{ log: { flags: 'i' } }, expect.stringContaining('ready.log')],
    [{ log: { pattern: 'a', nope: 1 } }, expect.stringContaining('ready.log.nope')],
    [{ log: 7 }, expect.stringContaining('ready.log is 7, but must be a regular expression, as a text.')],
    [{ delay: 2 }, expect.stringContaining('Write "2s" or "2ms"')],
    [{ delay: '0s' }, expect.stringContaining('no time at all')],
    [{ tcp: 80, log: 'up' }, 'ready: ready has both tcp and log. Keep the one to wait for.'],
    [
      { log: 'up', foreign: true },
      'ready: ready has foreign, which only goes with tcp, http or socket. Remove foreign.',
    ],
    [
      { http: 'localhost:8080' },
      'ready.http: ready.http is "localhost:8080", but must be a URL that begins with http:// or https://. Write "http://127.0.0.1:8080/health", for example.',
    ],
    [{ http: 'http://[' }, expect.stringContaining('must be a URL')],
    [{ http: 'http://localhost:0' }, expect.stringContaining('must be a URL')],
    [
      { http: 'http://a', status: 'ok' },
      'ready.status: ready.status is "ok", but must be an HTTP status (100 to 599), or a list of them. Write 204 or [200, 204], for example.',
    ],
    [{ http: 'http://a', status: [20] }, expect.stringContaining('ready.status.0 is 20')],
    [{ http: 'http://a', status: [] }, expect.stringContaining('must be an HTTP status')],
    [{ http: 'http://a', body: '(' }, expect.stringContaining('ready.body is "(", which is no regular expression')],
    [{ http: 'http://a', body: { flags: 'i' } }, expect.stringContaining('ready.body has no pattern.')],
    [{ http: 'http://a', header: 'x: y' }, expect.stringContaining('must map names of headers')],
    [{ http: 'http://a', header: { 'no name': 'x' } }, expect.stringContaining('ready.header')],
    [{ http: 'http://a', header: { x: '(' } }, expect.stringContaining('ready.header.x is "(", which is no regular')],
    [
      { http: 'http://a', header: { x: { patern: 'y' } } },
      expect.stringContaining('ready.header.x.patern is not known'),
    ],
    [{ socket: '' }, expect.stringContaining('must be the path of a Unix socket')],
    [
      { exec: 'pg_isready -q' },
      'ready.exec: ready.exec is "pg_isready -q", but must be a list of texts: a program and its arguments. Write ["pg_isready", "-q"].',
    ],
    [{ exec: [] }, expect.stringContaining('a program and its arguments. Write ["pg_isready", "-q"].')],
    [{ exec: ['a', 7] }, 'ready.exec.1: ready.exec.1 is 7, but must be a text. Write "7".'],
    [{ exec: ['a'], timeout: 2 }, expect.stringContaining('Write "2s" or "2ms"')],
    [{ notify: true }, expect.stringContaining('which is none of ipc, fd, systemd')],
    [{ tcp: 80, status: 200 }, 'ready: ready has status, which only goes with http. Remove status.'],
    [
      { httpGet: { path: '/', port: 80 } },
      'ready.httpGet: ready.httpGet is not known; otp-sup has http: "http://127.0.0.1:8080/health". Write http: "http://127.0.0.1:8080/health".',
    ],
    [{ test: ['CMD', 'x'] }, expect.stringContaining('otp-sup has exec: ["pg_isready"].')],
    [8080, expect.stringContaining('Write { tcp: 8080 }, or leave ready out')],
    ['http://a/b', expect.stringContaining('Write { http: "http://a/b" }, or')],
    ['ipc', expect.stringContaining('Write { notify: "ipc" }, or')],
    [{ dealy: '1s' }, 'ready.dealy: ready.dealy is not known. Did you mean delay?'],
  ])('%j is refused', (ready, expected) => {
    expect(said(ready)).toEqual([expected])
  })
})
