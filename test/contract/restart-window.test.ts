// Restart intensity over a long life: old restarts are forgotten, and the count stays right.
import { supervisor, worker } from '@otp-sup/core'
import { expect, it } from 'vitest'
import { play } from '../support/trace.ts'

it('a tree that fails now and then for hours never gives up', () => {
  const tree = supervisor('s', { intensity: 3, period: '5s', children: [worker('a', { command: ['a'] })] })
  const steps = Array.from({ length: 200 }, (_, minute) => ({ at: `${minute + 1}m`, exit: 's/a' }))
  const { events, end } = play(tree, { steps })
  expect(end.outcome).toBe('running')
  const rounds = events.flatMap((event) => (event.type === 'supervisor.restarting' ? [event.restarts] : []))
  expect(rounds).toEqual(Array.from({ length: 200 }, () => 1))
})

it('the edge of the window is inside it, to the millisecond', () => {
  const tree = supervisor('s', { intensity: 1, period: '5s', children: [worker('a', { command: ['a'] })] })
  const twice = (later: string) =>
    play(tree, {
      steps: [
        { at: '1s', exit: 's/a' },
        { at: later, exit: 's/a' },
      ],
    })
  expect(twice('6s').end.outcome).toBe('gave_up')
  expect(twice('6001ms').end.outcome).toBe('running')
})
