// The options of a process of process-compose.
import type { Duration, ReadyOptions, WorkerOptions } from '@otp-sup/core'
import type { TextPlace } from '../config/text-tree.ts'
import { approximate, byDefault, type Draft, keep, literal, lose } from './draft.ts'
import { durationOf } from './durations.ts'
import { signalNamed } from './signal-names.ts'
import { numberOf, recordOf, shown, textOf, textsOf } from './values.ts'

/** A process as it is written. */
export type Process = {
  readonly name: string
  readonly values: Readonly<Record<string, unknown>>
  readonly place: TextPlace | null
  /** The environment of all processes. */
  readonly shared: Readonly<Record<string, string>>
}

type Read = (made: Draft, value: unknown, process: Process) => void

const nothing: Read = () => {}
const seconds = (value: unknown, otherwise: number): number =>
  Number.isFinite(numberOf(value ?? Number.NaN)) ? numberOf(value) : otherwise

/** What process-compose does where it is not told, and we would do otherwise. */
const DEFAULTS = { availability: {}, shutdown: {} }

const KEYS: Readonly<Record<string, Read>> = {
  command: nothing,
  entrypoint: nothing,
  depends_on: nothing,
  disabled: nothing,
  description: nothing,
  is_daemon: (made, value) => {
    if (value === true) lose(made, 'is_daemon', 'A supervised program stays in the foreground.')
  },
  working_dir: (made, value) => keep(made, `working_dir: ${shown(value)}`, { cwd: literal(textOf(value)) }),
  environment: (made, value, { shared }) => {
    const own = envOf(value)
    keep(made, `environment (${Object.keys(own).join(', ')})`, { env: { ...shared, ...own } })
  },
  env_file: (made, value) => keep(made, `env_file: ${shown(value)}`, { envFile: literal(textOf(value)) }),
  replicas: (made, value) => keep(made, `replicas: ${shown(value)}`, { instances: numberOf(value) }),
  availability: (made, value) => addAvailability(made, recordOf(value)),
  shutdown: (made, value) => addShutdown(made, recordOf(value)),
  readiness_probe: (made, value, process) => addProbe(made, recordOf(value), process),
  liveness_probe: (made, value, process) => addLiveness(made, recordOf(value), process),
  ready_log_line: (made, value) =>
    keep(made, `ready_log_line: ${shown(value)}`, { ready: { log: literal(escaped(textOf(value))) } }),
  log_location: (made, value) => {
    const file = literal(textOf(value))
    keep(made, `log_location: ${shown(value)}`, { log: { stdout: { file }, stderr: { file } } })
  },
}

/** Reads the options of a process. */
export function readProcess(made: Draft, process: Process, isDone: boolean): void {
  const { shared } = process
  if (Object.keys(shared).length > 0)
    keep(made, `environment of all (${Object.keys(shared).join(', ')})`, { env: shared })
  byDefault(made, () => {
    for (const [key, value] of Object.entries(DEFAULTS))
      if (process.values[key] === undefined) KEYS[key]?.(made, value, process)
  })
  for (const [key, value] of Object.entries(process.values)) {
    if (isDone && key.endsWith('_probe')) lose(made, key, 'Others wait for its end.')
    else if (Object.hasOwn(KEYS, key)) KEYS[key]?.(made, value, process)
    else lose(made, `${key}: ${shown(value)}`, 'There is nothing like it.')
  }
}

/** A list of `NAME=value`, or a map. */
export function envOf(value: unknown): Readonly<Record<string, string>> {
  const pairs = Array.isArray(value)
    ? textsOf(value).map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)] as const)
    : Object.entries(recordOf(value))
  return Object.fromEntries(pairs.filter(([name]) => name !== '').map(([name, each]) => [name, literal(textOf(each))]))
}

/** A value of `restart`, and what differs. */
const RESTARTS: Readonly<Record<string, readonly [Partial<WorkerOptions>, string]>> = {
  always: [{ restart: 'permanent' }, ''],
  on_failure: [{ restart: 'transient' }, ''],
  exit_on_failure: [{ restart: 'temporary', significant: true }, 'A good end ends all, too.'],
  no: [{ restart: 'temporary' }, ''],
}

function addAvailability(made: Draft, values: Process['values']): void {
  const { restart, exit_on_end: isLast, backoff_seconds: delay, max_restarts: count } = values
  // Older files write on-failure.
  const named = textOf(restart ?? 'no').replaceAll('-', '_')
  const word = Object.hasOwn(RESTARTS, named) ? named : 'no'
  const [options, words] = RESTARTS[word] ?? [{}, '']
  approximate(made, `restart: ${word}`, options, words)
  if (isLast === true)
    keep(made, 'exit_on_end', { restart: word === 'on_failure' ? 'transient' : 'temporary', significant: true })
  if (delay !== undefined) addBackoff(made, delay)
  if (numberOf(count) > 0) lose(made, `max_restarts: ${shown(count)}`, 'Restarts are not counted for each process.')
}

function addBackoff(made: Draft, value: unknown): void {
  const delay = durationOf(seconds(value, 1) * 1000)
  const backoff = { initial: delay, factor: 1, max: delay, jitter: 0 }
  approximate(made, `backoff_seconds: ${shown(value)}`, { backoff }, 'The first restart in a row does not wait.')
}

function addShutdown(made: Draft, { command, signal, timeout_seconds, parent_only }: Process['values']): void {
  const shutdown = durationOf(seconds(timeout_seconds, 10) * 1000)
  keep(made, `shutdown.timeout_seconds: ${seconds(timeout_seconds, 10)}`, { shutdown })
  if (typeof command === 'string')
    keep(made, `shutdown.command: ${shown(command)}`, { stopCommand: ['sh', '-c', literal(command)] })
  const name = signal === undefined ? null : signalNamed(signal)
  if (name !== null) keep(made, `shutdown.signal: ${shown(signal)}`, { stopSignal: name })
  if (parent_only === true || parent_only === 'yes') keep(made, 'shutdown.parent_only', { stopScope: 'leader' })
}

function addProbe(made: Draft, probe: Process['values'], process: Process): void {
  const ready = readyOf(probe, process)
  if (ready === null) return lose(made, 'readiness_probe', 'It has neither exec nor http_get.')
  const { initial_delay_seconds: delay, period_seconds: period, failure_threshold: failures } = probe
  const startTimeout = durationOf((seconds(delay, 0) + seconds(period, 10) * seconds(failures, 3)) * 1000)
  approximate(
    made,
    'readiness_probe',
    { ready, startTimeout },
    'It is asked until it is well once, and no more after that.',
  )
}

function addLiveness(made: Draft, probe: Process['values'], process: Process): void {
  const asked = readyOf(probe, process)
  if (asked === null) return lose(made, 'liveness_probe', 'It has neither exec nor http_get.')
  const { period_seconds: period, timeout_seconds: timeout, failure_threshold: failures } = probe
  const every = durationOf(seconds(period, 10) * 1000)
  const health = { timeout: durationOf(seconds(timeout, 1) * 1000), ...asked, every, failures: seconds(failures, 3) }
  keep(made, 'liveness_probe', { health })
}

/** How it is asked. */
type Asked = ExecAsked | HttpAsked
type ExecAsked = { readonly exec: readonly string[]; readonly timeout: Duration }
type HttpAsked = Extract<ReadyOptions, { readonly http: unknown }>

function readyOf({ exec, http_get: http, timeout_seconds }: Process['values'], process: Process): Asked | null {
  const { command } = recordOf(exec)
  if (typeof command === 'string')
    return { exec: ['sh', '-c', literal(command)], timeout: durationOf(seconds(timeout_seconds, 1) * 1000) }
  if (http === undefined) return null
  const asked = readyByHttp(recordOf(http))
  return isAnsweredByOthers(process, recordOf(http)) ? { ...asked, foreign: true } : asked
}

const OWN_HOSTS: readonly unknown[] = ['127.0.0.1', 'localhost', '::1', '0.0.0.0']

/** Whether somebody outside its own processes answers: another machine, or a container. */
function isAnsweredByOthers({ values }: Process, { host = '127.0.0.1' }: Process['values']): boolean {
  return !OWN_HOSTS.includes(host) || /\b(?:docker|podman)\b/.test(textOf(values['command'] ?? ''))
}

function readyByHttp({
  host = '127.0.0.1',
  scheme,
  port = '',
  path = '/',
  status_code: status,
}: Process['values']): HttpAsked {
  const at = port === '' ? textOf(host) : `${textOf(host)}:${textOf(port)}`
  const rest = `${literal(at)}${literal(textOf(path).replace(/^\/?/, '/'))}`
  return {
    http: scheme === 'https' ? `https://${rest}` : `http://${rest}`,
    ...(status === undefined ? {} : { status: numberOf(status) }),
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
}
