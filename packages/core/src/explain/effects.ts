// What a failure led to, by its events.
import type { EventBody, EventOf, SupervisionEvent } from '../events.ts'
import type { ExitReason } from '../exit-reason.ts'
import type { SupervisorChildSpec } from '../spec/child-spec.ts'
import type { Effect, FailureEffects } from './explanation.ts'
import { isOneShot, nodeAt, parentPath } from './node-at.ts'

type Setting = { readonly spec: SupervisorChildSpec; readonly running: readonly string[] }

/** The effects among `events`, and what of all that ran before was not touched by them. */
export function effectsOf(
  events: readonly SupervisionEvent[],
  { spec, running }: Setting,
): Pick<FailureEffects, 'effects' | 'untouched'> {
  const effects = events.flatMap((event) => tell(event, events, spec))
  return { effects, untouched: untouchedBy(events, running) }
}

/** Of the supervisors that gave up in a chain of causes, the nearest to the root. */
export function gaveUpIn(why: readonly SupervisionEvent[]): string | null {
  return why.findLast(({ type }) => type === 'supervisor.gave_up')?.path ?? null
}

type Tell<Type extends EventBody['type']> = (
  event: EventOf<Type>,
  events: readonly SupervisionEvent[],
  spec: SupervisorChildSpec,
) => readonly Effect[]

/** What each kind of event says to those who ask what happens; the others say it again. */
const TELL: { readonly [Type in EventBody['type']]?: Tell<Type> } = {
  // A one-shot that ends is done: its start was told.
  'child.exited': (event, events, spec) =>
    event.requested || isOneShot(nodeAt(spec, event.path)) ? [] : ended(event, events, spec),
  'supervisor.restarting': (event) => [roundOf(event)],
  'supervisor.gave_up': ({ at, path, seq, restarts, intensity, periodMs }, events) => {
    const stops = stopsOf(path, seq, events)
    return [{ type: 'gave_up', at, supervisor: path, restarts, intensity, periodMs, stops }]
  },
  'supervisor.stopping': (event, events) => (event.exit.kind === 'auto_shutdown' ? [autoShutdown(event, events)] : []),
  'supervisor.stopped': (event, events, spec) =>
    event.exit.kind === 'gave_up' || event.exit.kind === 'auto_shutdown' ? staysDown(event, events, spec) : [],
  // The supervisors above a leaf that failed say it again.
  'child.start_failed': ({ at, path, exit, failed }) =>
    failed === undefined ? [{ type: 'start_failed', at, path, exit }] : [],
}

const tell = <Type extends EventBody['type']>(
  event: EventOf<Type>,
  events: readonly SupervisionEvent[],
  spec: SupervisorChildSpec,
): readonly Effect[] => TELL[event.type]?.(event, events, spec) ?? []

const ended = (
  event: EventOf<'child.exited'>,
  events: readonly SupervisionEvent[],
  spec: SupervisorChildSpec,
): readonly Effect[] => {
  const { at, path, exit } = event
  const restart = nodeAt(spec, path)?.restart ?? 'permanent'
  return [{ type: 'failed', at, path, exit, restart }, ...staysDown(event, events, spec)]
}

const roundOf = ({ at, path, failed, terminate, start, ...rest }: EventOf<'supervisor.restarting'>): Effect => {
  const pathOf = (id: string): string => `${path}/${id}`
  const { strategy, restarts, intensity, periodMs, delayMs } = rest
  const who = {
    supervisor: path,
    strategy,
    failed: pathOf(failed),
    stops: terminate.map(pathOf),
    starts: start.map(pathOf),
  }
  return { type: 'round', at, ...who, restarts, intensity, periodMs, delayMs }
}

const autoShutdown = (
  { at, path, cause, seq }: EventOf<'supervisor.stopping'>,
  events: readonly SupervisionEvent[],
): Effect => {
  const significant = significantEnd(cause, events)
  return { type: 'auto_shutdown', at, supervisor: path, because: significant, stops: stopsOf(path, seq, events) }
}

const significantEnd = (cause: number | null, events: readonly SupervisionEvent[]): string =>
  events.find(({ seq }) => seq === cause)?.path ?? ''

/** An end that its supervisor does nothing about. */
const staysDown = (
  { at, path, seq, exit }: SupervisionEvent & { readonly exit: ExitReason },
  events: readonly SupervisionEvent[],
  spec: SupervisorChildSpec,
): readonly Effect[] => {
  const parent = parentPath(path)
  const answered = events.some((event) => event.cause === seq && (event.path === parent || event.path === spec.id))
  if (parent === '' || answered) return []
  return [{ type: 'stays_down', at, path, restart: nodeAt(spec, path)?.restart ?? 'permanent', class: exit.class }]
}

/** The children of a supervisor, in the order in which its end, announced by the event `from`, stops them. */
const stopsOf = (supervisor: string, from: number, events: readonly SupervisionEvent[]): readonly string[] => {
  const over = events.find(({ seq, type, path }) => seq > from && type === 'supervisor.stopped' && path === supervisor)
  const meanwhile = events.filter(({ seq }) => seq > from && seq < (over?.seq ?? Number.POSITIVE_INFINITY))
  const stops = meanwhile.filter(({ type, path }) => STOPS.includes(type) && parentPath(path) === supervisor)
  return [...new Set(stops.map(({ path }) => path))]
}

const STOPS: readonly string[] = ['child.stopping', 'child.killing', 'supervisor.stopping']

/** A supervisor stands for all below it. */
const untouchedBy = (events: readonly SupervisionEvent[], running: readonly string[]): readonly string[] => {
  const touched = new Set<string>()
  for (const { path } of events) for (let each = path; each !== ''; each = parentPath(each)) touched.add(each)
  const untouched = new Set(running.filter((path) => !touched.has(path)))
  return [...untouched].filter((path) => !untouched.has(parentPath(path)))
}
