// The longest outages: of the simulation, and of runs that are as slow as the specs allow.
import { openRun, throwBugs, type VirtualRun } from '../simulate/virtual-run.ts'
import { absences, longer } from './absences.ts'
import type { Absence, CheckedFailure, FailureEffects, Outage } from './explanation.ts'
import { boot, fail, type Play } from './play.ts'
import { slowDown, slowestTree } from './worst-case.ts'

/** Of every leaf that goes down in the simulation; at worst it is the longest of all runs, also of that one. */
export function outagesOf(simulated: Play, failure: CheckedFailure, slowFrom: readonly number[]): readonly Outage[] {
  const slow = slowFrom.map((from) => slowAbsences(simulated.run, failure, from))
  return [...absences(simulated)].map(([path, absence]) => {
    const worst = slow.reduce<Absence>((longest, run) => longer(run.get(path), longest), absence)
    return { path, simulated: absence, worst }
  })
}

/**
 * Before which of the failures it gets slow: before all of them; and, as failures that are slow may be too far from each
 * other to make a supervisor give up, before each with which one does so for the first time.
 */
export function turningPoints(failures: readonly FailureEffects[]): readonly number[] {
  const first = new Map<string, number>()
  for (const [index, { effects }] of failures.entries())
    for (const effect of effects)
      if (effect.type === 'gave_up' && !first.has(effect.supervisor)) first.set(effect.supervisor, index)
  return [...new Set([0, ...first.values()])]
}

const slowAbsences = ({ spec }: VirtualRun, failure: CheckedFailure, from: number): ReadonlyMap<string, Absence> => {
  const play = boot(openRun(slowestTree(spec, failure), { next: () => 1 }), failure)
  fail(play, failure, from)
  slowDown(play)
  fail(play, failure, failure.times - from)
  throwBugs(play.run)
  return absences(play)
}
