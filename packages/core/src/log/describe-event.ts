// The supervisor's own log: one line in plain words for each event, with the reason for every start and stop. It
// knows the events and nothing else; what an event leaves to its cause is looked up among the events before it.
import type { EventBody, EventOf, SupervisionEvent } from '../events.ts'
import type { ExitReason } from '../exit-reason.ts'
import { describeExit } from './describe-exit.ts'
import { durationText } from './duration-text.ts'
import { type FindCause, reasonOf, restartBecause, restartCount } from './reason.ts'
import { recentEvents } from './recent-events.ts'
import { sizeText } from './size-text.ts'

/** One line of the log. `error` is what OTP reports as such; everything else is `info`. */
export type Description = { readonly level: 'error' | 'info'; readonly message: string }

type Describe<Type extends EventBody['type']> = (event: EventOf<Type>, findCause: FindCause) => Description

const info = (message: string): Description => ({ level: 'info', message })
const error = (message: string): Description => ({ level: 'error', message })

const incarnationOf = ({ path, incarnation }: { readonly path: string; readonly incarnation: number }): string =>
  `${path} (${incarnation})`

const exited = (event: EventOf<'child.exited'>, findCause: FindCause): Description => {
  const { exit, requested, uptimeMs, outOfMemory } = event
  const cause = findCause(event.cause)
  if (exit.kind === 'killed' && cause?.type === 'child.killing' && cause.why === 'brutal_kill') {
    return info(`${incarnationOf(event)} was killed, as its shutdown says`)
  }
  const memory = outOfMemory === true ? ' by the kernel, for want of memory,' : ''
  const message = requested
    ? stopped(exit)
    : `${describeExit(exit)}${memory} after ${durationText(uptimeMs)}${judgement(exit)}`
  return (exit.class === 'abnormal' ? error : info)(`${incarnationOf(event)} ${message}`)
}

const judgement = (exit: ExitReason): string => (exit.class === 'abnormal' ? '' : `, which counts as ${exit.class}`)

/** Nothing more is said of an end that is as it was asked for. */
const stopped = (exit: ExitReason): string => {
  if (exit.class === 'shutdown' && ['exit', 'signal', 'requested'].includes(exit.kind)) return 'stopped'
  return exit.kind === 'killed' ? 'was killed' : `stopped: it ${describeExit(exit)}`
}

const restarting = (event: EventOf<'supervisor.restarting'>, findCause: FindCause): Description => {
  const cause = findCause(event.cause)
  const stops = event.terminate.length > 0 ? `, stops ${event.terminate.join(', ')} first` : ''
  const delay = event.delayMs > 0 ? `, ${durationText(event.delayMs)} from now` : ''
  const message = `${restartBecause(event, cause)} (${event.strategy}${stops}${delay}; ${restartCount(event)})`
  // An end that is no failure by itself is one by being restarted; the other ends were reported when they came.
  return cause?.type === 'child.exited' && cause.exit.class !== 'abnormal' ? error(message) : info(message)
}

const startFailure = ({ path, exit, failed, message }: EventOf<'child.start_failed'>): string => {
  if (failed !== undefined && failed !== path) return `${failed} could not`
  return message ?? `it ${describeExit(exit)}`
}

const KILLING = {
  brutal_kill: (name: string) => info(`${name} is killed: its shutdown is brutal_kill`),
  shutdown_timeout: (name: string) => error(`${name} is killed: it did not stop in time`),
  start_timeout: (name: string) => error(`${name} is stopped: it was not ready in time`),
  subtree_timeout: (name: string) => error(`${name} is killed: its supervisor did not stop in time`),
  forced: (name: string) => error(`${name} is killed: a stop at once was asked for`),
} as const

const answered = (event: EventOf<'call.answered'>): Description =>
  event.ok
    ? info(`${event.call} ${event.path}: done`)
    : info(
        `${event.call} ${event.path}: refused, ${typeof event.error === 'string' ? event.error : JSON.stringify(event.error)}`,
      )

const overLimit = (event: EventOf<'child.over_limit'>): Description => {
  const { limit, measured, allowed, forMs } = event
  const amount = (value: number): string => (limit === 'memory' ? sizeText(value) : `${Math.round(value)} % of a core`)
  const since = forMs === 0 ? '' : ` for ${durationText(forMs)}`
  const uses = `uses ${amount(measured)}${since}, and its limit is ${amount(allowed)}`
  return error(`${incarnationOf(event)} ${uses}. Let it use less, or raise limits.${limit}.`)
}

/** So many are told; the event has all. */
const MOST_CHANGES = 10

const changesText = (changes: EventOf<'spec.reloaded'>['changes']): string => {
  const told = changes.slice(0, MOST_CHANGES).map(changeText)
  const more = changes.length > told.length ? [`and ${changes.length - told.length} more`] : []
  return [...told, ...more].join('; ')
}

const changeText = (change: EventOf<'spec.reloaded'>['changes'][number]): string => {
  switch (change.change) {
    case 'added':
    case 'removed':
    case 'moved':
      return `${change.path} ${change.change}`
    case 'in_place':
      return `${change.path} changed in place (${change.keys.join(', ')})`
    case 'restarted':
      return `${change.path} restarted (${change.keys.join(', ')})`
  }
}

const problemText = (problem: EventOf<'spec.rejected'>['problems'][number]): string => {
  const { file = null, line = null, column = null, path, key, message, fix } = problem
  const inFile = [file, line, column].filter((part) => part !== null).join(':')
  const where = [inFile, path, key].filter((part) => part !== '').join(' ')
  return `${where}: ${message} ${fix}`
}

const DESCRIBE: { readonly [Type in EventBody['type']]: Describe<Type> } = {
  'tree.starting': ({ path, version }) => info(`tree ${path} starting (otp-sup ${version})`),
  'tree.started': ({ path }) => info(`tree ${path} started: every child is ready`),
  'tree.stopping': ({ path, exit }) => info(`tree ${path} stopping: it ${describeExit(exit)}`),
  'tree.stopped': ({ path, exit }) => info(`tree ${path} ${stopped(exit)}`),
  'supervisor.starting': (event, findCause) => info(`${incarnationOf(event)} starting${reasonOf(event, findCause)}`),
  'supervisor.started': (event) => info(`${incarnationOf(event)} started`),
  'supervisor.stopping': (event, findCause) => info(`${incarnationOf(event)} stopping${reasonOf(event, findCause)}`),
  'supervisor.stopped': (event) => {
    const message = `${incarnationOf(event)} ${stopped(event.exit)}`
    return event.exit.class === 'abnormal' ? error(message) : info(message)
  },
  'supervisor.restarting': restarting,
  'supervisor.gave_up': ({ path, restarts, intensity, periodMs }) =>
    error(
      `${path} gave up: it would be restart ${restarts} within ${durationText(periodMs)}, and its intensity is ${intensity}`,
    ),
  'child.starting': (event, findCause) => info(`${incarnationOf(event)} starting${reasonOf(event, findCause)}`),
  'child.spawned': (event) => info(`${incarnationOf(event)} spawned: pid ${event.pid}`),
  'child.started': (event) => info(`${incarnationOf(event)} started: ready after ${durationText(event.readyMs)}`),
  'child.start_failed': (event) => error(`${incarnationOf(event)} could not be started: ${startFailure(event)}`),
  'child.stopping': (event, findCause) => {
    const limit = event.timeoutMs === null ? 'without a limit' : `at most ${durationText(event.timeoutMs)}`
    return info(
      `${incarnationOf(event)} stopping by ${event.signal ?? event.command?.join(' ')}, ${limit}${reasonOf(event, findCause)}`,
    )
  },
  'child.killing': (event) => KILLING[event.why](incarnationOf(event)),
  'child.exited': exited,
  'child.healthy': (event) => info(`${incarnationOf(event)} is healthy`),
  'child.unhealthy': (event) => {
    const checks = event.failures === 1 ? 'a check has' : `${event.failures} checks in a row have`
    return error(`${incarnationOf(event)} is unhealthy, ${checks} failed: ${event.message}`)
  },
  'child.over_limit': overLimit,
  'child.removed': ({ path }) => info(`${path} removed`),
  'call.received': ({ call, path }) => info(`${call} ${path}: called`),
  'call.answered': answered,
  'spec.reloaded': ({ path, changes }) =>
    info(changes.length === 0 ? `${path} reloaded: nothing is different` : `${path} reloaded: ${changesText(changes)}`),
  'spec.rejected': ({ path, problems, failed, exit }) =>
    error(
      failed === undefined || exit === undefined
        ? `${path} not reloaded, all stays as it is: ${problems.map(problemText).join('; ')}`
        : `${path} not reloaded, all is as before: ${failed} did not come up, it ${describeExit(exit)}`,
    ),
  'scenario.step': ({ step, applied }) => info(`step ${step} of the scenario${applied ? '' : ': nothing to do'}`),
}

// The table is keyed by the event's own type; TypeScript cannot follow that through an index.
const describe = <Type extends EventBody['type']>(event: EventOf<Type>, findCause: FindCause): Description =>
  (DESCRIBE[event.type] as Describe<Type>)(event, findCause)

/** A fresh describer of one run: give it every event in order. What it remembers is bounded. */
export const describer = (): ((event: SupervisionEvent) => Description) => {
  const recent = recentEvents()
  return (event) => {
    recent.remember(event)
    return describe(event, recent.find)
  }
}
