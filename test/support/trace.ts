// A simulation as a short text: one word per event, times where they change. For reading in tests.
import { checkSpec, type SupervisionEvent, type SupervisorSpec } from '@otp-sup/core'
import { checkScenario, type SimulationEnd, simulateChecked } from '@otp-sup/core/testing'

type Told = { readonly [key: string]: unknown }

/** An event as a bag of fields: this file only prints them. */
type Fields = { readonly [key: string]: string | number | boolean | readonly string[] | null }

/** Runs `tree` through `scenario` (both as users write them). */
export function play(
  tree: SupervisorSpec,
  scenario: Told,
): { readonly events: readonly SupervisionEvent[]; readonly end: SimulationEnd } {
  const spec = checkSpec(tree, { cwd: '/' })
  if (!spec.ok) throw new Error(JSON.stringify(spec.problems))
  const checked = checkScenario(scenario, spec.spec)
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return simulateChecked(spec.spec, checked.scenario)
}

/**
 * What happened from the first step on (or from the start), a few characters an event. `a#2` is the second start of a:
 * `…a#2` begins, `+a#2` is up, `!a#2` failed, `?a#2` was asked to stop, `x a#2` got SIGKILL, `-a#2` ended by itself,
 * `~a#2` ended as asked. `@1000` says that from here on it is that many milliseconds since the start.
 */
export function trace(tree: SupervisorSpec, scenario: Told, options: { from?: 'boot' | 'steps' } = {}): string {
  const { events } = play(tree, scenario)
  const begin = options.from === 'boot' ? 0 : events.findIndex(({ type }) => type === 'tree.started') + 1
  const lines: string[] = []
  let at = 0
  for (const event of events.slice(begin)) {
    const line = lineOf(event)
    if (line === null) continue
    if (event.at !== at) lines.push(`@${event.at}`)
    at = event.at
    lines.push(line)
  }
  return lines.join(', ')
}

const name = ({ path }: SupervisionEvent): string => path.slice(path.indexOf('/') + 1)

const LINES: { readonly [type: string]: (event: SupervisionEvent & Fields) => string | null } = {
  'child.starting': (event) => `…${name(event)}#${String(event['incarnation'])}`,
  'child.started': (event) => `+${name(event)}#${String(event['incarnation'])}`,
  'child.start_failed': (event) => `!${name(event)}#${String(event['incarnation'])}`,
  'child.stopping': (event) => `?${name(event)}#${String(event['incarnation'])}`,
  'child.killing': (event) => `x ${name(event)}#${String(event['incarnation'])} ${String(event['why'])}`,
  'child.exited': (event) => `${event['requested'] === true ? '~' : '-'}${name(event)}#${String(event['incarnation'])}`,
  'child.removed': (event) => `${name(event)} removed`,
  'supervisor.starting': (event) => `…${name(event)}#${String(event['incarnation'])}`,
  'supervisor.started': (event) => `+${name(event)}#${String(event['incarnation'])}`,
  'supervisor.restarting': (event) =>
    `${name(event)} restarts ${list(event['start'])} for ${String(event['failed'])}, ${String(event['restarts'])}`,
  'supervisor.gave_up': (event) => `${name(event)} gave up`,
  'supervisor.stopping': (event) => `${name(event)} stopping`,
  'supervisor.stopped': (event) => `${name(event)} stopped`,
  'call.answered': (event) =>
    `${String(event['call'])} ${event['ok'] === true ? text(event['value']) : String(event['error'])}`,
}

const lineOf = (event: SupervisionEvent): string | null =>
  LINES[event.type]?.(event as SupervisionEvent & Fields) ?? null

const list = (ids: unknown): string => (Array.isArray(ids) ? ids.join(' ') : '')

const text = (value: unknown): string => {
  if (Array.isArray(value))
    return value.map(({ id, state }: { id: string; state: string }) => `${id}:${state}`).join(' ')
  return 'ok'
}
