// What explain says is what really happens: each example runs, a child of it is killed, and every event that comes of
// it is one that explain foretold, in that order.
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SupervisionEvent } from '@otp-sup/core'
import { afterAll, describe, expect, it } from 'vitest'
import { otpSupResult } from '../cli/otp-sup.ts'
import { freePorts } from '../support/free-ports.ts'
import { type ExampleRun, runExample } from '../support/run-example.ts'
import { waitUntil } from '../support/wait-until.ts'
import { isNginxMissing } from './nginx-missing.ts'
import { isPostgresMissing } from './postgres-missing.ts'
import { isRedisMissing } from './redis-missing.ts'

const examples = join(import.meta.dirname, '../../examples')

type Case = {
  readonly tree: string
  /** Whom we kill. */
  readonly kill: string
  readonly env?: Readonly<Record<string, string>>
  /** Variables that want a free port each. */
  readonly ports?: readonly string[]
  /** Whether children start side by side: then only the order of each child and of each supervisor is certain. */
  readonly isParallel?: boolean
}

const dataFolder = mkdtempSync(join(tmpdir(), 'otp-sup-data-'))
// PostgreSQL has another user than root.
chmodSync(dataFolder, 0o755)
afterAll(() => rmSync(dataFolder, { recursive: true }))

// Their seconds are minutes here: what crashes by itself does not do so before it is killed.
const SLOW = { SECOND_MS: '60000' }

const CASES: readonly Case[] = [
  { tree: '00-tour/tree.ts', kill: 'tour/shop/db', env: SLOW },
  { tree: '00-tour/tree.ts', kill: 'tour/jobs/mailer', env: SLOW },
  { tree: '01-hello-supervisor/tree.ts', kill: 'hello/steady' },
  { tree: '02-strategies/one_for_one.ts', kill: 'group/b', env: SLOW },
  { tree: '02-strategies/one_for_all.ts', kill: 'group/b', env: SLOW },
  { tree: '02-strategies/rest_for_one.ts', kill: 'group/b', env: SLOW },
  {
    tree: '03-dependent-services/tree.ts',
    kill: 'shop/accounts',
    ports: ['ACCOUNTS_PORT', 'CATALOG_PORT'],
    env: { SECOND_MS: '2000' }, // catalog is two seconds slow
    isParallel: true,
  },
  // Not redis: when it is gone, jobs may end by itself before it is asked to.
  { tree: '04-redis-and-services/tree.ts', kill: 'visits/api', ports: ['REDIS_PORT', 'API_PORT'], isParallel: true },
  { tree: '05-restart-intensity/tree.ts', kill: 'shop/jobs/cleaner', env: SLOW },
  { tree: '06-graceful-shutdown/tree.ts', kill: 'shop/deaf' },
  { tree: '07-automatic-shutdown/tree.ts', kill: 'nightly/invoices', env: SLOW },
  { tree: '08-one-shot/tree.ts', kill: 'shop/api', env: { SECOND_MS: '3000' } }, // the migration takes its time
  { tree: '11-config-formats/tree.yaml', kill: 'shop/web' },
  { tree: '14-monorepo/tree.ts', kill: 'dev/api', ports: ['API_PORT'], isParallel: true },
  {
    tree: '15-real-services/tree.ts',
    kill: 'site/nginx',
    ports: ['REDIS_PORT', 'SITE_PORT', 'API_PORT', 'DB_PORT'],
    env: { DATA_DIR: dataFolder },
    isParallel: true,
  },
]

// Without its programs there is no run to compare with; its own test says that they are missing.
const RUNNABLE = CASES.filter(
  ({ tree }) =>
    !(isRedisMissing && /^(?:04|15)-/.test(tree)) && !((isNginxMissing || isPostgresMissing) && tree.startsWith('15-')),
)

/** Examples without a tree file, or whose tree has nothing to kill that would be the same twice. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  '09-dynamic-children': 'a program that makes its tree: no tree file',
  '10-back-off': 'api fails by itself, and that counts: below',
  '12-testing-your-tree': 'its programs are not there',
  '13-embedding': 'a program that makes its tree: no tree file',
  '16-ready': 'a start fails in the boot, and explain begins when all is up',
  '17-control': 'it is about commands, and steered by a script',
  '18-reload': 'it is about a file that changes, and nobody fails',
}

type Told = { readonly events: readonly SupervisionEvent[]; readonly end: { readonly exitCode: number | null } }

const explain = async (tree: string, ...argv: readonly string[]): Promise<Told> => {
  const { code, stdout, stderr } = await otpSupResult(['explain', join(examples, tree), ...argv, '--json'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}

/** What comes of the boot, and what comes of ends of `path` that nobody asked for. */
const partsOf = (events: readonly SupervisionEvent[], path: string) => {
  const rootOf = (event: SupervisionEvent): SupervisionEvent => {
    const cause = event.cause === null ? undefined : events[event.cause - 1]
    return cause === undefined ? event : rootOf(cause)
  }
  return {
    boot: events.filter((event) => rootOf(event).type === 'tree.starting'),
    failure: events.filter((event) => {
      const root = rootOf(event)
      return root.type === 'child.exited' && root.path === path
    }),
  }
}

/** Times, pids and numbers differ from run to run; a cause is told by what it was. */
const maskedIn = (all: readonly SupervisionEvent[], part: readonly SupervisionEvent[]) => {
  const name = ({ type, path }: SupervisionEvent): string => `${type} ${path}`
  return part.map((event) => {
    const cause = event.cause === null ? undefined : all[event.cause - 1]
    const { seq: _seq, time: _time, at: _at, run: _run, ...rest } = event
    const differs = { pid: null, readyMs: 0, uptimeMs: 0, command: [] }
    const kept = Object.entries(rest).map(([key, value]) => [key, key in differs ? 'masked' : value])
    return { ...Object.fromEntries(kept), cause: cause === undefined ? null : name(cause) } as {
      readonly path: string
      readonly cause: string | null
    }
  })
}

type Masked = ReturnType<typeof maskedIn>

const byPath = (events: Masked): Readonly<Record<string, Masked>> =>
  Object.fromEntries(events.map(({ path }) => [path, events.filter((event) => event.path === path)]))

/** Waits until a run has come as far as was foretold; then everything must be as foretold. */
const expectForetold = async (run: ExampleRun, told: Told, path: string, isParallel: boolean): Promise<void> => {
  const foretold = partsOf(told.events, path)
  await waitUntil(
    `all that was foretold of ${path} has come`,
    () => partsOf(run.events(), path).failure.length >= foretold.failure.length,
    30_000,
  )
  const real = run.events()
  const happened = partsOf(real, path)
  const shown = (masked: Masked) => (isParallel ? byPath(masked) : masked)
  for (const part of ['boot', 'failure'] as const)
    expect(shown(maskedIn(real, happened[part]))).toEqual(shown(maskedIn(told.events, foretold[part])))
}

describe('explain foretells what happens when a child is killed', () => {
  it.each(RUNNABLE)(
    'in $tree: $kill',
    { timeout: 90_000 },
    async ({ tree, kill, env = {}, ports, isParallel = false }) => {
      const told = await explain(tree, '--if', `${kill}:signal=KILL`)
      const free = await freePorts(ports?.length ?? 0)
      const run = runExample(tree, {
        ...env,
        ...Object.fromEntries((ports ?? []).map((name, index) => [name, String(free[index])])),
      })
      await run.waitFor('tree.started', kill.slice(0, kill.indexOf('/')))
      const { pid } = await run.waitFor('child.spawned', kill)
      process.kill(pid, 'SIGKILL')
      await expectForetold(run, told, kill, isParallel)
      await run.stop('SIGTERM')
    },
  )

  it('in all examples but those that are left out for a reason', () => {
    const folders = readdirSync(examples).filter((name) => /^\d\d-/.test(name))
    const told = new Set([...CASES.map(({ tree }) => tree.slice(0, tree.indexOf('/'))), ...Object.keys(LEFT_OUT)])
    expect(folders.toSorted()).toEqual([...told].toSorted())
  })
})

describe('explain foretells what happens when a child fails again and again', () => {
  it('05-restart-intensity: supervisors give up, one above the other, and the tree ends', {
    timeout: 60_000,
  }, async () => {
    const run = runExample('05-restart-intensity/tree.ts', { SECOND_MS: '100' })
    const told = await explain('05-restart-intensity/tree.ts', '--if', 'shop/jobs/broken', '--times', '6')
    expect((await run.exit).code).toBe(told.end.exitCode)
    await expectForetold(run, told, 'shop/jobs/broken', false)
  })

  it('10-back-off: restarts come later and later, give or take what chance does', { timeout: 60_000 }, async () => {
    const run = runExample('10-back-off/tree.ts')
    const told = await explain('10-back-off/tree.ts', '--if', 'shop/api', '--times', '3')
    const delays = (events: readonly SupervisionEvent[]) =>
      events.flatMap((event) => (event.type === 'supervisor.restarting' ? [event.delayMs] : []))
    await run.waitFor('child.started', 'shop/api', 4)
    const [real, foretold] = [delays(run.events()), delays(told.events)]
    expect(real.map((ms, index) => Math.abs(ms - (foretold[index] ?? 0)) <= ms * 0.11)).toEqual([true, true, true])
    await run.stop('SIGTERM')
    const withoutDelays = (events: readonly SupervisionEvent[]) =>
      maskedIn(events, partsOf(events, 'shop/api').failure).map((event) => ({ ...event, delayMs: 'by chance' }))
    expect(withoutDelays(run.events())).toEqual(withoutDelays(told.events))
  })
})
