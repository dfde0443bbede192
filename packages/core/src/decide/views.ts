import type { ChildCounts, ChildInfo } from './call.ts'
import { isBackingOff } from './delayed.ts'
import type { Child, StartPurpose, SupervisorState } from './state.ts'

/** The children in start order. OTP: `which_children`, newest first there. */
export function whichChildren(state: SupervisorState): readonly ChildInfo[] {
  return state.children.map((child) => ({ id: child.id, type: child.spec.type, state: stateOf(state, child) }))
}

/** OTP: `count_children`. */
export function countChildren(state: SupervisorState): ChildCounts {
  const count = (has: (child: Child) => boolean): number => state.children.filter(has).length
  return {
    specs: state.template === null ? state.children.length : 1,
    active: count((child) => stateOf(state, child) === 'running'),
    supervisors: count((child) => child.spec.type === 'supervisor'),
    workers: count((child) => child.spec.type === 'worker'),
  }
}

const stateOf = (state: SupervisorState, child: Child): ChildInfo['state'] => {
  const { status } = child
  switch (status.kind) {
    case 'running':
    case 'died':
      return 'running'
    case 'restarting':
      return 'restarting'
    case 'down':
      return 'down'
    case 'pending':
      return isBackingOff(state, child) ? 'restarting' : 'down'
    case 'starting':
      return startingState(status.purpose)
    case 'stopping':
      return status.by.kind === 'failed_start' ? startingState(status.by.start) : 'running'
  }
}

const startingState = (purpose: StartPurpose): ChildInfo['state'] =>
  purpose.kind === 'restart' ? 'restarting' : 'down'
