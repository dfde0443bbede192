import type { EventBody, EventOf, SupervisionEvent } from '../events.ts'
import { describeExit } from './describe-exit.ts'
import { durationText } from './duration-text.ts'

/** The event of that number, if it is still remembered. */
export type FindCause = (seq: number | null) => SupervisionEvent | undefined

/** `restart 2 of 3 in 5 s` */
export const restartCount = ({ restarts, intensity, periodMs }: EventOf<'supervisor.restarting'>): string =>
  `restart ${restarts} of ${intensity} in ${durationText(periodMs)}`

const failure = (failed: string, cause: SupervisionEvent | undefined): string => {
  if (cause?.type === 'child.exited' || cause?.type === 'supervisor.stopped')
    return `${failed} ${describeExit(cause.exit)}`
  return cause?.type === 'child.start_failed' ? `${failed} could not be started` : `${failed} failed`
}

/** `shop restarts db, api because db exited with code 1` */
export const restartBecause = (
  { path, start, failed }: EventOf<'supervisor.restarting'>,
  cause: SupervisionEvent | undefined,
): string => `${path} restarts ${start.join(', ')} because ${failure(failed, cause)}`

type Reasons = {
  readonly [Type in EventBody['type']]?: (cause: EventOf<Type>, event: SupervisionEvent) => string | null
}

/** What each kind of cause is for what it led to; null where the cause itself says nothing more. */
const REASONS: Reasons = {
  'supervisor.restarting': ({ path, failed }, event) =>
    event.path === `${path}/${failed}` ? 'it failed' : `${failed} failed`,
  'call.received': ({ call, path }, event) => `${call} ${path === event.path ? '' : `${path} `}was called`,
  'child.unhealthy': () => 'it is unhealthy',
  'child.over_limit': ({ limit }) => `it uses too much ${limit === 'cpu' ? 'CPU' : limit}`,
  'supervisor.starting': ({ path }) => `${path} is starting`,
  'child.start_failed': ({ path }) => `${path} could not be started`,
  'supervisor.stopping': ({ path }, event) => (path === event.path ? null : `${path} is stopping`),
}

const fromAbove = <Type extends EventBody['type']>(event: SupervisionEvent, cause: EventOf<Type>): string | null =>
  REASONS[cause.type]?.(cause, event) ?? null

/** Why something is started or stopped, after a colon, as far as the events tell. */
export const reasonOf = (
  event: EventOf<'supervisor.starting' | 'supervisor.stopping' | 'child.starting' | 'child.stopping'>,
  findCause: FindCause,
): string => {
  const cause = findCause(event.cause)
  const reason = cause === undefined ? null : fromAbove(event, cause)
  if (reason !== null) return `: ${reason}`
  // The line before has said it.
  if (cause?.type === 'tree.stopping') return ''
  return event.type === 'supervisor.stopping' ? `: it ${describeExit(event.exit)}` : ''
}
