// What watching costs: a thousand servers that listen, each asked by `tcp` every ten seconds, and measured every five.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { start, supervisor, systemUsage, type Tree, worker } from '@otp-sup/core'
import { freePorts } from '../support/free-ports.ts'
import { against, type Figure, type Question } from './figure.ts'
import { retainedBytes } from './measure.ts'
import { longestStallMs } from './stall.ts'

const CHILDREN = 1000
const WINDOW_MS = 20_000

const CPU: Question = {
  name: 'CPU for 1,000 tcp checks every 10 s',
  measures: 'CPU time of otp-sup in 20 s, two checks of each child; bare: as many connections and nothing else.',
  unit: 'ms',
}
const MONITOR: Question = {
  name: 'CPU to measure 1,000 children',
  measures:
    'CPU time of otp-sup in 20 s without health, each child measured four times; bare: the same tree unmeasured.',
  unit: 'ms',
}
const MEMORY: Question = {
  name: 'memory with 1,000 checked children',
  measures: 'Heap in use with the tree at work, its children checked and measured; bare: neither.',
  unit: 'kB',
}
const STALL: Question = {
  name: 'longest stall, 1,000 checked children',
  measures: 'How long at worst the event loop does not turn in 20 s.',
  unit: 'ms',
  bar: 20,
}

export async function benchHealth(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'otp-sup-bench-'))
  const program = join(folder, 'listens')
  const source = new URL('../fixtures/listens.c', import.meta.url).pathname
  if (spawnSync('cc', ['-O1', '-o', program, source]).status !== 0) throw new Error('The bench of health needs cc.')
  try {
    const ports = await freePorts(CHILDREN)
    const plain = await watched(program, ports, { isChecked: false, isMeasured: false })
    const measured = await watched(program, ports, { isChecked: false, isMeasured: true })
    const checked = await watched(program, ports, { isChecked: true, isMeasured: true })
    return [
      against('a tree unmeasured')(MONITOR, measured.cpuMs, plain.cpuMs),
      against('bare connections')(CPU, checked.cpuMs - measured.cpuMs, checked.bareMs),
      against('neither')(MEMORY, checked.heapKb, plain.heapKb),
      { ...STALL, value: checked.stallMs },
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

type Watching = { readonly isChecked: boolean; readonly isMeasured: boolean }
type Cost = {
  readonly cpuMs: number
  readonly bareMs: number
  readonly heapKb: number
  readonly stallMs: number
}

const watched = async (program: string, ports: readonly number[], watching: Watching): Promise<Cost> => {
  const tree = await startServers(program, ports, watching)
  // The first round finds out who holds each port.
  await sleep(WINDOW_MS / 2)
  let cpuMs = 0
  const stallMs = await longestStallMs(async () => {
    cpuMs = await cpuOf(() => sleep(WINDOW_MS))
  })
  const heapKb = (await retainedBytes()) / 1000
  const bareMs = await cpuOf(() => connectToAll([...ports, ...ports]))
  await tree.stop()
  return { cpuMs, bareMs, heapKb, stallMs }
}

const startServers = (
  program: string,
  ports: readonly number[],
  { isChecked, isMeasured }: Watching,
): Promise<Tree> => {
  const children = ports.map((port) =>
    worker(`c${port}`, {
      command: [program, String(port)],
      ready: { tcp: port },
      dependsOn: [],
      ...(isChecked ? { health: { tcp: port, every: '10s' } } : {}),
    }),
  )
  return start(supervisor('s', { children }), { ports: { usage: isMeasured ? systemUsage() : null } })
}

const cpuOf = async (act: () => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage()
  await act()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** A hundred a second, as the checks come. */
const connectToAll = async (ports: readonly number[]): Promise<void> => {
  for (const port of ports) {
    const socket = connect(port, '127.0.0.1', () => socket.destroy())
    await sleep(10)
  }
}
