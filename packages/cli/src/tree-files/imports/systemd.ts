// systemd's services: one worker for each unit, in an order in which none starts before what it is `After`.
import type { SupervisorOptions } from '@otp-sup/core'
import {
  approximate,
  byDefault,
  type Conversion,
  type Draft,
  draft,
  draftNamed,
  keep,
  lose,
  type Surroundings,
} from './draft.ts'
import { type Section, systemdSections } from './sections.ts'
import { startOrder } from './start-order.ts'
import { addCommands } from './systemd-commands.ts'
import { addService, type ServiceValues } from './systemd-service.ts'

/** A unit file, by its name. */
export type UnitFile = { readonly file: string; readonly text: string }

type Unit = {
  readonly file: string
  readonly name: string
  readonly service: ServiceValues
  readonly unit: ServiceValues
  readonly section: Section | null
}

/** Makes a tree of unit files. */
export function importSystemd(files: readonly UnitFile[], { treeId }: Surroundings): Conversion {
  const units = files.map(unitOf)
  const wrong = units.find(({ service }) => service.get('ExecStart') === undefined)
  if (wrong !== undefined)
    return {
      ok: false,
      problems: [
        { message: `${wrong.file} has no ExecStart in [Service].`, fix: 'Name a .service file that starts a program.' },
      ],
    }
  const names = units.map(({ name }) => name)
  const edges = new Map(units.map((unit) => [unit.name, afterOf(unit).filter((name) => names.includes(name))]))
  const order = startOrder(edges)
  if (!order.ok)
    return {
      ok: false,
      problems: [
        { message: `Units are after each other in a circle: ${order.circle.join(' -> ')}.`, fix: 'Remove one After=.' },
      ],
    }
  const byName = new Map(units.map((unit) => [unit.name, unit]))
  const workers = order.names.flatMap((name) => {
    const unit = byName.get(name)
    return unit === undefined ? [] : workersOf(unit, edges.get(name) ?? [], names)
  })
  return { ok: true, imported: { tool: 'systemd', root: rootOf(units, treeId), workers } }
}

function unitOf({ file, text }: UnitFile): Unit {
  const sections = systemdSections(text)
  const values = (name: string): ServiceValues => {
    const all = new Map<string, readonly string[]>()
    // An empty value takes back what stands before.
    for (const [key, value] of sections.filter((each) => each.name === name).flatMap(({ entries }) => entries))
      all.set(key, value === '' ? [] : [...(all.get(key) ?? []), value])
    return new Map([...all].filter(([, each]) => each.length > 0))
  }
  const section = sections.find(({ name }) => name === 'Service') ?? null
  return { file, name: file.replace(/\.service$/, ''), service: values('Service'), unit: values('Unit'), section }
}

/** Units that it is after, by their names without `.service`. */
function afterOf({ unit }: Unit): readonly string[] {
  return wordsIn(unit, ['After']).map((name) => name.replace(/\.service$/, ''))
}

function wordsIn(values: ServiceValues, keys: readonly string[]): readonly string[] {
  return keys.flatMap((key) => (values.get(key) ?? []).flatMap((each) => each.split(/\s+/)))
}

const BINDING = ['Requires', 'BindsTo', 'PartOf']

function rootOf(units: readonly Unit[], treeId: string): Draft<SupervisorOptions> {
  const root = draft<SupervisorOptions>(treeId)
  const names = units.map(({ file }) => file)
  const isBound = units.some(({ unit }) => wordsIn(unit, BINDING).some((name) => names.includes(name)))
  if (isBound)
    approximate(
      root,
      BINDING.join(', '),
      { strategy: 'rest_for_one' },
      'Who is after a unit that failed is started again with it, whatever it requires.',
    )
  approximate(
    root,
    'StartLimitBurst=5, StartLimitIntervalSec=10',
    { intensity: 5, period: '10s' },
    'systemd counts for each unit and leaves the others alone; here all count together, and at the limit everything stops.',
  )
  return root
}

/** The worker of a unit, after one-shots for its ExecStartPre. */
function workersOf(unit: Unit, after: readonly string[], names: readonly string[]): readonly Draft[] {
  const made = draftNamed(unit.name.replace(/@$/, ''), unit.section?.place ?? null)
  const before = addCommands(made, unit.service)
  addService(made, unit.service)
  if (made.options.cwd === undefined) byDefault(made, () => keep(made, 'WorkingDirectory=/', { cwd: '/' }))
  for (const each of before) Object.assign(each.options, sharedOf(made))
  const others = wordsIn(unit.unit, ['After', 'Wants', ...BINDING]).filter(
    (name) => !names.includes(name.replace(/\.service$/, '')),
  )
  if (others.length > 0) lose(made, [...new Set(others)].join(' '), 'They are not in the tree.')
  const dependsOn = after.map((name) => name.replace(/@$/, ''))
  for (const each of before) Object.assign(each.options, { dependsOn })
  const own = [...dependsOn, ...before.map(({ id }) => id)]
  if (after.length > 0) keep(made, `After=${after.join(' ')}`, { dependsOn: own })
  else Object.assign(made.options, { dependsOn: own })
  return [...before, made]
}

/** What ExecStartPre has in common with ExecStart. */
const SHARED: readonly string[] = ['cwd', 'env', 'envFile', 'user', 'group', 'umask', 'nice', 'oomScoreAdj', 'limits']

function sharedOf({ options }: Draft): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(options).filter(([key]) => SHARED.includes(key)))
}
