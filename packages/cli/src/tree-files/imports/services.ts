// The plain spelling: a list of services, each with its program, its restarts and its dependencies.
import type { BackoffOptions, SupervisorOptions, WorkerOptions } from '@otp-sup/core'
import type { At, TextPlace, TextProblem } from '../config/text-tree.ts'
import { approximate, type Conversion, type Draft, draft, idOf, keep, type Surroundings } from './draft.ts'
import { durationOf, msOf } from './durations.ts'
import { startOrder } from './start-order.ts'
import { numberOf, recordOf, shown, textOf } from './values.ts'

type Values = Readonly<Record<string, unknown>>
type Service = { readonly name: string; readonly values: Values; readonly placeOf: (at: At) => TextPlace }
type PlaceOf = (at: At) => TextPlace | null

/** Whether a value is a list of services. */
export function isServicesList(value: unknown): boolean {
  return Array.isArray(recordOf(value)['services']) && !('id' in recordOf(value))
}

/** Makes a tree of a list of services. */
export function importServices(value: unknown, { treeId }: Surroundings, placeOf: PlaceOf): Conversion {
  const { services, name, monitoring_interval: interval, ...others } = recordOf(value)
  const all = (services as readonly unknown[]).map((each, index): Service => {
    const values = recordOf(each)
    const placed = (at: At) => placeOf(['services', index, ...at]) ?? { line: 1, column: 1 }
    return { name: typeof values['name'] === 'string' ? values['name'] : '', values, placeOf: placed }
  })
  const owners = new Map(all.map((service, index) => [service.name, index] as const).toReversed())
  const problems = [
    ...Object.keys(others).map((key) => ({
      ...placeOf([key]),
      message: `${key} is not an option of a list of services.`,
      fix: 'Write name, monitoring_interval and services.',
    })),
    ...all.flatMap((service, index) => findInService(service, index, owners)),
  ]
  const order = startOrder(new Map(all.map((service) => [service.name, dependenciesOf(service)])))
  if (!order.ok && problems.length === 0) problems.push(inCircle(order.circle, all))
  if (problems.length > 0 || !order.ok) return { ok: false, problems }
  const root = rootOf(typeof name === 'string' ? name : treeId, all, {
    value: interval,
    place: placeOf(['monitoring_interval']),
  })
  const byName = new Map(all.map((service) => [service.name, service]))
  const workers = order.names.flatMap((each) => byName.get(each) ?? []).map(workerOf)
  return { ok: true, imported: { tool: 'a list of services', root, workers } }
}

function dependenciesOf({ values }: Service): readonly string[] {
  const { dependencies } = values
  return Array.isArray(dependencies) ? dependencies.filter((each) => typeof each === 'string') : []
}

/** `owners`: where each name stands first. */
function findInService(service: Service, index: number, owners: ReadonlyMap<string, number>): readonly TextProblem[] {
  const { name, values, placeOf } = service
  if (name === '')
    return [{ ...placeOf(['name']), message: `services.${index} has no name.`, fix: 'Write name: db, for example.' }]
  const problem = (at: At, message: string, fix: string) => [{ ...placeOf(at), message, fix }]
  return [
    ...(owners.get(name) !== index
      ? problem(['name'], `Two services are called ${name}.`, 'Give one another name.')
      : []),
    ...(values['executable'] === undefined
      ? problem(['executable'], `${name} has no executable.`, 'Write executable: postgres, for example.')
      : []),
    ...(values['dependencies'] !== undefined && !Array.isArray(values['dependencies'])
      ? problem(['dependencies'], `dependencies of ${name} is no list.`, 'Write dependencies: [db].')
      : []),
    ...dependenciesOf(service).flatMap((each, at) =>
      owners.has(each)
        ? []
        : problem(
            ['dependencies', at],
            `${name} depends on ${shown(each)}, which is no service.`,
            `Write one of ${[...owners.keys()].toReversed().slice(0, 8).join(', ')}.`,
          ),
    ),
    ...findInRestart(service),
  ]
}

const MAX_RETRIES = /^\d+$/

function findInRestart({ name, values, placeOf }: Service): readonly TextProblem[] {
  const { restart } = values
  if (restart === undefined || typeof restart === 'string') return []
  const { max_retries: retries, backoff, ...others } = recordOf(restart)
  const unknown = Object.keys(others).map((key) => ({
    ...placeOf(['restart', key]),
    message: `restart.${key} of ${name} is not an option.`,
    fix: 'Write restart: { max_retries: 3, backoff: 1s }.',
  }))
  const isCount = retries === undefined || retries === 'infinity' || MAX_RETRIES.test(textOf(retries))
  if (!isCount)
    unknown.push({
      ...placeOf(['restart', 'max_retries']),
      message: `restart.max_retries of ${name} is ${shown(retries)}, but must be a whole number from 0.`,
      fix: 'Write a number such as 3, or infinity.',
    })
  if (typeof backoff === 'number')
    unknown.push({
      ...placeOf(['restart', 'backoff']),
      message: `restart.backoff of ${name} is ${backoff} without a unit.`,
      fix: `Write ${backoff}s for seconds, or ${backoff}ms for milliseconds.`,
    })
  return unknown
}

function inCircle(circle: readonly string[], all: readonly Service[]): TextProblem {
  const first = all.find(({ name }) => name === circle[0])
  const place = first?.placeOf(['dependencies']) ?? { line: 1, column: 1 }
  return {
    ...place,
    message: `Services depend on each other in a circle: ${circle.join(' -> ')}.`,
    fix: 'Remove one of these dependencies: somebody has to start first.',
  }
}

const NO_BACKOFF: readonly unknown[] = [undefined, null, false, 'none']

function backoffOf(values: Values): BackoffOptions | true | null {
  const { backoff } = recordOf(values['restart'])
  if (NO_BACKOFF.includes(backoff)) return null
  if (backoff === true || backoff === 'exponential') return true
  if (typeof backoff !== 'string') return recordOf(backoff)
  const isLong = (msOf(backoff) ?? 0) > 30_000
  return { initial: backoff, ...(isLong ? { max: backoff } : {}) } as BackoffOptions
}

function retriesOf({ values }: Service): number | 'infinity' | null {
  const { max_retries: retries } = recordOf(values['restart'])
  if (retries === undefined) return null
  return retries === 'infinity' ? 'infinity' : numberOf(retries)
}

type Interval = { readonly value: unknown; readonly place: TextPlace | null }

function rootOf(name: string, all: readonly Service[], top: Interval): Draft<SupervisorOptions> {
  const own = all.map(({ values, placeOf }) => ({
    value: values['monitoring_interval'],
    place: placeOf(['monitoring_interval']),
  }))
  const intervals = [top, ...own].filter(({ value }) => value !== undefined)
  const [shortest] = intervals.toSorted((a, b) => (msOf(a.value) ?? 0) - (msOf(b.value) ?? 0))
  const root: Draft<SupervisorOptions> = { ...draft(idOf(name)), places: { monitorInterval: shortest?.place ?? null } }
  if (all.some((service) => dependenciesOf(service).length > 0))
    approximate(
      root,
      'dependencies',
      { strategy: 'rest_for_one' },
      'Who depends on a service that failed is started again with it.',
    )
  else keep(root, 'no dependencies', { strategy: 'one_for_one' })
  addIntensity(root, all)
  if (shortest !== undefined) addInterval(root, shortest.value, intervals)
  return root
}

/** CPU and memory of all are measured at one time: as often as the one that is to be measured most often. */
function addInterval(root: Draft<SupervisorOptions>, shortest: unknown, all: readonly Interval[]): void {
  const isSame = all.every(({ value }) => value === shortest)
  const theirs = `monitoring_interval: ${[...new Set(all.map(({ value }) => shown(value)))].join(', ')}`
  approximate(
    root,
    theirs,
    { monitorInterval: shortest } as SupervisorOptions,
    isSame ? '' : 'All are measured as often as the one with the shortest.',
  )
}

function addIntensity(root: Draft<SupervisorOptions>, all: readonly Service[]): void {
  const counts = all.map(retriesOf).filter((each) => each !== null && each !== 0)
  if (counts.length === 0) return
  const words = 'Restarts of all services are counted together, within the period; the largest number counts.'
  if (counts.includes('infinity'))
    return approximate(root, 'max_retries', { intensity: 'infinity', backoff: true }, words)
  const intensity = Math.max(...counts.map(numberOf))
  const waits = all.map(({ values }) => waitMs(backoffOf(values), intensity))
  const period = durationOf(Math.ceil(Math.max(5000, ...waits) / 1000) * 1000)
  approximate(root, `max_retries: ${counts.join(', ')}`, { intensity, period }, words)
}

/** From then on each wait is as long as the one before, or all is longer than a period can be. */
const MOST_STEPS = 1000

/** How long so many restarts in a row take, and a second for each: the period must see them all. */
function waitMs(backoff: BackoffOptions | true | null, count: number): number {
  if (backoff === null) return 0
  const { initial = '200ms', factor = 2, max = '30s', jitter = 0.1 } = backoff === true ? {} : backoff
  const delayAt = (step: number) => Math.min(msOf(max) ?? 30_000, (msOf(initial) ?? 200) * factor ** step)
  // The first restart in a row does not wait.
  const waits = Math.max(count - 1, 0)
  const steps = Math.min(waits, MOST_STEPS)
  const delays = Array.from({ length: steps }, (_, step) => delayAt(step)).reduce((sum, delay) => sum + delay, 0)
  const sum = (delays + (waits - steps) * delayAt(steps)) * (1 + jitter) + (count + 1) * 1000
  // What is wrong with a back-off is told where it stands.
  return Number.isFinite(sum) ? sum : 0
}

function workerOf(service: Service): Draft {
  const { name, values, placeOf } = service
  const { name: _name, executable, dependencies, monitoring_interval: _interval, restart, args, ...others } = values
  const places = {
    id: placeOf(['name']),
    command: placeOf(['executable']),
    dependsOn: placeOf(['dependencies']),
    backoff: placeOf(['restart', 'backoff']),
    ...Object.fromEntries(['args', 'restart', ...Object.keys(others)].map((key) => [key, placeOf([key])])),
  }
  const made: Draft = { ...draft(name, placeOf([])), places }
  const command = { command: executable, ...(args === undefined ? {} : { args }) } as WorkerOptions
  keep(made, args === undefined ? 'executable' : 'executable, args', command)
  if (Object.keys(others).length > 0) keep(made, Object.keys(others).join(', '), others as Partial<WorkerOptions>)
  addRestart(made, restart, values)
  keep(made, dependencies === undefined ? 'no dependencies' : 'dependencies', { dependsOn: dependenciesOf(service) })
  return made
}

function addRestart(made: Draft, restart: unknown, values: Values): void {
  if (typeof restart === 'string') keep(made, 'restart', { restart } as Partial<WorkerOptions>)
  const { max_retries: retries } = recordOf(restart)
  if (numberOf(retries) === 0) keep(made, 'max_retries: 0', { restart: 'temporary' })
  const backoff = backoffOf(values)
  if (backoff !== null) approximate(made, 'backoff', { backoff }, 'The first restart in a row does not wait.')
}
