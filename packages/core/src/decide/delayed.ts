// What the back-offs under way mean for a child.
import { isListed } from './evolve.ts'
import type { Child, SupervisorState } from './state.ts'

/** Whether a failure may concern several children. */
export function isGroup({ flags }: Pick<SupervisorState, 'flags'>): boolean {
  return flags.strategy === 'one_for_all' || flags.strategy === 'rest_for_one'
}

/** Whether a child waits for a back-off. */
export function isDelayed(state: SupervisorState, child: Child): boolean {
  if (state.delays.size === 0) return false
  return [...state.delays.values()].some(({ members }) => isListed(members, child))
}

/** Whether it is this child's own failure whose back-off is under way: then it is restarting, as OTP calls it. */
export function isBackingOff(state: SupervisorState, child: Child): boolean {
  return [...state.delays.values()].some(({ failed }) => failed === child)
}
