// What is left of the restart budgets above a leaf.
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

/** As its last round counted them, unless it was started anew after it. */
const restartsOf = ({ run }: Play, supervisor: string): number => {
  const last = run.events.findLast(
    ({ path, type }) => path === supervisor && (type === 'supervisor.restarting' || type === 'supervisor.starting'),
  )
  return last?.type === 'supervisor.restarting' ? last.restarts : 0
}

/** With which of the failures after the first `times` a supervisor gives up. */
export function givesUpAfter({ run, moments }: Play, { supervisor }: Left, times: number): number | null {
  const from = moments[times]?.from ?? run.events.length
  const index = run.events.findIndex(
    ({ path, type }, position) => position >= from && path === supervisor && type === 'supervisor.gave_up',
  )
  if (index === -1) return null
  return moments.filter((moment) => moment.from <= index).length - times
}
