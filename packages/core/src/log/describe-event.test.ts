import { describe, expect, it } from 'vitest'
import type { EventBody, SupervisionEvent } from '../events.ts'
import type { ExitReason } from '../exit-reason.ts'
import { describer } from './describe-event.ts'
import { durationText } from './duration-text.ts'

const exit = (given: Partial<ExitReason>): ExitReason => ({
  class: 'abnormal',
  kind: 'exit',
  code: null,
  signal: null,
  errno: null,
  ...given,
})
const code1 = exit({ code: 1 })
const asked = exit({ class: 'shutdown', kind: 'requested' })
const bySigterm = exit({ class: 'shutdown', kind: 'signal', signal: 'SIGTERM' })

type Told = EventBody & { readonly path: string; readonly cause?: number | null }

/** Numbers the events from 1 and describes them all; a cause defaults to none. */
const lines = (...told: readonly Told[]): readonly string[] => {
  const describeNext = describer()
  return told.map((body, index) => {
    const event: SupervisionEvent = { seq: index + 1, time: '', at: 0, run: 'r', cause: null, ...body }
    const { level, message } = describeNext(event)
    return `${level}: ${message}`
  })
}

const restarting: Told = {
  type: 'supervisor.restarting',
  path: 'shop',
  strategy: 'rest_for_one',
  failed: 'db',
  terminate: ['api'],
  start: ['db', 'api'],
  restarts: 2,
  intensity: 3,
  periodMs: 5000,
  delayMs: 0,
}

describe('the log', () => {
  it('says of an unhealthy child and of one over a limit what was seen, and what to do', () => {
    const path = 'shop/api'
    const stopping = { type: 'child.stopping', path, incarnation: 2, signal: 'SIGTERM', timeoutMs: 5000 } as const
    const over = { type: 'child.over_limit', path, incarnation: 2 } as const
    const message = 'asked for port 80, and saw: connection refused. If it is well, correct health.tcp.'
    expect(
      lines(
        { type: 'child.healthy', path, incarnation: 2 },
        { type: 'child.unhealthy', path, incarnation: 2, failures: 3, message },
        { ...stopping, cause: 2 },
        { type: 'child.unhealthy', path, incarnation: 2, failures: 1, message: 'WATCHDOG=trigger.' },
        { ...over, limit: 'memory', measured: 1_610_612_736, allowed: 5_500_000, forMs: 0 },
        { ...stopping, cause: 5 },
        { ...over, limit: 'cpu', measured: 161.2, allowed: 150, forMs: 30_000 },
        { ...stopping, cause: 7 },
      ),
    ).toEqual([
      'info: shop/api (2) is healthy',
      `error: shop/api (2) is unhealthy, 3 checks in a row have failed: ${message}`,
      'info: shop/api (2) stopping by SIGTERM, at most 5 s: it is unhealthy',
      'error: shop/api (2) is unhealthy, a check has failed: WATCHDOG=trigger.',
      'error: shop/api (2) uses 1.5 GiB, and its limit is 5.2 MiB. Let it use less, or raise limits.memory.',
      'info: shop/api (2) stopping by SIGTERM, at most 5 s: it uses too much memory',
      'error: shop/api (2) uses 161 % of a core for 30 s, and its limit is 150 % of a core. Let it use less, or raise limits.cpu.',
      'info: shop/api (2) stopping by SIGTERM, at most 5 s: it uses too much CPU',
    ])
  })

  it('gives the reason for every start and stop of a round', () => {
    expect(
      lines(
        {
          type: 'child.exited',
          path: 'shop/db',
          incarnation: 1,
          pid: 7,
          exit: code1,
          uptimeMs: 2300,
          requested: false,
        },
        { ...restarting, cause: 1 },
        { type: 'child.stopping', path: 'shop/api', incarnation: 3, signal: 'SIGTERM', timeoutMs: 5000, cause: 2 },
        {
          type: 'child.exited',
          path: 'shop/api',
          incarnation: 3,
          pid: 8,
          exit: bySigterm,
          uptimeMs: 9,
          requested: true,
        },
        { type: 'child.starting', path: 'shop/db', incarnation: 2, command: ['db'], cause: 2 },
        { type: 'child.starting', path: 'shop/api', incarnation: 4, command: ['api'], cause: 2 },
      ),
    ).toMatchInlineSnapshot(`
      [
        "error: shop/db (1) exited with code 1 after 2.3 s",
        "info: shop restarts db, api because db exited with code 1 (rest_for_one, stops api first; restart 2 of 3 in 5 s)",
        "info: shop/api (3) stopping by SIGTERM, at most 5 s: db failed",
        "info: shop/api (3) stopped",
        "info: shop/db (2) starting: it failed",
        "info: shop/api (4) starting: db failed",
      ]
    `)
  })

  it('says so when a restart waits for its back-off', () => {
    expect(lines({ ...restarting, delayMs: 400 })).toMatchInlineSnapshot(`
      [
        "info: shop restarts db, api because db failed (rest_for_one, stops api first, 400 ms from now; restart 2 of 3 in 5 s)",
      ]
    `)
  })

  it('reports a normal end as an error only where it is restarted', () => {
    const done = exit({ class: 'normal', code: 0 })
    expect(
      lines(
        { type: 'child.exited', path: 'shop/db', incarnation: 1, pid: 7, exit: done, uptimeMs: 10, requested: false },
        { ...restarting, cause: 1 },
      ),
    ).toMatchInlineSnapshot(`
      [
        "info: shop/db (1) exited with code 0 after 10 ms, which counts as normal",
        "error: shop restarts db, api because db exited with code 0 (rest_for_one, stops api first; restart 2 of 3 in 5 s)",
      ]
    `)
  })

  it('names the call, the boot or the stop that something was started or stopped by', () => {
    expect(
      lines(
        { type: 'tree.starting', path: 'shop', name: 'shop', version: '1.0.0' },
        { type: 'supervisor.starting', path: 'shop', incarnation: 1, cause: 1 },
        { type: 'child.starting', path: 'shop/db', incarnation: 1, command: ['db'], cause: 2 },
        { type: 'call.received', path: 'shop/db', call: 'terminateChild' },
        { type: 'child.stopping', path: 'shop/db', incarnation: 1, signal: 'SIGINT', timeoutMs: null, cause: 4 },
        { type: 'child.stopping', path: 'shop/db', incarnation: 1, command: ['pg_ctl', 'stop'], timeoutMs: 5000 },
        { type: 'call.answered', path: 'shop/db', call: 'terminateChild', ok: true, value: null, cause: 4 },
        { type: 'call.received', path: 'shop', call: 'startChild' },
        { type: 'child.starting', path: 'shop/new', incarnation: 1, command: ['new'], cause: 7 },
        { type: 'supervisor.stopping', path: 'shop', incarnation: 1, exit: asked },
        { type: 'supervisor.stopping', path: 'shop/jobs', incarnation: 1, exit: asked, cause: 9 },
      ),
    ).toMatchInlineSnapshot(`
      [
        "info: tree shop starting (otp-sup 1.0.0)",
        "info: shop (1) starting",
        "info: shop/db (1) starting: shop is starting",
        "info: terminateChild shop/db: called",
        "info: shop/db (1) stopping by SIGINT, without a limit: terminateChild was called",
        "info: shop/db (1) stopping by pg_ctl stop, at most 5 s",
        "info: terminateChild shop/db: done",
        "info: startChild shop: called",
        "info: shop/new (1) starting",
        "info: shop (1) stopping: it was told to stop",
        "info: shop/jobs (1) stopping: it was told to stop",
      ]
    `)
  })

  it.each([
    ['brutal_kill', 'info'],
    ['shutdown_timeout', 'error'],
    ['start_timeout', 'error'],
    ['subtree_timeout', 'error'],
    ['forced', 'error'],
  ] as const)('SIGKILL because of %s is of level %s', (why, level) => {
    expect(lines({ type: 'child.killing', path: 'shop/db', incarnation: 1, why })[0]).toMatch(new RegExp(`^${level}: `))
  })

  it('tells how failed starts and giving up came about', () => {
    const enoent = exit({ kind: 'spawn_error', errno: 'ENOENT' })
    expect(
      lines(
        { type: 'child.start_failed', path: 'shop/db', incarnation: 1, exit: enoent },
        { type: 'child.start_failed', path: 'shop', incarnation: 1, exit: enoent, failed: 'shop/db', cause: 1 },
        { ...restarting, cause: 1 },
        { type: 'supervisor.gave_up', path: 'shop', restarts: 4, intensity: 3, periodMs: 5000 },
        {
          type: 'supervisor.stopping',
          path: 'shop',
          incarnation: 1,
          exit: exit({ class: 'shutdown', kind: 'gave_up' }),
          cause: 4,
        },
        { type: 'supervisor.stopped', path: 'shop', incarnation: 1, exit: exit({ kind: 'killed' }) },
      ),
    ).toMatchInlineSnapshot(`
      [
        "error: shop/db (1) could not be started: it could not be run (ENOENT: no such program or working directory)",
        "error: shop (1) could not be started: shop/db could not",
        "info: shop restarts db, api because db could not be started (rest_for_one, stops api first; restart 2 of 3 in 5 s)",
        "error: shop gave up: it would be restart 4 within 5 s, and its intensity is 3",
        "info: shop (1) stopping: it gave up: too many restarts",
        "error: shop (1) was killed",
      ]
    `)
  })

  it('has a line for the rest', () => {
    expect(
      lines(
        { type: 'tree.started', path: 'shop' },
        { type: 'supervisor.started', path: 'shop', incarnation: 1 },
        { type: 'child.spawned', path: 'shop/db', incarnation: 1, pid: 4711 },
        { type: 'child.started', path: 'shop/db', incarnation: 1, pid: 4711, readyMs: 812 },
        { type: 'call.answered', path: 'shop/x', call: 'deleteChild', ok: false, error: 'not_found' },
        {
          type: 'call.answered',
          path: 'shop',
          call: 'startChild',
          ok: false,
          error: { error: 'already_started', pid: 7 },
        },
        { type: 'child.removed', path: 'shop/x' },
        { type: 'tree.stopping', path: 'shop', exit: asked },
        { type: 'supervisor.stopped', path: 'shop', incarnation: 1, exit: asked },
        { type: 'tree.stopped', path: 'shop', exit: exit({ class: 'shutdown', kind: 'auto_shutdown' }) },
        { type: 'scenario.step', path: 'shop', step: 0, applied: false },
      ),
    ).toMatchInlineSnapshot(`
      [
        "info: tree shop started: every child is ready",
        "info: shop (1) started",
        "info: shop/db (1) spawned: pid 4711",
        "info: shop/db (1) started: ready after 812 ms",
        "info: deleteChild shop/x: refused, not_found",
        "info: startChild shop: refused, {"error":"already_started","pid":7}",
        "info: shop/x removed",
        "info: tree shop stopping: it was told to stop",
        "info: shop (1) stopped",
        "info: tree shop stopped: it shut down because a significant child ended",
        "info: step 0 of the scenario: nothing to do",
      ]
    `)
  })

  it('forgets old events: a reason that is not remembered is left out', () => {
    const old: Told = { type: 'call.received', path: 'shop/db', call: 'restartChild' }
    const many = Array.from(
      { length: 2001 },
      (): Told => ({ type: 'call.received', path: 'shop/db', call: 'restartChild' }),
    )
    const start: Told = { type: 'child.starting', path: 'shop/db', incarnation: 2, command: ['db'], cause: 1 }
    expect(lines(old, start).at(-1)).toBe('info: shop/db (2) starting: restartChild was called')
    expect(lines(old, ...many, start).at(-1)).toBe('info: shop/db (2) starting')
  })
})

it.each([
  [0, '0 ms'],
  [999.4, '999 ms'],
  [1000, '1 s'],
  [2349, '2.3 s'],
  [119_000, '119 s'],
  [150_000, '2.5 min'],
  [7_200_000, '2 h'],
])('%d ms read as %s', (ms, text) => {
  expect(durationText(ms)).toBe(text)
})

describe('reloads', () => {
  it('are told with what they changed, the first ten of it', () => {
    const path = 'shop'
    const added = Array.from({ length: 9 }, (_, at) => ({ path: `shop/${at}`, change: 'added' }) as const)
    const others = [
      { path, change: 'in_place', keys: ['intensity', 'period'] },
      { path: 'shop/api', change: 'restarted', keys: ['env'], takesAlong: [] },
      { path: 'shop/old', change: 'removed' },
    ] as const
    expect(
      lines(
        { type: 'spec.reloaded', path, changes: [] },
        { type: 'spec.reloaded', path, changes: others },
        { type: 'spec.reloaded', path, changes: [...others, ...added] },
      ),
    ).toEqual([
      'info: shop reloaded: nothing is different',
      'info: shop reloaded: shop changed in place (intensity, period); shop/api restarted (env); shop/old removed',
      expect.stringMatching(/; shop\/6 added; and 2 more$/),
    ])
  })

  it('that are refused are errors, with the place in the file', () => {
    const problem = { path: 'shop/db', key: 'restart', message: 'restart is "no".', fix: 'Write temporary.' }
    const told = lines(
      { type: 'spec.rejected', path: 'shop', problems: [{ ...problem, file: 'tree.yaml', line: 3, column: 5 }] },
      { type: 'spec.rejected', path: 'shop', problems: [problem] },
      { type: 'spec.rejected', path: 'shop', problems: [], failed: 'shop/db', exit: code1 },
    )
    expect(told).toEqual([
      'error: shop not reloaded, all stays as it is: tree.yaml:3:5 shop/db restart: restart is "no". Write temporary.',
      'error: shop not reloaded, all stays as it is: shop/db restart: restart is "no". Write temporary.',
      'error: shop not reloaded, all is as before: shop/db did not come up, it exited with code 1',
    ])
  })
})
