// The tree of the bench of control, in a process of its own: its clients must not share its event loop. Told by messages
// to let its children die again and again, it says how long each was away.
import { type SupervisionEvent, start, supervisor, worker } from '@otp-sup/core'

/** What a storm came to. */
export type StormReport = {
  /** Milliseconds from SIGKILL until the next incarnation was spawned, ascending. */
  readonly awayMs: readonly number[]
  readonly mostMemoryBytes: number
}

const CHILDREN = 1000
const KILL_EVERY_MS = 10

const pids = new Map<string, number>()
const killedAt = new Map<string, number>()
let awayMs: number[] = []
let mostMemoryBytes = 0

const onEvent = (event: SupervisionEvent): void => {
  if (event.type !== 'child.spawned') return
  pids.set(event.path, event.pid)
  const at = killedAt.get(event.path)
  killedAt.delete(event.path)
  if (at !== undefined) awayMs.push(performance.now() - at)
}

const children = Array.from({ length: CHILDREN }, (_, index) =>
  worker(`c${index}`, { command: ['/bin/sleep', '100000'] }),
)
const tree = await start(supervisor('bench', { intensity: 1_000_000, children }), { control: true, onEvent })

let next = 0
const killOne = (): void => {
  const path = `bench/c${next++ % CHILDREN}`
  const pid = pids.get(path)
  mostMemoryBytes = Math.max(mostMemoryBytes, process.memoryUsage.rss())
  if (pid === undefined || killedAt.has(path)) return
  killedAt.set(path, performance.now())
  process.kill(pid, 'SIGKILL')
}

let timer: NodeJS.Timeout | undefined
const TOLD: Readonly<Record<string, () => void>> = {
  begin: () => {
    awayMs = []
    mostMemoryBytes = 0
    timer = setInterval(killOne, KILL_EVERY_MS)
  },
  end: () => {
    clearInterval(timer)
    const report: StormReport = { awayMs: awayMs.toSorted((a, b) => a - b), mostMemoryBytes }
    process.send?.(report)
  },
  stop: () => void tree.stop().then(() => process.disconnect()),
}
process.on('message', (word: string) => TOLD[word]?.())
process.send?.('up')
