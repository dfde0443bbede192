import type { Child, SupervisorState } from '../../decide/state.ts'
import type { EventOf, SupervisionEvent } from '../../events.ts'
import { isIdle } from '../idle.ts'
import type { Law } from '../law.ts'
import { causeOf, childAt, isTermination, isUp, supervisorOf, supervisorsOf, type World } from '../world.ts'
import { dependenciesOf } from './siblings.ts'

/** Why a path is down: somebody called for it, it ended by itself in some class, a stop or round did it, a start failed. */
type Fate = 'called' | 'normal' | 'shutdown' | 'abnormal' | 'round' | 'failed'

type Memory = {
  readonly fates: Map<string, Fate>
  /** Those whom a round has to bring back. */
  readonly covered: Set<string>
}

/** When all has settled, whoever is down is down by a call, or has ended in a way that does not restart it. */
export function explainedAbsence(): Law {
  const memory: Memory = { fates: new Map(), covered: new Set() }
  return {
    name: 'whoever is down is down for a reason',
    see(event, world) {
      note(memory, event, world)
      return null
    },
    atRest(world) {
      if (world.tree.isOver || !isIdle(world)) return null
      const lost = supervisorsOf(world)
        .flatMap(({ state }) => state.children.filter((child) => !isExplained(child, state, memory)))
        .at(0)
      if (lost === undefined) return null
      return `${lost.path} (${lost.spec.restart}) is down: ${memory.fates.get(lost.path) ?? 'never started'}`
    },
  }
}

const note = (memory: Memory, event: SupervisionEvent, world: World): void => {
  const { fates, covered } = memory
  if (event.type === 'supervisor.restarting') cover(memory, event)
  if (isUp(event)) covered.delete(event.path)
  if (isTermination(event)) letGo(memory, event.path, world)
  const fate = fateIn(event, world)
  // Whoever a round finds dead, or dies before the round has stopped it, is down because of the round.
  if (fate !== null) fates.set(event.path, covered.has(event.path) && isOwn(fate) ? 'round' : fate)
}

const cover = ({ fates, covered }: Memory, { path, start }: EventOf<'supervisor.restarting'>): void => {
  for (const id of start) {
    covered.add(`${path}/${id}`)
    fates.set(`${path}/${id}`, 'round')
  }
}

const fateIn = (event: SupervisionEvent, world: World): Fate | null => {
  if (event.type === 'child.start_failed') return wasCalled(beginningOf(event, world), world) ? 'called' : 'failed'
  if (event.type !== 'child.exited' && event.type !== 'supervisor.stopped') return null
  if (!wasAsked(event)) return event.exit.class
  return wasCalled(event, world) ? 'called' : 'round'
}

const wasAsked = (event: EventOf<'child.exited'> | EventOf<'supervisor.stopped'>): boolean =>
  event.type === 'child.exited' ? event.requested : event.exit.kind === 'requested' || event.exit.kind === 'killed'

/** One that was over a limit was stopped for that: what asked for its start is told by its beginning. */
const beginningOf = (failed: EventOf<'child.start_failed'>, { events }: World): SupervisionEvent => {
  const isIt = (event: SupervisionEvent): boolean =>
    event.type === 'child.starting' && event.path === failed.path && event.incarnation === failed.incarnation
  return events.findLast(isIt) ?? failed
}

/** Whether a call stands at the beginning of what led to it. */
const wasCalled = (event: SupervisionEvent, world: World): boolean => {
  for (let at = causeOf(world, event); at !== undefined; at = causeOf(world, at)) {
    if (at.type === 'call.received') return true
    if (at.type === 'supervisor.restarting' || at.type === 'child.exited') return false
  }
  return false
}

/** Whether a child has ended by itself. */
const isOwn = (fate: Fate): boolean => fate === 'normal' || fate === 'shutdown' || fate === 'abnormal'

/** A call has stopped a child: nobody waits any more for its round or its retry, which would have started others too. */
const letGo = ({ fates }: Memory, path: string, world: World): void => {
  fates.set(path, 'called')
  const child = childAt(world, path)
  if (child === undefined) return
  for (const other of waitersFor(child, world)) {
    const fate = fates.get(other.path)
    if (fate === 'round' || fate === 'failed') fates.set(other.path, 'called')
  }
}

/** Whoever comes back only with a child: by the round of its failure, or because it depends on it. */
const waitersFor = (child: Child, world: World): readonly Child[] => {
  const supervisor = supervisorOf(world, child.path)
  if (supervisor === undefined) return []
  const { children, flags, path } = supervisor.state
  if (flags.strategy === 'one_for_all') return children
  // Edges may have gone with a child that was deleted: whoever the latest round was to bring back waits as well.
  const round = world.events.findLast(
    (event): event is EventOf<'supervisor.restarting'> => event.type === 'supervisor.restarting' && event.path === path,
  )
  const started = round?.start ?? []
  return children.filter((other) => started.includes(other.id) || dependenciesOf(other, children).has(child))
}

const isExplained = ({ path, spec, status }: Child, state: SupervisorState, { fates }: Memory): boolean => {
  if (status.kind !== 'down') return true
  // What was made of a template leaves the list.
  if (state.template !== null) return false
  const fate = fates.get(path)
  if (fate === 'called') return true
  // Its end would have shut down its supervisor.
  if (spec.significant && state.flags.autoShutdown === 'any_significant') return false
  return spec.restart === 'transient' && (fate === 'normal' || fate === 'shutdown')
}
