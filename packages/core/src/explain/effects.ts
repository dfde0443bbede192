// What a failure led to, by its events.
import type { EventBody, EventOf, SupervisionEvent } from '../events.ts'
import type { ExitReason } from '../exit-reason.ts'
import type { SupervisorChildSpec } from '../spec/child-spec.ts'
import { isOneShot } from '../spec/one-shot.ts'
import type { Effect } from './explanation.ts'
import { nodeAt, parentPath } from './node-at.ts'
import { orderOf } from './order.ts'

type Setting = {
  readonly spec: SupervisorChildSpec
  readonly running: readonly string[]
  /** All that happened in the run. */
  readonly all: readonly SupervisionEvent[]
}

/** The effects among `events`, and what of all that ran before was not touched by them. */
export function effectsOf(
  events: readonly SupervisionEvent[],
  setting: Setting,
): { readonly effects: readonly Effect[]; readonly untouched: readonly string[] } {
  const effects = events.flatMap((event) => tell(event, events, setting))
  return { effects, untouched: untouchedBy(events, setting.running) }
}

/** Of the supervisors that gave up in a chain of causes, the nearest to the root. */
export function gaveUpIn(why: readonly SupervisionEvent[]): string | null {
  return why.findLast(({ type }) => type === 'supervisor.gave_up')?.path ?? null
}

type Tell<Type extends EventBody['type']> = (
  event: EventOf<Type>,
  events: readonly SupervisionEvent[],
  setting: Setting,
) => readonly Effect[]

/** What each kind of event says to those who ask what happens; the others say it again. */
const TELL: { readonly [Type in EventBody['type']]?: Tell<Type> } = {
  // A one-shot that ends is done: its start was told.
  'child.exited': (event, events, { spec }) =>
    event.requested || isOneShot(nodeAt(spec, event.path)) ? [] : ended(event, events, spec),
  'supervisor.restarting': (event, _events, { all }) => [{ ...roundOf(event), ...orderOf(event, all) }],
  'supervisor.gave_up': (event, _events, { all }) => {
    const { at, path, restarts, intensity, periodMs } = event
    return [{ type: 'gave_up', at, supervisor: path, restarts, intensity, periodMs, ...stopsOf(event, all) }]
  },
  'supervisor.stopping': (event, events, { all }) =>
    event.exit.kind === 'auto_shutdown' ? [{ ...autoShutdown(event, events), ...stopsOf(event, all) }] : [],
  'supervisor.stopped': (event, events, { spec }) =>
    event.exit.kind === 'gave_up' || event.exit.kind === 'auto_shutdown' ? staysDown(event, events, spec) : [],
  // The supervisors above a leaf that failed say it again.
  'child.start_failed': ({ at, path, exit, failed }) =>
    failed === undefined ? [{ type: 'start_failed', at, path, exit }] : [],
}

const tell = <Type extends EventBody['type']>(
  event: EventOf<Type>,
  events: readonly SupervisionEvent[],
  setting: Setting,
): readonly Effect[] => TELL[event.type]?.(event, events, setting) ?? []

const ended = (
  event: EventOf<'child.exited'>,
  events: readonly SupervisionEvent[],
  spec: SupervisorChildSpec,
): readonly Effect[] => {
  const { at, path, exit } = event
  const restart = nodeAt(spec, path)?.restart ?? 'permanent'
  return [{ type: 'failed', at, path, exit, restart }, ...staysDown(event, events, spec)]
}

const roundOf = ({ at, path, failed, terminate, start, ...rest }: EventOf<'supervisor.restarting'>) => {
  const pathOf = (id: string): string => `${path}/${id}`
  const { strategy, restarts, intensity, periodMs, delayMs } = rest
  const who = {
    supervisor: path,
    strategy,
    failed: pathOf(failed),
    stops: terminate.map(pathOf),
    starts: start.map(pathOf),
  }
  return { type: 'round', at, ...who, restarts, intensity, periodMs, delayMs } as const
}

const autoShutdown = ({ at, path, cause }: EventOf<'supervisor.stopping'>, events: readonly SupervisionEvent[]) =>
  ({ type: 'auto_shutdown', at, supervisor: path, because: significantEnd(cause, events) }) as const

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

/** Whom the end of a supervisor stops: its children, and all below it. */
const stopsOf = (event: SupervisionEvent, all: readonly SupervisionEvent[]) => {
  const { stopOrder } = orderOf(event, all)
  return { stops: stopOrder.filter((path) => parentPath(path) === event.path), stopOrder }
}

/** A supervisor stands for all below it. */
const untouchedBy = (events: readonly SupervisionEvent[], running: readonly string[]): readonly string[] => {
  const touched = new Set<string>()
  for (const { path } of events) for (let each = path; each !== ''; each = parentPath(each)) touched.add(each)
  const untouched = new Set(running.filter((path) => !touched.has(path)))
  return [...untouched].filter((path) => !untouched.has(parentPath(path)))
}
