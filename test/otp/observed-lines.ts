// Our event stream in the vocabulary of differential/erlang/otp_lines.erl, where it is explained. Nothing is
// left out but what OTP has no counterpart of: spawns, time-outs of stops, the events about the whole tree.
import { type Case, groupSteps } from './case.ts'
import { type CallAnswer, type EventLine, exitClass } from './event-line.ts'
import { observeChildren } from './observed-children.ts'

/** The lines of one simulated case. */
export function observedLines(events: readonly EventLine[], { steps }: Case): string[] {
  const firstSteps = new Set(groupSteps(steps).groups.map((group) => group[0]?.index))
  const children = observeChildren()
  const lines: string[] = []
  for (const event of events) {
    // A group of steps begins when the one before has settled: the moment to look at everybody's children.
    if (event.type === 'scenario.step' && firstSteps.has(event.step)) lines.push(...children.lines())
    if (event.type === 'simulation.ended') lines.push(...children.lines())
    lines.push(...linesOf(event))
    children.take(event)
  }
  return lines
}

function linesOf(event: EventLine): string[] {
  const { path } = event
  const name = `${path}#${event.incarnation}`
  switch (event.type) {
    case 'supervisor.starting':
      return [`^${name}`]
    case 'supervisor.started':
    case 'child.started':
      return [`+${name}`]
    case 'child.start_failed':
      return [event.failed === undefined ? `!${name}` : `!${name}(${event.failed})`]
    case 'child.stopping':
      return [`?${name}`]
    case 'child.killing':
      return event.why === 'brutal_kill' ? [`?${name}`] : []
    case 'child.exited':
      return [`-${name}(${exitClass(event.exit)}${event.requested ? ' requested' : ''})`]
    case 'supervisor.stopping':
      return [`~${name}(${event.exit.kind})`]
    case 'supervisor.stopped':
      return [`-${name}(${exitClass(event.exit)})`]
    case 'supervisor.restarting':
      return [roundLine(event)]
    case 'supervisor.gave_up':
      return [`[${path} gives up ${event.restarts}/${event.intensity}]`]
    case 'call.received':
      return event.call === 'stop' ? [] : [`> ${event.call} ${path}`]
    case 'call.answered':
      return event.call === 'stop' ? [] : [`= ${event.call} ${path} ${answerText(event)}`]
    case 'scenario.step':
      return [`step ${event.step} ${event.applied ? 'applied' : 'idle'}`]
    case 'simulation.ended':
      return [`outcome ${event.outcome}: ${event.running.join(' ')}`]
    case 'child.starting':
    case 'child.spawned':
    case 'child.removed':
    case 'tree.starting':
    case 'tree.started':
    case 'tree.stopping':
    case 'tree.stopped':
      return []
  }
}

function roundLine(event: Extract<EventLine, { type: 'supervisor.restarting' }>): string {
  const spaced = (ids: readonly string[]) => ids.map((id) => ` ${id}`).join('')
  const count = `${event.restarts}/${event.intensity}`
  return `[${event.path} restarts ${event.failed} ${count}: stop${spaced(event.terminate)}; start${spaced(event.start)}]`
}

type ChildInfo = { readonly id: string; readonly type: string; readonly state: string }
type Started = { readonly path: string; readonly incarnation: number }
type Counts = {
  readonly specs: number
  readonly active: number
  readonly supervisors: number
  readonly workers: number
}
type GivenSpec = { readonly restart: string; readonly significant: boolean; readonly command?: unknown }

/** What a call answered, in OTP's words. */
function answerText({ call, ok, value, error }: CallAnswer): string {
  if (!ok) return errorName(error)
  switch (call) {
    case 'whichChildren':
      return childrenText(value as readonly ChildInfo[])
    case 'countChildren': {
      const { specs, active, supervisors, workers } = value as Counts
      return `specs=${specs} active=${active} supervisors=${supervisors} workers=${workers}`
    }
    case 'getChildSpec': {
      const spec = value as GivenSpec
      return `${spec.command === undefined ? 'supervisor' : 'worker'} ${spec.restart} ${spec.significant}`
    }
    case 'startChild':
    case 'restartChild': {
      const { path, incarnation } = value as Started
      return `ok ${path}#${incarnation}`
    }
    default:
      return 'ok'
  }
}

/** In OTP a child of a pool has no name but its pid, and one that is restarting has none: those come last, as `_`. */
function childrenText(children: readonly ChildInfo[]): string {
  const isNameless = ({ id, state }: ChildInfo) => id.includes('@') && state === 'restarting'
  const named = children.filter((child) => !isNameless(child))
  const nameless = children.filter(isNameless).map((child) => ({ ...child, id: '_' }))
  return [...named, ...nameless].map(({ id, type, state }) => `${id}:${type}:${state}`).join(' ')
}

function errorName(error: unknown): string {
  return typeof error === 'string' ? error : (error as { readonly error: string }).error
}
