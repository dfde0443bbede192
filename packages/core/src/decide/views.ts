import type { ChildCounts, ChildInfo } from './call.ts'
import type { Child, StartPurpose, Status, SupervisorState } from './state.ts'

/** The children in start order. OTP: `which_children`, newest first there. */
export function whichChildren(state: SupervisorState): readonly ChildInfo[] {
  return state.children.map((child) => ({ id: child.id, type: child.spec.type, state: stateOf(child.status) }))
}

/** OTP: `count_children`. */
export function countChildren(state: SupervisorState): ChildCounts {
  const count = (has: (child: Child) => boolean): number => state.children.filter(has).length
  return {
    specs: state.children.length,
    active: count((child) => stateOf(child.status) === 'running'),
    supervisors: count((child) => child.spec.type === 'supervisor'),
    workers: count((child) => child.spec.type === 'worker'),
  }
}

const stateOf = (status: Status): ChildInfo['state'] => {
  switch (status.kind) {
    case 'running':
    case 'died':
      return 'running'
    case 'restarting':
      return 'restarting'
    case 'down':
    case 'pending':
      return 'down'
    case 'starting':
      return startingState(status.purpose)
    case 'stopping':
      return status.by.kind === 'start_timeout' ? startingState(status.by.start) : 'running'
  }
}

const startingState = (purpose: StartPurpose): ChildInfo['state'] =>
  purpose.kind === 'restart' ? 'restarting' : 'down'
