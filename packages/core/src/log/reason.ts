import type { EventBody, SupervisionEvent } from '../events.ts'
import { describeExit } from './describe-exit.ts'
import { durationText } from './duration-text.ts'

/** The event of that number, if it is still remembered. */
export type FindCause = (seq: number | null) => SupervisionEvent | undefined

/** An event of one type. */
export type EventOf<Type extends EventBody['type']> = SupervisionEvent & { readonly type: Type }

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

const fromAbove = (event: SupervisionEvent, cause: SupervisionEvent): string | null => {
  if (cause.type === 'supervisor.restarting')
    return event.path === `${cause.path}/${cause.failed}` ? 'it failed' : `${cause.failed} failed`
  if (cause.type === 'call.received')
    return `${cause.call} ${cause.path === event.path ? '' : `${cause.path} `}was called`
  if (cause.type === 'supervisor.starting') return `${cause.path} is starting`
  if (cause.type === 'child.start_failed') return `${cause.path} could not be started`
  return cause.type === 'supervisor.stopping' && cause.path !== event.path ? `${cause.path} is stopping` : null
}

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
