// `otp-sup run | less`, Ctrl-S: whoever reads our output may stop reading. Supervision goes on, and ends when asked to.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bin, collected } from '../cli/otp-sup.ts'
import { isAlive } from '../support/processes.ts'
import { waitUntil } from '../support/wait-until.ts'

const DEADLINE_MS = 30_000
const FLOODS = ['sh', '-c', 'yes >&2 & exec yes']
/** About 20 kB in a second: soon more than a terminal or a pipe holds, and no burden for who collects it. */
const TALKS = ['sh', '-c', "while :; do printf '%100s\\n' y; sleep 0.005; done"]

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stuck-reader-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

type SeenEvent = { readonly type: string; readonly path: string; readonly pid: number; readonly incarnation: number }

const events = (): readonly SeenEvent[] =>
  readFileSync(join(folder, 'events'), { encoding: 'utf8', flag: 'a+' })
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))

const pidOf = async (path: string, incarnation: number): Promise<number> => {
  const found = () =>
    events().find((each) => each.type === 'child.started' && each.path === path && each.incarnation === incarnation)
  await waitUntil(`${path} (${incarnation}) is started`, () => found() !== undefined, DEADLINE_MS)
  return found()?.pid ?? 0
}

/** Runs a tree by a shell line, in which RUN is the command. */
const start = (line: string, loud: readonly string[], { terminal = false } = {}) => {
  const children = [
    { id: 'loud', command: loud },
    { id: 'db', command: ['sleep', '1000'] },
  ]
  writeFileSync(join(folder, 'tree.json'), JSON.stringify({ id: 'shop', children }))
  const command = `'${process.execPath}' '${bin}' run tree.json --no-color --events events`
  const text = line.replace('RUN', command)
  const argv = terminal ? (['script', ['-qfc', text, '/dev/null']] as const) : (['sh', ['-c', text]] as const)
  return spawn(argv[0], argv[1], { cwd: folder, detached: true, stdio: ['pipe', 'pipe', 'inherit'] })
}

const isRestarted = async (): Promise<void> => {
  for (const incarnation of [1, 2]) process.kill(await pidOf('shop/db', incarnation), 'SIGKILL')
  await pidOf('shop/db', 3)
}

/** SIGTERM: then the tree is stopped, nothing of it lives, and the command ends by itself. */
const stopsInOrder = async (pid: number): Promise<void> => {
  process.kill(pid, 'SIGTERM')
  await waitUntil('the tree is stopped', () => events().at(-1)?.type === 'tree.stopped', DEADLINE_MS)
  await waitUntil('the command has ended', () => !isAlive(pid), DEADLINE_MS)
  const pids = events()
    .filter(({ type }) => type === 'child.spawned')
    .map((event) => event.pid)
  expect(pids.filter(isAlive)).toEqual([])
}

describe('a pipe that nobody empties', () => {
  it.each([
    ['stdout and stderr', 'exec RUN > pipe 2>&1'],
    ['stdout', 'exec RUN > pipe 2> log'],
    ['stderr', 'exec RUN > log 2> pipe'],
  ])(
    'as %s does not stop supervision',
    async (_, line) => {
      spawnSync('mkfifo', [join(folder, 'pipe')])
      const reader = openSync(join(folder, 'pipe'), constants.O_RDWR | constants.O_NONBLOCK)
      const run = start(line, FLOODS)
      const exited = once(run, 'exit')
      try {
        await isRestarted()
        await stopsInOrder(run.pid ?? 0)
        expect(await exited).toEqual([0, null])
      } finally {
        run.kill('SIGKILL')
        closeSync(reader)
      }
    },
    90_000,
  )
})

describe('a terminal', () => {
  const [CTRL_S, CTRL_Q] = ['\u0013', '\u0011']

  it('that is stopped by Ctrl-S does not stop supervision, and goes on by Ctrl-Q', async () => {
    const terminal = start('echo pid $$; exec RUN', TALKS, { terminal: true })
    const screen = collected(terminal.stdout)
    const closed = once(terminal, 'close')
    try {
      const pid = Number((await screen.found(/pid (\d+)/))[1])
      await pidOf('shop/db', 1)
      await screen.found(/shop\/loud \| +y/)
      terminal.stdin.write(CTRL_S)
      await waitUntil('the screen stands still', stands(screen.text), DEADLINE_MS)
      await isRestarted()
      expect(screen.text()).not.toMatch(/shop\/db \(3\) started/)
      terminal.stdin.write(CTRL_Q)
      await screen.found(/shop\/db \(3\) started/)
      terminal.stdin.write(CTRL_S)
      await stopsInOrder(pid)
    } finally {
      terminal.kill('SIGKILL')
      await closed
    }
  }, 120_000)
})

/** True once a text has not changed for a while. */
const stands = (text: () => string): (() => boolean) => {
  let [length, sinceMs] = [text().length, performance.now()]
  return () => {
    if (text().length !== length) [length, sinceMs] = [text().length, performance.now()]
    return performance.now() - sinceMs > 300
  }
}
