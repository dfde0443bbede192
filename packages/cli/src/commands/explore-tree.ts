import type { SupervisorChildSpec } from '@otp-sup/core'
import type { Exploration } from '@otp-sup/core/testing'

const MOST_STATES = 20_000
const MOST_MS = 10_000

/**
 * Looks at what can happen to a tree: its processes become ready, end, fail to start, time passes, somebody stops it.
 * With `states`, until so many are known; else for ten seconds at most.
 */
export const exploreTree = async (spec: SupervisorChildSpec, states: number | null): Promise<Exploration> => {
  const { exploreChecked } = await import('@otp-sup/core/testing')
  if (states !== null) return exploreChecked(spec, { maxStates: states })
  const untilMs = performance.now() + MOST_MS
  return exploreChecked(spec, { maxStates: MOST_STATES, isEnough: () => performance.now() > untilMs })
}
