// Why a child was started, or why it is not running, in sentences: the chain of causes from the child upwards.
import {
  type ChildState,
  describeExit,
  durationText,
  type ShownChild,
  type SupervisionEvent,
  type WhyAnswer,
} from '@otp-sup/core/client'
import { clockTime } from './clock-time.ts'

type Chain = readonly SupervisionEvent[]
type EventOf<Type> = SupervisionEvent & { readonly type: Type }
type Say<Type> = (event: EventOf<Type>, time: string) => string

const nameOf = ({ path, incarnation }: { readonly path: string; readonly incarnation: number }): string =>
  `${path} (${incarnation})`

/** One cause each, as part of a sentence; what is not here only repeats what stands before or after it. */
const SAY: { readonly [Type in SupervisionEvent['type']]?: Say<Type> } = {
  'tree.starting': (_event, time) => `the tree was started at ${time}`,
  'supervisor.restarting': ({ path, strategy }) => `${path} applied ${strategy}`,
  'supervisor.gave_up': ({ path, restarts, periodMs, intensity }) =>
    `${path} gave up: it would have been restart ${restarts} within ${durationText(periodMs)}, and its intensity is ${intensity}`,
  'supervisor.stopping': (event, time) => `${nameOf(event)} was stopped at ${time}: it ${describeExit(event.exit)}`,
  'supervisor.stopped': (event, time) => `${nameOf(event)} ended at ${time}: it ${describeExit(event.exit)}`,
  'supervisor.starting': (event, time) => `${nameOf(event)} was started at ${time}`,
  'child.start_failed': (event, time) =>
    `${nameOf(event)} could not be started at ${time}: ${event.message ?? `it ${describeExit(event.exit)}`}`,
  'child.exited': (event, time) =>
    event.requested
      ? `${nameOf(event)} was stopped at ${time}`
      : `${nameOf(event)} ${describeExit(event.exit)} at ${time}`,
  'child.killing': (event) => `${nameOf(event)} was killed (${event.why.replaceAll('_', ' ')})`,
  'call.received': ({ call, path }, time) => `${call} was called for ${path} at ${time}`,
}

/** The causes of an event, the nearest first. */
const because = (chain: Chain, nowMs: number): readonly string[] =>
  chain.toReversed().flatMap((event) => {
    const say: Say<never> | undefined = SAY[event.type]
    return say === undefined ? [] : [say(event as never, clockTime(event.time, nowMs))]
  })

/** What stands before the chain: it is too long ago, or too much. */
const earlier = ([first]: Chain): readonly string[] =>
  first === undefined || first.cause === null ? [] : [`of event ${first.cause} and what led to that`]

/** `…, because …, because …; 2 of 3 restarts in 5 s are used.` */
const sentence = (head: string, causes: readonly string[], chain: Chain): string =>
  `${[head, ...causes].join(', because ')}${restartsUsed(chain)}.`

const restartsUsed = (chain: Chain): string => {
  const round = chain.findLast((event) => event.type === 'supervisor.restarting')
  if (round === undefined) return ''
  return `; ${round.restarts} of ${round.intensity} restarts in ${durationText(round.periodMs)} are used`
}

const ofStart = ({ child }: WhyAnswer, chain: Chain, nowMs: number): string => {
  const last = chain.at(-1)
  const time = last === undefined ? '' : ` at ${clockTime(last.time, nowMs)}`
  const own = chain.filter(
    (event) => event.path !== child.path || event.type === 'child.exited' || event.type.startsWith('call.'),
  )
  return sentence(`${nameOf(child)} was started${time}`, [...because(own, nowMs), ...earlier(chain)], chain)
}

const ofEnd = (chain: Chain, nowMs: number): string => {
  const [head = 'it ended', ...causes] = because(chain.filter(isNoEcho), nowMs)
  return sentence(head, [...causes, ...earlier(chain)], [])
}

const isNoEcho = ({ type }: SupervisionEvent): boolean => type !== 'tree.starting' && type !== 'supervisor.starting'

/** The first line: what it does now. */
const now = ({ path, state, pid, since }: ShownChild, nowMs: number): string => {
  const process = pid === null ? '' : `, pid ${pid}`
  const from = since === null ? '' : `, since ${clockTime(since, nowMs)}`
  return `${path} is ${STATES[state]}${process}${from}.`
}

const STATES: Readonly<Record<ChildState, string>> = {
  running: 'running',
  starting: 'starting',
  stopping: 'stopping',
  restarting: 'restarting',
  down: 'not running',
  done: 'done',
}

/** Why it stays as it is. */
const stays = ({ child, supervisor, waitsFor, end }: WhyAnswer): readonly string[] => {
  if (waitsFor.length > 0)
    return [`It waits until ${waitsFor.join(', ')} ${waitsFor.length === 1 ? 'is' : 'are'} ready.`]
  if (child.retryInMs !== null) return [`It is started again in ${durationText(child.retryInMs)}.`]
  if (child.state !== 'down') return []
  if (supervisor !== null && supervisor.state !== 'running')
    return [`Its supervisor ${supervisor.path} is ${STATES[supervisor.state]}.`]
  return [...judged(child), ...revivedBy(child, end)]
}

const judged = ({ lastExit, restart, type }: ShownChild): readonly string[] => {
  if (lastExit === null || type === 'supervisor') return []
  if (restart === 'temporary') return ['It is temporary: such a child is never started again.']
  if (restart === 'transient' && lastExit.class !== 'abnormal')
    return [`That counts as ${lastExit.class}, and a transient child is started again only after an abnormal end.`]
  return []
}

const revivedBy = ({ path, incarnation }: ShownChild, end: Chain | null): readonly string[] => {
  if (incarnation === 0) return [`It was never started. "otp-sup start ${path}" starts it.`]
  const wasAsked = end?.some(({ type }) => type === 'call.received') === true
  return [`${wasAsked ? 'It stays down until somebody starts it' : 'It can be started'}: otp-sup start ${path}`]
}

const STARTED: ReadonlySet<ChildState> = new Set(['running', 'starting', 'stopping'])

/** Everything that is known, a paragraph each. */
export function whyText(answer: WhyAnswer, nowMs: number): readonly string[] {
  const isStarted = STARTED.has(answer.child.state)
  const paragraphs = isStarted ? whyStarted(answer, nowMs) : whyDown(answer, nowMs)
  return [now(answer.child, nowMs), ...paragraphs]
}

function whyStarted(answer: WhyAnswer, nowMs: number): readonly string[] {
  return answer.start === null ? [] : [ofStart(answer, answer.start, nowMs)]
}

function whyDown(answer: WhyAnswer, nowMs: number): readonly string[] {
  const { child, end, restart, lastLines } = answer
  const ended = end === null ? [] : [ofEnd(end, nowMs)]
  const again =
    restart === null
      ? []
      : [sentence('It is to be started again', [...because(restart, nowMs), ...earlier(restart)], restart)]
  const words =
    lastLines.length === 0 ? [] : [`Last lines of ${child.path}:`, ...lastLines.map((line) => `  | ${line}`)]
  return [...ended, ...again, ...stays(answer), ...words]
}
