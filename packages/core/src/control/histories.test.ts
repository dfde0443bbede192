import { expect, it } from 'vitest'
import type { ControlledTree } from '../controlled.ts'
import { openJournal } from '../runtime/journal.ts'
import { followHistories } from './histories.ts'

it('what led to an end is kept up to 50 events, however long a child has failed', () => {
  const clock = { nowMs: () => 0, time: () => '2026-01-01T00:00:00.000Z' }
  const journal = openJournal(clock as Parameters<typeof openJournal>[0], 'r', () => {})
  const histories = followHistories(journal as unknown as ControlledTree)
  const exit = { class: 'abnormal', kind: 'code', code: 1, signal: null, errno: null } as const
  const fails = { type: 'child.start_failed', exit, incarnation: 1, failed: null, message: null } as const
  let cause: number | null = null
  for (let round = 0; round < 200; round += 1) cause = journal.write('s/a', fails as never, cause).seq
  expect(histories.of('s/a').end?.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, at) => 151 + at))
})
