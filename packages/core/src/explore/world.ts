// A tree whose every process and every timer is moved by hand, as the laws that watch it see it.
import type { Child } from '../decide/state.ts'
import type { EventOf, SupervisionEvent } from '../events.ts'
import type { RunningTree } from '../runtime/running-tree.ts'
import type { Supervisor } from '../runtime/surroundings.ts'
import type { ChildSpec, SupervisorChildSpec } from '../spec/child-spec.ts'
import type { VirtualClock } from '../testing/virtual-clock.ts'
import type { HandLauncher } from './hand-launcher.ts'

/** A law that was broken: by the event `seq`, or at rest after it. */
export type Broken = { readonly law: string; readonly message: string; readonly seq: number }

/** What a law may look at. */
export interface World {
  readonly spec: SupervisorChildSpec
  readonly tree: RunningTree
  readonly clock: VirtualClock
  readonly launcher: HandLauncher
  /** All that has happened, by `seq - 1`. */
  readonly events: readonly SupervisionEvent[]
  /** Whether the tree was told to stop, or to be killed. */
  isAskedToStop: boolean
  /** How the tree ended, by the kind of its exit; null while it has not. */
  readonly outcome: () => string | null
  /** The laws that were broken, the first one first. */
  readonly broken: readonly Broken[]
  /** Nothing is being handled now: lets the laws look at the tree as it stands. */
  readonly lookAtRest: () => void
}

/** The supervisors that have begun and not ended, each before those below it. */
export function supervisorsOf({ tree }: World): readonly Supervisor[] {
  return supervisorsBelow(tree, tree.rootPath)
}

const supervisorsBelow = (tree: RunningTree, path: string): readonly Supervisor[] => {
  const supervisor = tree.supervisorAt(path)
  if (supervisor === undefined) return []
  const nested = supervisor.state.children.filter(({ spec }) => spec.type === 'supervisor')
  return [supervisor, ...nested.flatMap((child) => supervisorsBelow(tree, child.path))]
}

/** The supervisor that a path belongs to, while it has not ended. */
export function supervisorOf({ tree }: World, path: string): Supervisor | undefined {
  return tree.supervisorAt(path.slice(0, Math.max(0, path.lastIndexOf('/'))))
}

/** The child at a path, while it is in its supervisor's list. */
export function childAt(world: World, path: string): Child | undefined {
  return supervisorOf(world, path)?.state.children.find((child) => child.path === path)
}

/** The event that led to an event. */
export function causeOf({ events }: World, { cause }: SupervisionEvent): SupervisionEvent | undefined {
  return events[(cause ?? 0) - 1]
}

/** Whether an event tells that a child, or a supervisor, begins to start. */
export function isStart(event: SupervisionEvent): event is EventOf<'child.starting'> | EventOf<'supervisor.starting'> {
  return event.type === 'child.starting' || event.type === 'supervisor.starting'
}

/** Whether an event tells that a child, or a supervisor, has come up. */
export function isUp({ type }: SupervisionEvent): boolean {
  return type === 'child.started' || type === 'supervisor.started'
}

/** The children that the spec of the tree has at a path. */
export function declaredBelow({ spec }: World, path: string): readonly ChildSpec[] {
  let at: ChildSpec = spec
  for (const id of path.split('/').slice(1)) {
    const next: ChildSpec | undefined =
      at.type === 'supervisor' ? at.children.find((child) => child.id === id) : undefined
    if (next === undefined) return []
    at = next
  }
  return at.type === 'supervisor' ? at.children : []
}

/** Whether an event tells that a call has stopped a child, or found it down. */
export function isTermination(event: SupervisionEvent): boolean {
  return event.type === 'call.answered' && event.call === 'terminateChild' && event.ok
}
