// What is left of the restart budgets above a leaf.
import { restartsWithin } from '@otp-sup/strategies'
import type { CheckedFailure, RestartBudget } from './explanation.ts'
import { nodeAt, supervisorsAbove } from './node-at.ts'
import type { Play } from './play.ts'

type Left = Omit<RestartBudget, 'givesUpAfter'>

/** The budgets as they stand, of the nearest supervisor first. */
export function budgetsOf(play: Play, { path }: CheckedFailure): readonly Left[] {
  const { run } = play
  return supervisorsAbove(path).flatMap((supervisor) => {
    const spec = nodeAt(run.spec, supervisor)
    if (spec?.type !== 'supervisor') return []
    const { intensity, periodMs } = spec.flags
    const isUp = run.tree.supervisorAt(supervisor)?.isUp() ?? false
    return [{ supervisor, isUp, restarts: restartsOf(play, supervisor), intensity, periodMs }]
  })
}

/** What its window holds at the last failure, and what that failure added; a supervisor that was started anew has none. */
const restartsOf = ({ run, moments }: Play, supervisor: string): number => {
  const state = run.tree.supervisorAt(supervisor)?.state
  if (state === undefined) return 0
  return restartsWithin(state.restartsMs, moments.at(-1)?.atMs ?? 0, state.flags.periodMs)
}

/** How many of the failures after the first `times` have happened. */
export function failuresAfter({ moments }: Play, times: number): number {
  return moments.slice(times).filter(({ applied }) => applied).length
}

/** With which of the failures after the first `times` a supervisor gives up. */
export function givesUpAfter(play: Play, { supervisor }: Left, times: number): number | null {
  const { run, moments } = play
  const from = moments[times]?.from ?? run.events.length
  const index = run.events.findIndex(
    ({ path, type }, position) => position >= from && path === supervisor && type === 'supervisor.gave_up',
  )
  if (index === -1) return null
  return failuresAfter({ ...play, moments: moments.filter((moment) => moment.from <= index) }, times)
}
