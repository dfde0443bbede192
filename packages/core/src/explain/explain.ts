// What happens if: a leaf fails in virtual time, and what comes of it is told.
import { MisuseError } from '../errors.ts'
import { openRun, runningPaths, throwBugs } from '../simulate/virtual-run.ts'
import { checkedTree } from '../spec/checked-tree.ts'
import type { SupervisorChildSpec } from '../spec/child-spec.ts'
import type { SupervisorSpec } from '../spec/spec.ts'
import { budgetsOf, failuresAfter, givesUpAfter } from './budgets.ts'
import { checkFailure } from './check-failure.ts'
import { effectsOf, gaveUpIn } from './effects.ts'
import type { CheckedFailure, Explanation, Failure } from './explanation.ts'
import { outagesOf, turningPoints } from './outages.ts'
import { boot, fail } from './play.ts'

/** The failures of the budgets that are looked at beyond those that were asked for. */
const AHEAD = 100

/**
 * Tells what happens if a leaf fails: what is stopped and started, what is left of the restart budgets, and how long
 * the longest outage is. Nothing is started.
 *
 * @throws {@link SpecError} when the tree is wrong.
 * @throws {@link MisuseError} when the failure cannot happen in it.
 * @throws {@link UnsettledError} when there is no end to what it leads to.
 * @example
 * ```ts
 * const { failures, outages } = explain(shop, { path: 'shop/db', end: { signal: 'SIGKILL' }, times: 3 })
 * ```
 */
export function explain(spec: SupervisorSpec, failure: Failure): Explanation {
  const tree = checkedTree(spec)
  const checked = checkFailure(failure, tree)
  if (!checked.ok) throw new MisuseError(checked.problems.map(({ message, fix }) => `${message} ${fix}`).join('\n'))
  return explainChecked(tree, checked.failure)
}

/** {@link explain} for what `checkSpec` and {@link checkFailure} have checked. */
export function explainChecked(spec: SupervisorChildSpec, failure: CheckedFailure): Explanation {
  const play = boot(openRun(spec, { next: () => 0.5 }), failure)
  fail(play, failure, failure.times)
  const { run, moments } = play
  const events = [...run.events]
  const failures = untouchedOnce(
    moments.map(({ atMs, applied, from, running }, index) => {
      const own = events.slice(from, moments[index + 1]?.from)
      return { at: atMs, applied, ...effectsOf(own, { spec, running, all: events }) }
    }),
  )
  const end = {
    at: run.clock.nowMs(),
    running: runningPaths(run),
    outcome: run.outcome,
    gaveUp: gaveUpIn(run.why),
  }
  const outages = outagesOf(play, failure, turningPoints(failures))
  const budgets = budgetsOf(play, failure)
  fail(play, failure, AHEAD)
  throwBugs(run)
  return {
    version: 1,
    tree: spec.id,
    failure,
    failures,
    budgets: budgets.map((budget) => ({ ...budget, givesUpAfter: givesUpAfter(play, budget, failure.times) })),
    failuresAhead: failuresAfter(play, failure.times),
    outages,
    end,
    events,
  }
}

/** Most failures leave the same alone: that is said once, however many they are. */
const untouchedOnce = <Each extends { readonly untouched: readonly string[] }>(failures: readonly Each[]) => {
  const first = new Map<string, number>()
  return failures.map((each, index) => {
    const key = each.untouched.join(' ')
    const untouched = first.get(key) ?? each.untouched
    if (!first.has(key)) first.set(key, index)
    return { ...each, untouched }
  })
}
