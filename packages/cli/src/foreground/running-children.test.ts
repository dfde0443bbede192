import type { ExitReason, SupervisionEvent } from '@otp-sup/core'
import { expect, it } from 'vitest'
import { runningChildren } from './running-children.ts'

const exit: ExitReason = { class: 'normal', kind: 'exit', code: 0, signal: null, errno: null }
type Told = Partial<SupervisionEvent> & Pick<SupervisionEvent, 'type'>

const after = (...told: readonly Told[]): boolean => {
  const running = runningChildren()
  for (const body of told) running.tell({ path: 'shop', ...body } as SupervisionEvent)
  return running.nothingRuns()
}

const db = { path: 'shop/db', incarnation: 1 }
const boot: readonly Told[] = [{ type: 'child.starting', ...db, command: [] }, { type: 'tree.started' }]
const dbEnded: Told = { type: 'child.exited', ...db, pid: 1, exit, uptimeMs: 1, requested: false }
const round: Told = {
  type: 'supervisor.restarting',
  strategy: 'one_for_one',
  failed: 'db',
  terminate: [],
  start: ['db'],
  restarts: 1,
  intensity: 3,
  periodMs: 5000,
  delayMs: 400,
}

it.each<readonly [string, boolean, readonly Told[]]>([
  ['while a child is up', false, boot],
  ['when the last child is down', true, [...boot, dbEnded]],
  ['before the tree has started', false, [...boot.slice(0, 1), dbEnded]],
  ['in a tree that never had a child', false, [{ type: 'tree.started' }]],
  ['while a child waits for its back-off', false, [...boot, dbEnded, round]],
  [
    'when a round is cancelled by a call',
    true,
    [
      ...boot,
      dbEnded,
      round,
      { type: 'call.answered', path: 'shop/db', call: 'terminateChild', ok: true, value: null },
    ],
  ],
  ['when it is restarted', false, [...boot, dbEnded, round, { type: 'child.starting', ...db, command: [] }]],
  [
    'when the restart does not succeed and nothing follows',
    true,
    [
      ...boot,
      dbEnded,
      round,
      { type: 'child.starting', ...db, command: [] },
      { type: 'child.start_failed', ...db, exit },
    ],
  ],
  [
    'when the supervisor of a round stops',
    true,
    [
      ...boot,
      dbEnded,
      { ...round, path: 'shop/jobs' },
      { type: 'supervisor.stopping', path: 'shop/jobs', incarnation: 1, exit },
    ],
  ],
  ['while the tree stops', false, [...boot, { type: 'tree.stopping', exit }, dbEnded]],
])('%s, nothing runs: %s', (_when, expected, told) => {
  expect(after(...told)).toBe(expected)
})
