// A place to run real leaves in: it knows every process it started, and leaves none behind.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { countedClock } from './counted-clock.ts'
import { leafOrder } from './leaf-order.ts'
import { isAlive, livingInSession } from './processes.ts'
import { realConsole } from './real-console.ts'
import { type LaunchedProcess, type LaunchOrder, nodeProbe, type Program, processLauncher } from './real-launcher.ts'
import { type RecordedReport, recordedReport } from './recorded-report.ts'
import { waitUntil } from './wait-until.ts'

export type RunningLeaf = LaunchedProcess & { readonly report: RecordedReport }

export type BenchOptions = {
  /** Reads output into `printed`; otherwise it goes to /dev/null. */
  readonly captures?: boolean
  /** Timers of this length or longer never fire: what then still happens was not theirs. */
  readonly deafFromMs?: number
  /** Timers fire in this share of their time. */
  readonly timeShare?: number
}

/** The pid of a leaf that has one. A signal must never go to pid 0, which is our own group. */
export function pidOf(leaf: { readonly pid: number | null }): number {
  if (leaf.pid === null) throw new Error('This leaf has no process.')
  return leaf.pid
}

/** The path of a fixture, for `process.execPath`. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../fixtures/${name}.ts`, import.meta.url))
}

/** A port on which nobody listens now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

export function leafBench({
  captures = false,
  deafFromMs = Number.POSITIVE_INFINITY,
  timeShare = 1,
}: BenchOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'leaf-bench-'))
  const clock = countedClock({ deafFromMs, timeShare })
  const printed: string[] = []
  const target = { write: (text: string) => printed.push(text) > 0, on: () => {} }
  const troubles: string[] = []
  const output = captures ? realConsole(target, troubles) : null
  const onTrouble = (message: string): void => void troubles.push(message)
  const launcher = processLauncher({ probe: nodeProbe(), output, onTrouble, clock })
  const leaves: RunningLeaf[] = []
  const launch = (order: LaunchOrder, report: RecordedReport): RunningLeaf => {
    const leaf = { ...launcher.launch(order, report), report }
    leaves.push(leaf)
    return leaf
  }
  const kill = async (): Promise<void> => {
    for (const leaf of leaves) leaf.kill()
    await waitUntil('all leaves have ended', () => leaves.every((leaf) => leaf.report.end !== null))
  }
  return {
    folder,
    clock,
    printed,
    /** What was said about sinks and stop commands that fail, and about who outlives SIGKILL. */
    troubles,
    /** What a child said last; nothing, unless its output is captured. */
    lastLines: (): readonly string[] => output?.lastLines('shop/leaf') ?? [],
    launch: (program: Partial<Program>, order: Partial<LaunchOrder> = {}): RunningLeaf =>
      launch({ ...leafOrder('shop/leaf', program), ...order }, recordedReport()),
    /** A line for /bin/sh; `$DIR` is a folder of its own. */
    shell: (line: string, program: Partial<Program> = {}): RunningLeaf =>
      launch(
        leafOrder('shop/leaf', { command: line, shell: true, env: { DIR: folder }, ...program }),
        recordedReport(),
      ),
    /** A fixture with arguments. */
    node: (name: string, args: readonly (string | number)[], program: Partial<Program> = {}): RunningLeaf =>
      launch(
        leafOrder('shop/leaf', { command: process.execPath, args: [fixture(name), ...args.map(String)], ...program }),
        recordedReport(),
      ),
    ready: (leaf: RunningLeaf) => waitUntil('the leaf is ready', () => leaf.report.told.includes('ready')),
    ended: (leaf: RunningLeaf) => waitUntil('the leaf has ended', () => leaf.report.end !== null),
    /** Waits until a script has written into `$DIR/name`; the answer is what. */
    written: async (name: string): Promise<string> => {
      await waitUntil(`${name} is written`, () => read(folder, name).endsWith('\n'))
      return read(folder, name).trim()
    },
    read: (name: string): string => read(folder, name),
    /** Writes a program into `$DIR`; the answer is its path. */
    script: (name: string, text: string, mode: number): string => {
      const file = join(folder, name)
      writeFileSync(file, text)
      chmodSync(file, mode)
      return file
    },
    /** Kills what still runs. */
    kill,
    /** Kills what still runs; then nothing may be left: no process, no timer, and each end was told once. */
    close: async (): Promise<void> => {
      await kill()
      for (const { pid, report } of leaves) {
        expect(report.told.filter((word) => word.startsWith('ended'))).toHaveLength(1)
        if (pid !== null) expect([isAlive(pid), livingInSession(pid)]).toEqual([false, []])
      }
      expect(clock.armed()).toBe(0)
      rmSync(folder, { recursive: true })
    },
  }
}

function read(folder: string, name: string): string {
  try {
    return readFileSync(join(folder, name), 'utf8')
  } catch {
    return ''
  }
}
