// supervisord's configuration: one worker for each [program:x] that starts by itself.
import type { SupervisorOptions } from '@otp-sup/core'
import {
  approximate,
  byDefault,
  type Conversion,
  type Draft,
  draft,
  draftNamed,
  keep,
  literal,
  lose,
  neverGivesUp,
  type Surroundings,
} from './draft.ts'
import { type Section, supervisordSections } from './sections.ts'
import { environmentOf, PROGRAM_KEYS } from './supervisord-program.ts'

type Program = { readonly name: string; readonly section: Section; readonly values: ReadonlyMap<string, string> }

/** Makes a tree of a supervisord.conf. */
export function importSupervisord(text: string, { treeId }: Surroundings): Conversion {
  const sections = supervisordSections(text)
  const programs = sections.filter(({ name }) => /^program:/i.test(name)).map(programOf)
  if (programs.length === 0)
    return {
      ok: false,
      problems: [{ message: 'There is no [program:…] in it.', fix: 'Name the file that has the programs.' }],
    }
  const root = draft<SupervisorOptions>(treeId)
  neverGivesUp(root, 'supervisord')
  noteOthers(root, sections)
  const shared = sections
    .find(({ name }) => name === 'supervisord')
    ?.entries.find(([key]) => key === 'environment')?.[1]
  const started = programs
    .filter((program) => isStarted(program, root))
    .toSorted((a, b) => priorityOf(a) - priorityOf(b))
  const made = started.map((program) => ({ program, workers: workersOf(program, shared) }))
  addEdges(made)
  return { ok: true, imported: { tool: 'supervisord', root, workers: made.flatMap(({ workers }) => workers) } }
}

function programOf(section: Section): Program {
  return { name: section.name.slice('program:'.length).trim(), section, values: new Map(section.entries) }
}

function noteOthers(root: Draft<SupervisorOptions>, sections: readonly Section[]): void {
  const others = sections.filter(({ name }) => !/^program:/i.test(name))
  for (const { name, entries } of others) {
    if (name.startsWith('group:'))
      lose(
        root,
        `[${name}] ${entries.find(([key]) => key === 'programs')?.[1] ?? ''}`,
        'A supervisor of its own would group them.',
      )
    else if (name === 'include') lose(root, '[include]', 'Import these files by themselves.')
    else if (/^(?:eventlistener|fcgi-program):/.test(name)) lose(root, `[${name}]`, 'There is nothing like it.')
  }
  const own = others.filter(({ name }) =>
    /^(?:supervisord|supervisorctl|unix_http_server|inet_http_server|rpcinterface:)/.test(name),
  )
  if (own.length > 0) lose(root, own.map(({ name }) => `[${name}]`).join(', '), 'It is about supervisord itself.')
}

function isStarted({ name, values }: Program, root: Draft<SupervisorOptions>): boolean {
  if (!/^(?:false|no|off|0)$/i.test(values.get('autostart') ?? 'true')) return true
  lose(root, `[program:${name}] autostart=false`, 'It is left out: what is in a tree is started.')
  return false
}

function priorityOf({ values }: Program): number {
  return Number(values.get('priority') ?? 999)
}

/** More are a mistake: `instances` has a limit of its own. */
const MOST_COPIES = 1000

/** One worker, with `instances`; or several, where the number of the process stands in an option. */
function workersOf(program: Program, environment: string | undefined): readonly Draft[] {
  const count = Number(program.values.get('numprocs') ?? 1)
  const first = Number(program.values.get('numprocs_start') ?? 0)
  const isNumbered = [...program.values].some(
    ([key, value]) => key !== 'process_name' && value.includes('%(process_num)'),
  )
  const isSeveral = count > 1 && count <= MOST_COPIES
  if (!isNumbered || !isSeveral) return [workerOf(program, { count, number: first, name: program.name, environment })]
  return Array.from({ length: count }, (_, index) =>
    workerOf(program, { count: 1, number: first + index, name: `${program.name}_${first + index}`, environment }),
  )
}

type Copy = {
  readonly count: number
  readonly number: number
  readonly name: string
  readonly environment: string | undefined
}

function workerOf({ name: programName, section, values }: Program, { count, number, name, environment }: Copy): Draft {
  const made = draftNamed(name, section.place)
  const names = { program_name: programName, process_num: number, process_name: name }
  const expand = (text: string) => expanded(text, { ...names, ...namedEnv(environment ?? '') })
  const defaults = Object.entries(DEFAULTS).filter(([key]) => !values.has(key))
  byDefault(made, () => {
    for (const [key, value] of defaults) PROGRAM_KEYS[key]?.(made, value, expand, values)
  })
  const shared: readonly (readonly [string, string])[] = environment === undefined ? [] : [['environment', environment]]
  for (const [key, value] of [...shared, ...values])
    if (Object.hasOwn(PROGRAM_KEYS, key)) PROGRAM_KEYS[key]?.(made, value, expand, values)
    else lose(made, `${key}=${value}`, 'There is nothing like it.')
  if (count > 1) keep(made, `numprocs=${count}`, { instances: count })
  return made
}

/** What supervisord does where it is not told, and we would do otherwise. */
const DEFAULTS = { autorestart: 'unexpected', stopwaitsecs: '10', stopasgroup: 'false' }

/** What supervisord's own environment adds to `%(ENV_…)s`. */
function namedEnv(environment: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(environmentOf(environment)).map(([name, value]) => [`ENV_${name}`, value]))
}

/** `%(here)s` and the like; `%%` is a percent sign. */
function expanded(text: string, names: Readonly<Record<string, string | number>>): string {
  return literal(text)
    .replaceAll(/%\((\w+)\)0?(\d*)[ds]/g, (all, name: string, width: string) => {
      if (name === 'here') return '.'
      const value = Object.hasOwn(names, name) ? names[name] : undefined
      if (value !== undefined) return String(value).padStart(Math.min(Number(width), 10), '0')
      return name.startsWith('ENV_') ? `\${${name.slice(4)}:-}` : all
    })
    .replaceAll('%%', '%')
}

/** Who has a lower priority number starts, and is ready, before. */
function addEdges(made: readonly { readonly program: Program; readonly workers: readonly Draft[] }[]): void {
  const hasOrder = new Set(made.map(({ program }) => priorityOf(program))).size > 1
  for (const { program, workers } of made) {
    const before = made
      .filter((other) => priorityOf(other.program) < priorityOf(program))
      .flatMap((other) => other.workers)
    for (const worker of workers) {
      const dependsOn = before.map(({ id }) => id)
      const theirs = `priority=${priorityOf(program)}`
      if (hasOrder)
        approximate(worker, theirs, { dependsOn }, 'Lower numbers start before; here they must be ready, too.')
      else Object.assign(worker.options, { dependsOn })
    }
  }
}
