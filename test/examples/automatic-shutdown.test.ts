import { expect, it } from 'vitest'
import { runExample } from '../support/run-example.ts'
import { expectEnd } from './example-end.ts'

it('07-automatic-shutdown: the tree is done when its work is, and a crash on the way is none of that', {
  timeout: 60_000,
}, async () => {
  const run = runExample('07-automatic-shutdown/tree.ts', { SECOND_MS: '250' })
  await expectEnd(run, 0)
  const ends = run.eventsOf('child.exited').map(({ path, exit }) => `${path} ${exit.class}`)
  expect(ends.slice(0, 3).toSorted(), 'each of the jobs ends normally, letters in its second life').toEqual([
    'nightly/invoices normal',
    'nightly/letters abnormal',
    'nightly/letters normal',
  ])
  expect(ends.slice(3), 'who helped is stopped last').toEqual(['nightly/progress shutdown'])
  expect(run.eventsOf('tree.stopped').map(({ exit }) => exit.kind)).toEqual(['auto_shutdown'])
  expect(run.stdout.text()).toMatch(/invoices \| done[^]*letters \| done/)
})
