// The options of a service of compose.
import type { LimitOptions, SignalName } from '@otp-sup/core'
import type { TextPlace } from '../config/text-tree.ts'
import { addHealthcheck } from './compose-healthcheck.ts'
import { approximate, byDefault, type Draft, keep, lose } from './draft.ts'
import { readDuration } from './durations.ts'
import { numberOf, recordOf, shown, sizeOf, textOf, textsOf } from './values.ts'

/** A service as it is written, with variables as ours. */
export type Service = {
  readonly name: string
  readonly values: Readonly<Record<string, unknown>>
  readonly place: TextPlace | null
}

type Read = (made: Draft, value: unknown, service: Service) => void

/** Whether docker has to run it: nothing in the file tells its command. */
export function isContainer({ command, entrypoint }: Service['values']): boolean {
  return [command, entrypoint].every(
    (each) => each === undefined || each === null || (Array.isArray(each) && each.length === 0),
  )
}

const nothing: Read = () => {}

/** What compose does where it is not told, and we would do otherwise. */
const DEFAULTS = { restart: 'no', stop_grace_period: '10s' }

/** What holds for a process and for `docker compose up`. */
const SHARED: Readonly<Record<string, Read>> = {
  command: nothing,
  entrypoint: nothing,
  depends_on: nothing,
  links: nothing,
  healthcheck: nothing,
  restart: (made, value, { values }) => {
    const { condition } = recordOf(recordOf(values['deploy'])['restart_policy'])
    if (condition === undefined) addRestart(made, 'restart', textOf(value))
    else addRestart(made, 'deploy.restart_policy.condition', textOf(condition))
  },
  stop_grace_period: (made, value) => {
    const shutdown = readDuration(value)
    if (shutdown !== null) keep(made, `stop_grace_period: ${shown(value)}`, { shutdown })
  },
}

/** What holds for a process alone. */
const OWN: Readonly<Record<string, Read>> = {
  image: (made, value) => lose(made, `image: ${shown(value)}`, 'The command runs here, without the image.'),
  build: (made) => lose(made, 'build', 'The command runs here, without the image.'),
  environment: (made, value) => {
    const env = environmentOf(value)
    keep(made, `environment (${Object.keys(env).join(', ')})`, { env })
  },
  env_file: (made, value) => {
    const files = (Array.isArray(value) ? value : [value]).map((each) => textOf(recordOf(each)['path'] ?? each))
    keep(made, `env_file: ${files.join(', ')}`, { envFile: files.length === 1 ? textOf(files[0]) : files })
  },
  working_dir: (made, value) =>
    approximate(made, `working_dir: ${shown(value)}`, { cwd: textOf(value) }, 'It was a folder of the container.'),
  user: (made, value) => {
    const [user = '', group] = textOf(value).split(':')
    keep(made, `user: ${shown(value)}`, {
      user: account(user),
      ...(group === undefined ? {} : { group: account(group) }),
    })
  },
  stop_signal: (made, value) =>
    keep(made, `stop_signal: ${shown(value)}`, { stopSignal: `SIG${textOf(value).replace(/^SIG/, '')}` as SignalName }),
  scale: (made, value) => keep(made, `scale: ${shown(value)}`, { instances: numberOf(value) }),
  oom_score_adj: (made, value) => keep(made, `oom_score_adj: ${shown(value)}`, { oomScoreAdj: numberOf(value) }),
  ulimits: (made, value) => {
    const { nofile } = recordOf(value)
    const soft = numberOf(recordOf(nofile)['soft'] ?? nofile)
    if (Number.isInteger(soft) && soft > 0) addLimits(made, `ulimits.nofile: ${soft}`, { nofile: soft })
  },
  mem_limit: (made, value) => addMemory(made, 'mem_limit', value),
  deploy: (made, value) => {
    const { replicas, restart_policy: _policy, resources, ...others } = recordOf(value)
    if (numberOf(replicas) > 1) keep(made, `deploy.replicas: ${shown(replicas)}`, { instances: numberOf(replicas) })
    const { memory } = recordOf(recordOf(resources)['limits'])
    if (memory !== undefined) addMemory(made, 'deploy.resources.limits.memory', memory)
    else if (resources !== undefined) lose(made, 'deploy.resources', 'It is for containers.')
    for (const key of Object.keys(others)) lose(made, `deploy.${key}`, 'It is for containers.')
  },
}

/** Reads the options of a service. */
export function readService(
  made: Draft,
  service: Service,
  { file, isDone }: { readonly file: string; readonly isDone: boolean },
): void {
  const isDocker = isContainer(service.values)
  const known = isDocker ? SHARED : { ...SHARED, ...OWN }
  const entries = Object.entries(service.values)
  byDefault(made, () => {
    for (const [key, value] of Object.entries(DEFAULTS))
      if (service.values[key] === undefined) SHARED[key]?.(made, value, service)
  })
  for (const [key, value] of entries) if (Object.hasOwn(known, key)) known[key]?.(made, value, service)
  const lost = entries.flatMap(([key]) => (isDocker || Object.hasOwn(known, key) ? [] : [key]))
  if (lost.length > 0) lose(made, lost.join(', '), 'They are for containers.')
  // Of who ends by itself, the end counts.
  if (!isDone)
    addHealthcheck(made, service, isDocker ? ['docker', 'compose', '-f', file, 'exec', '-T', service.name] : [])
}

function addMemory(made: Draft, key: string, value: unknown): void {
  const memory = sizeOf(value)
  if (memory === null) return
  approximate(
    made,
    `${key}: ${shown(value)}`,
    { limits: { ...made.options.limits, memory } },
    'It is measured now and then.',
  )
}

function addLimits(made: Draft, theirs: string, limits: LimitOptions): void {
  keep(made, theirs, { limits: { ...made.options.limits, ...limits } })
}

function addRestart(made: Draft, key: string, value: string): void {
  const [policy = '', count] = value.split(':')
  if (['no', 'none', 'false', ''].includes(policy)) keep(made, `${key}: ${policy}`, { restart: 'temporary' })
  else if (policy !== 'on-failure') keep(made, `${key}: ${policy}`, { restart: 'permanent' })
  else if (count === undefined) keep(made, `${key}: on-failure`, { restart: 'transient' })
  else approximate(made, `${key}: ${value}`, { restart: 'transient' }, 'Restarts are not counted for each service.')
}

function account(name: string): string | number {
  return /^\d+$/.test(name) ? numberOf(name) : name
}

/** A list or a map; a name without a value is inherited anyway. */
function environmentOf(value: unknown): Readonly<Record<string, string>> {
  const pairs = Array.isArray(value)
    ? textsOf(value).map(
        (each) => [each.split('=')[0] ?? '', each.includes('=') ? each.slice(each.indexOf('=') + 1) : null] as const,
      )
    : Object.entries(recordOf(value))
  return Object.fromEntries(
    pairs.filter(([, each]) => each !== null && each !== undefined).map(([name, each]) => [name, textOf(each)]),
  )
}
