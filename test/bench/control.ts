// What it costs to be asked: ten thousand status requests and a hundred streams of events at once, while children of a
// real tree die and are restarted; and how long a command that asks takes from its start to its end.
import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, get, type IncomingMessage, type RequestOptions } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect } from '@otp-sup/core/client'
import type { StormReport } from './control-tree.ts'
import { against, type Figure } from './figure.ts'

const REQUESTS = 10_000
const AT_ONCE = 50
const STREAMS = 100
const QUIET_MS = 10_000
const COLD_STARTS = 15

const bin = join(dirname(fileURLToPath(import.meta.resolve('otp-sup/package.json'))), 'bin/otp-sup.js')

export async function benchControl(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'otp-sup-bench-'))
  process.env['OTP_SUP_DIR'] = folder
  const host = fork(new URL('control-tree.ts', import.meta.url), { execArgv: process.execArgv })
  try {
    // One that ends before it is up rejects nothing by itself.
    await Promise.race([
      once(host, 'message'),
      once(host, 'exit').then(() => Promise.reject(new Error('The tree of the bench did not come up.'))),
    ])
    const quiet = await storm(host, () => new Promise((resolve) => void setTimeout(resolve, QUIET_MS)))
    const { socket } = await connect('bench')
    const began = performance.now()
    const asked = { answered: 0, lost: 0, cut: 0, messages: 0 }
    const busy = await storm(host, () => askAll(socket, asked))
    const tookMs = performance.now() - began
    return [...figuresOf({ quiet, busy, asked, tookMs }), ...coldStarts(folder)]
  } finally {
    if (host.connected) host.send('stop')
    if (host.exitCode === null) await once(host, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
}

const storm = async (host: ChildProcess, meanwhile: () => Promise<unknown>): Promise<StormReport> => {
  host.send('begin')
  await meanwhile()
  host.send('end')
  const [report] = (await once(host, 'message')) as [StormReport]
  return report
}

type Asked = { answered: number; lost: number; cut: number; messages: number }

const askAll = async (socketPath: string, asked: Asked): Promise<void> => {
  const streams = await Promise.all(Array.from({ length: STREAMS }, () => openStream(socketPath, asked)))
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  let left = REQUESTS
  const ask = async (): Promise<void> => {
    while (left-- > 0) {
      const isWhole = await status(socketPath, agent).catch(() => false)
      if (isWhole) asked.answered += 1
      else asked.lost += 1
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, ask))
  agent.destroy()
  for (const stream of streams) {
    if (stream.destroyed) asked.cut += 1
    stream.destroy()
  }
}

const status = async (socketPath: string, agent: Agent): Promise<boolean> => {
  const response = await answerOf({ socketPath, path: '/v1/status', agent })
  let last = ''
  for await (const chunk of response) last = (chunk as Buffer).toString('latin1').slice(-2)
  return response.statusCode === 200 && last.endsWith('}')
}

const openStream = async (socketPath: string, asked: Asked): Promise<IncomingMessage> => {
  const stream = await answerOf({
    socketPath,
    path: '/v1/events',
    headers: { accept: 'text/event-stream' },
    agent: false,
  })
  stream
    .on('error', () => {})
    .on('data', (bytes: Buffer) => {
      for (let at = bytes.indexOf('\n\n'); at !== -1; at = bytes.indexOf('\n\n', at + 2)) asked.messages += 1
    })
  return stream
}

const answerOf = (options: RequestOptions): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => void get(options, resolve).on('error', reject))

const at = (sorted: readonly number[], share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0

type Storms = {
  readonly quiet: StormReport
  readonly busy: StormReport
  readonly asked: Asked
  readonly tookMs: number
}

const figuresOf = ({ quiet, busy, asked, tookMs }: Storms): readonly Figure[] => {
  const alone = against('the same storm without clients')
  const of = `1,000 real children (/bin/sleep), 100 killed each second; ${REQUESTS} status requests by ${AT_ONCE} connections and ${STREAMS} streams of events`
  return [
    {
      name: 'status requests without an answer',
      measures: `Of ${REQUESTS}. ${of}.`,
      value: asked.lost,
      unit: 'count',
      bar: 1,
    },
    {
      name: 'streams that were cut off',
      measures: `Of ${STREAMS}; they got ${asked.messages} messages together.`,
      value: asked.cut,
      unit: 'count',
      bar: 1,
    },
    {
      name: 'time for a status request',
      measures: `All ${REQUESTS}, by their number: each tells of 1,001 children.`,
      value: tookMs / REQUESTS,
      unit: 'ms',
    },
    alone(
      { name: 'restart meanwhile, median', measures: 'From SIGKILL of a child to its next process.', unit: 'ms' },
      at(busy.awayMs, 0.5),
      at(quiet.awayMs, 0.5),
    ),
    alone(
      { name: 'restart meanwhile, 99 of 100', measures: 'From SIGKILL of a child to its next process.', unit: 'ms' },
      at(busy.awayMs, 0.99),
      at(quiet.awayMs, 0.99),
    ),
    alone(
      { name: 'most memory meanwhile', measures: 'Resident, of the process of the tree.', unit: 'kB' },
      busy.mostMemoryBytes / 1024,
      quiet.mostMemoryBytes / 1024,
    ),
  ]
}

const median = (values: readonly number[]): number =>
  at(
    values.toSorted((a, b) => a - b),
    0.5,
  )

/** A tree of 1,000 children is asked by a new process, in turns with a Node that does nothing. */
const coldStarts = (folder: string): readonly Figure[] => {
  const env = { ...process.env, OTP_SUP_DIR: folder }
  const timed = (argv: readonly string[]): number => {
    const began = performance.now()
    const { status: code } = spawnSync(process.execPath, argv, { env, stdio: ['ignore', 'ignore', 'inherit'] })
    if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}`)
    return performance.now() - began
  }
  const [cold, bare]: [number[], number[]] = [[], []]
  for (let turn = 0; turn < COLD_STARTS; turn++) {
    bare.push(timed(['-e', '0']))
    cold.push(timed([bin, 'status', 'bench/c7', '--name', 'bench']))
  }
  const question = {
    name: 'cold otp-sup status',
    measures: 'From the start of the command to its end; one child of 1,000.',
    unit: 'ms',
    bar: 3 * median(bare),
  } as const
  return [against('node -e 0')(question, median(cold), median(bare))]
}
