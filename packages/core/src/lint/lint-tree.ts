// The door of this room: a checked tree in, what is hardly meant in it out. Computed from the tree alone; nothing is run.
import type { SupervisorChildSpec } from '../spec/child-spec.ts'
import { type Found, type Lint, weighed } from './lint.ts'
import { type Part, partsOf } from './parts.ts'
import { autoShutdownRestarted } from './rules/auto-shutdown-restarted.ts'
import { backoffGivesUp } from './rules/backoff-gives-up.ts'
import { backoffNeverTrips } from './rules/backoff-never-trips.ts'
import { backoffNeverWaits } from './rules/backoff-never-waits.ts'
import { dependantsNotRestarted } from './rules/dependants-not-restarted.ts'
import { endlessStart } from './rules/endless-start.ts'
import { escalationMultiplies } from './rules/escalation-multiplies.ts'
import { instancesOverIntensity } from './rules/instances-over-intensity.ts'
import { missingReady } from './rules/missing-ready.ts'
import { neverEnds } from './rules/never-ends.ts'
import { neverReady } from './rules/never-ready.ts'
import { nobodySignificant } from './rules/nobody-significant.ts'
import { shortShutdown } from './rules/short-shutdown.ts'
import { slowStop } from './rules/slow-stop.ts'
import { transientSupervisor } from './rules/transient-supervisor.ts'

/** One rule; it looks at one supervisor and its children. */
type Rule = (part: Part) => readonly Found[]

const RULES: readonly Rule[] = [
  missingReady,
  neverReady,
  slowStop,
  shortShutdown,
  backoffNeverTrips,
  backoffNeverWaits,
  instancesOverIntensity,
  neverEnds,
  nobodySignificant,
  transientSupervisor,
  autoShutdownRestarted,
  escalationMultiplies,
  backoffGivesUp,
  endlessStart,
  dependantsNotRestarted,
]

/**
 * What is allowed in a checked tree and hardly ever meant (`warning`), and what follows from its numbers and is worth
 * knowing (`advice`): supervisors before what is below them. Nothing is started.
 *
 * @example
 * ```ts
 * const checked = checkSpec(tree, { cwd: '/' })
 * if (checked.ok) for (const { name, path, message } of lintTree(checked.spec)) console.log(name, path, message)
 * ```
 */
export function lintTree(spec: SupervisorChildSpec): readonly Lint[] {
  return partsOf(spec, spec.id).flatMap((part) => RULES.flatMap((rule) => rule(part)).map(weighed))
}
