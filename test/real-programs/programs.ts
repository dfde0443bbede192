// Programs that people run, each as a worker with health, and what a user does with it.
import { spawnSync } from 'node:child_process'
import { chownSync, globSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { connect } from 'node:net'
import { dirname } from 'node:path'
import { type WorkerSpec, worker } from '@otp-sup/core'
import { freePort } from '../support/leaf-bench.ts'

/** A program at work in a folder. */
export type RealProgram = {
  readonly spec: WorkerSpec
  /** One use of it; rejects when it does not answer. */
  readonly ask: () => Promise<unknown>
}

/** A kind of program. */
export type Kind = {
  readonly name: string
  readonly isThere: boolean
  /** A new one, in a folder of its own. */
  readonly make: (folder: string) => Promise<RealProgram>
}

// Debian's nginx is not in every user's PATH, its postgres in nobody's.
const POSTGRES = dirname(globSync('/usr/lib/postgresql/*/bin/postgres').at(-1) ?? '/none/postgres')
const PATH = `${process.env['PATH']}:/usr/sbin:${POSTGRES}`
/** In CI all of them must be there. */
const has = (program: string, flag: string): boolean =>
  process.env['CI'] !== undefined || spawnSync(program, [flag], { env: { PATH } }).status === 0

const often = { every: '300ms', timeout: '3s', failures: 2 } as const
const backoff = { initial: '200ms', max: '1s' } as const

/** What is written to a connection of its own, and the beginning of the answer. */
const exchange = (port: number, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('closed without an answer')))
    socket.once('data', (data) => {
      resolve(String(data).trim())
      socket.destroy()
    })
  })

const fetchStatus = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path: '/', agent: false }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0))
    })
    request.once('error', reject)
  })

const redis: Kind = {
  name: 'redis-server',
  isThere: has('redis-server', '--version'),
  make: async (folder) => {
    const port = await freePort()
    const spec = worker('redis', {
      command: ['redis-server', '--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
      ready: { log: 'Ready to accept connections' },
      health: { exec: ['redis-cli', '-p', String(port), 'ping'], ...often },
      backoff,
    })
    return { spec, ask: () => exchange(port, 'PING\r\n') }
  },
}

/** A configuration that keeps to its folder. */
export function nginxConfig(folder: string, http: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const places = temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')
  return `daemon off; worker_processes 2; pid ${folder}/pid; error_log /dev/stderr notice;
    events { worker_connections 64; } http { ${places} ${http} }`
}

const nginx: Kind = {
  name: 'nginx',
  isThere: has('nginx', '-v'),
  make: async (folder) => {
    const port = await freePort()
    const http = `access_log /dev/stdout; server { listen 127.0.0.1:${port}; return 200 "hello"; }`
    writeFileSync(`${folder}/nginx.conf`, nginxConfig(folder, http))
    const spec = worker('nginx', {
      command: ['nginx', '-e', 'stderr', '-c', `${folder}/nginx.conf`],
      env: { PATH },
      ready: { tcp: port },
      health: { http: `http://127.0.0.1:${port}/`, ...often },
      stopSignal: 'SIGQUIT',
      backoff,
    })
    return { spec, ask: () => fetchStatus(port) }
  },
}

const postgres: Kind = {
  name: 'postgresql',
  isThere: has('initdb', '--version'),
  make: async (folder) => {
    const { spec, psql } = await postgresIn(folder)
    return { spec, ask: async () => psql('select 1') }
  },
}

/** A database of its own. It does not run as root, so root has Debian's account for it. */
export async function postgresIn(folder: string) {
  const port = await freePort()
  const isRoot = process.getuid?.() === 0
  const own = isRoot ? { user: 'postgres' } : {}
  const asOwner = isRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups'] : []
  if (isRoot) chownSync(folder, ...idsOf('postgres'))
  const [file, ...args] = [...asOwner, `${POSTGRES}/initdb`, '-D', `${folder}/data`, '-U', 'me', '-A', 'trust', '-N']
  const made = spawnSync(file, args, { encoding: 'utf8', cwd: folder })
  if (made.status !== 0) throw new Error(made.stderr)
  const client = ['-h', '127.0.0.1', '-p', String(port), '-U', 'me', '-d', 'postgres']
  const spec = worker('postgres', {
    command: ['postgres', '-D', `${folder}/data`, '-h', '127.0.0.1', '-p', String(port), '-k', folder],
    env: { PATH },
    ...own,
    ready: { exec: ['pg_isready', '-q', ...client], timeout: '10s' },
    health: { exec: ['pg_isready', '-q', ...client], ...often },
    stopSignal: 'SIGINT',
    shutdown: '30s',
    backoff,
  })
  const psql = (sql: string): string => {
    const { status, stdout, stderr } = spawnSync('psql', [...client, '-Atc', sql], { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    return stdout.trim()
  }
  return { spec, psql, client }
}

const idsOf = (name: string): [number, number] => {
  const id = (flag: string): number => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout)
  return [id('-u'), id('-g')]
}

const node: Kind = {
  name: 'a service in Node',
  isThere: true,
  make: async () => {
    const port = await freePort()
    const source = `require('node:http').createServer((q, r) => r.end('hello')).listen(${port}, '127.0.0.1')`
    const spec = worker('node', {
      command: [process.execPath, '-e', source],
      ready: { http: `http://127.0.0.1:${port}/` },
      health: { http: `http://127.0.0.1:${port}/`, ...often },
      backoff,
    })
    return { spec, ask: () => fetchStatus(port) }
  },
}

export const KINDS: readonly Kind[] = [redis, nginx, postgres, node]
