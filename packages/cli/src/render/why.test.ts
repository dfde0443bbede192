import type { EventBody, ExitReason, SupervisionEvent } from '@otp-sup/core'
import { expect, it } from 'vitest'
import { badEnd, failedLeaf } from './why.ts'

const exit = (given: Partial<ExitReason>): ExitReason => ({
  class: 'abnormal',
  kind: 'exit',
  code: null,
  signal: null,
  errno: null,
  ...given,
})
const gaveUp = exit({ class: 'shutdown', kind: 'gave_up' })

type Told = EventBody & { readonly path: string }
const chain = (...told: readonly Told[]): readonly SupervisionEvent[] =>
  told.map((body, index) => ({ seq: index + 1, time: '', at: 0, run: 'r', cause: index === 0 ? null : index, ...body }))

const crashed: Told = {
  type: 'child.exited',
  path: 'shop/jobs/mailer',
  incarnation: 4,
  pid: 7,
  exit: exit({ code: 1 }),
  uptimeMs: 300,
  requested: false,
}
const escalation = chain(
  crashed,
  { type: 'supervisor.gave_up', path: 'shop/jobs', restarts: 4, intensity: 3, periodMs: 5000 },
  { type: 'supervisor.stopping', path: 'shop/jobs', incarnation: 1, exit: gaveUp },
  { type: 'supervisor.stopped', path: 'shop/jobs', incarnation: 1, exit: gaveUp },
  { type: 'supervisor.gave_up', path: 'shop', restarts: 1, intensity: 0, periodMs: 5000 },
)

it('a bad end tells the chain of causes in sentences, and what the child said last', () => {
  const end = { what: 'shop gave up', why: escalation, leaf: 'shop/jobs/mailer', lastLines: ['connecting', 'refused'] }
  expect(badEnd(end)).toMatchInlineSnapshot(`
    [
      "otp-sup: shop gave up. Why:",
      "  shop/jobs/mailer (4) exited with code 1 after 300 ms",
      "  shop/jobs gave up: it would be restart 4 within 5 s, and its intensity is 3",
      "  shop gave up: it would be restart 1 within 5 s, and its intensity is 0",
      "Last lines of shop/jobs/mailer:",
      "  | connecting",
      "  | refused",
    ]
  `)
})

it('of a child that said nothing no last lines are told', () => {
  const lines = badEnd({ what: 'shop gave up', why: chain(crashed), leaf: 'shop/jobs/mailer', lastLines: [] })
  expect(lines).toHaveLength(2)
})

it.each<readonly [string, readonly SupervisionEvent[], string | null]>([
  ['the leaf whose exit began it', escalation, 'shop/jobs/mailer'],
  [
    'the leaf that could not be started, not its supervisors',
    chain(
      { type: 'child.start_failed', path: 'shop/db', incarnation: 1, exit: exit({ code: 1 }) },
      { type: 'child.start_failed', path: 'shop', incarnation: 1, exit: exit({ code: 1 }), failed: 'shop/db' },
    ),
    'shop/db',
  ],
  ['nobody, where no leaf is in it', chain({ type: 'tree.started', path: 'shop' }), null],
])('an end is about %s', (_whom, why, path) => {
  expect(failedLeaf(why)).toBe(path)
})
