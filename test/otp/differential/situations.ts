// What happens in a case, named: so that a test can tell when the generator no longer reaches something.
import { type Case, groupSteps, idOf, isSupervisor, parentOf, type Tree } from '../case.ts'
import type { EventLine } from '../event-line.ts'

type Seen = {
  readonly names: Set<string>
  /** By supervisor: its strategy as its rounds tell it, and the children whose restart has failed. */
  readonly strategies: Map<string, string>
  readonly restarting: Map<string, Set<string>>
  readonly down: Set<string>
  /** Whoever has ended by itself, and not abnormally, in the group of steps under way. */
  readonly ended: Set<string>
}

type Simulated = { readonly tested: Case; readonly events: readonly EventLine[] }

/** The situations of one simulated case. */
export function situationsOf(simulated: Simulated): ReadonlySet<string> {
  const seen: Seen = {
    names: new Set(),
    strategies: new Map(),
    restarting: new Map(),
    down: new Set(),
    ended: new Set(),
  }
  const firstSteps = new Set(groupSteps(simulated.tested.steps).groups.map((group) => group[0]?.index))
  for (const event of simulated.events) {
    if (event.type === 'scenario.step' && firstSteps.has(event.step)) seen.ended.clear()
    see(event, simulated, seen)
  }
  return seen.names
}

function see(event: EventLine, simulated: Simulated, seen: Seen): void {
  const { path } = event
  switch (event.type) {
    case 'supervisor.restarting':
      seeRound(event, seen)
      break
    case 'child.started':
    case 'supervisor.started':
      seen.down.delete(path)
      break
    case 'child.start_failed':
      seeFailure(event, simulated, seen)
      break
    case 'child.exited':
      seen.down.add(path)
      if (!event.requested && event.exit.class !== 'abnormal') seen.ended.add(path)
      seen.names.add(`an exit: ${event.requested ? 'requested' : 'by itself'}, ${event.exit.class}, ${event.exit.kind}`)
      break
    case 'supervisor.stopping':
      seeEnd(event, seen)
      break
    case 'call.answered':
      seeAnswer(event, seen)
      break
    case 'simulation.ended':
      seen.names.add(`outcome ${event.outcome}`)
      break
    default:
  }
}

type EventOf<Type extends EventLine['type']> = Extract<EventLine, { readonly type: Type }>

function seeRound(event: EventOf<'supervisor.restarting'>, { names, strategies, restarting, down }: Seen): void {
  const { path, strategy, failed, start, terminate } = event
  const waiting = restarting.get(path) ?? new Set()
  strategies.set(path, strategy)
  names.add(`a round: ${strategy}, ${waiting.has(failed) ? 'a retry' : 'at level'} ${depthOf(path)}`)
  if ([...waiting].some((id) => id !== failed)) names.add(`a round: ${strategy}, while another child is restarting`)
  if (start.some((id) => id !== failed && !waiting.has(id) && down.has(`${path}/${id}`)))
    names.add(`a round: ${strategy}, starts a child that was down`)
  if (terminate.some((id) => !start.includes(id))) names.add(`a round: ${strategy}, drops a temporary child`)
  restarting.set(path, new Set([...waiting].filter((id) => !start.includes(id))))
}

function seeFailure(event: EventOf<'child.start_failed'>, { events, tested }: Simulated, seen: Seen): void {
  const { path, cause, failed } = event
  const starting = events[(cause ?? 0) - 1]
  const by = events[(starting?.cause ?? 0) - 1]?.type
  seen.names.add(`a failed start: by ${by}${failed === undefined ? '' : ', of a supervisor'}`)
  seen.down.add(path)
  const parent = parentOf(path)
  if (by !== 'supervisor.restarting') return
  seen.restarting.set(parent, new Set(seen.restarting.get(parent)).add(idOf(path)))
  const behind = [...seen.ended].filter((ended) => ended !== path && parentOf(ended) === parent)
  if (isSignificant(tested.tree, path) && behind.some((each) => isSignificant(tested.tree, each)))
    seen.names.add(
      `an end of a significant child behind a failed restart of another: ${autoShutdownAt(tested, parent)}`,
    )
}

function specAt(tree: Tree, path: string): Tree | undefined {
  const [id, ...rest] = path.split('/')
  if (id !== tree.id) return undefined
  if (rest.length === 0) return tree
  const children = isSupervisor(tree) ? (tree.children ?? []) : []
  const below = rest.join('/')
  return children.flatMap((child) => specAt(child, below) ?? [])[0]
}

function isSignificant(tree: Tree, path: string): boolean {
  return specAt(tree, path)?.significant === true
}

function autoShutdownAt({ tree }: Case, path: string): string {
  const spec = specAt(tree, path)
  return (spec !== undefined && isSupervisor(spec) && spec.autoShutdown) || 'never'
}

function seeEnd(
  { path, exit }: EventOf<'supervisor.stopping' | 'supervisor.stopped'>,
  { names, restarting, strategies, down }: Seen,
): void {
  names.add(`an end: ${exit.kind} at level ${depthOf(path)}`)
  if (idOf(path).includes('@')) names.add(`an end: ${exit.kind} of a child of a pool`)
  const strategy = strategies.get(path)
  if (strategy === 'simple_one_for_one') names.add(`an end: ${exit.kind} of a pool`)
  if ((restarting.get(path)?.size ?? 0) > 0) names.add(`an end: ${exit.kind} while a child is restarting, ${strategy}`)
  restarting.delete(path)
  down.add(path)
}

const TO_SUPERVISORS = new Set(['startChild', 'whichChildren', 'countChildren'])

function seeAnswer(event: EventOf<'call.answered'>, { names, restarting, strategies }: Seen): void {
  const { call, path } = event
  if (call === 'stop') return
  const answer = answerOf(event)
  names.add(`${call}: ${answer}`)
  if (call === 'whichChildren' && event.ok)
    for (const { state } of event.value as readonly { readonly state: string }[])
      names.add(`whichChildren: ok, ${state}`)
  const supervisor = TO_SUPERVISORS.has(call) ? path : parentOf(path)
  const waiting = restarting.get(supervisor)
  if (waiting === undefined || waiting.size === 0) return
  const strategy = strategies.get(supervisor)
  if (supervisor === path) {
    names.add(`${call}: ${answer}, while a child is restarting, ${strategy}`)
    return
  }
  const whom = waiting.has(idOf(path)) ? 'the restarting child' : 'a sibling of a restarting child'
  names.add(`${call}: ${answer}, of ${whom}, ${strategy}`)
  if (call === 'terminateChild' && answer === 'ok') waiting.delete(idOf(path))
}

function answerOf({ ok, error }: EventOf<'call.answered'>): string {
  if (ok) return 'ok'
  return typeof error === 'string' ? error : (error as { readonly error: string }).error
}

function depthOf(path: string): number {
  return path.split('/').length
}
