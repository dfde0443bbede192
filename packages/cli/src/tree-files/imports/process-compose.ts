// process-compose: processes that the shell runs.
import type { SupervisorOptions } from '@otp-sup/core'
import type { At, TextPlace } from '../config/text-tree.ts'
import {
  approximate,
  type Conversion,
  type Draft,
  draft,
  draftNamed,
  keep,
  literal,
  lose,
  type Surroundings,
} from './draft.ts'
import { envOf, type Process, readProcess } from './process-compose-process.ts'
import { plainWords } from './shell-words.ts'
import { startOrder } from './start-order.ts'
import { recordOf, shown, textOf, textsOf } from './values.ts'

/** Whether a value looks like a file of process-compose. */
export function isProcessCompose(value: unknown): boolean {
  const { processes, id } = recordOf(value)
  return id === undefined && typeof processes === 'object' && processes !== null && !Array.isArray(processes)
}

/** Makes a tree of a file of process-compose. */
export function importProcessCompose(
  value: unknown,
  { treeId }: Surroundings,
  placeOf: (at: At) => TextPlace | null,
): Conversion {
  const { processes, environment, ...others } = recordOf(value)
  const root = draft<SupervisorOptions>(treeId)
  approximate(
    root,
    "process-compose's restarts",
    { strategy: 'one_for_one', intensity: 'infinity', backoff: true },
    'The first restart in a row does not wait, later ones wait longer and longer.',
  )
  const lost = Object.keys(others).filter((key) => key !== 'version' && !key.startsWith('x-'))
  if (lost.length > 0) lose(root, lost.join(', '), 'They are about process-compose itself.')
  const all = Object.entries(recordOf(processes)).map(
    ([name, each]): Process => ({
      name,
      values: recordOf(each),
      place: placeOf(['processes', name]),
      shared: envOf(environment),
    }),
  )
  const started = all.filter(({ name, values }) => {
    if (values['disabled'] !== true) return true
    lose(root, `${name}: disabled`, 'It is left out: what is in a tree is started.')
    return false
  })
  if (started.length === 0)
    return { ok: false, problems: [{ message: 'There is no process in it.', fix: 'Write processes: { api: … }.' }] }
  if (started.some(({ values }) => endsAll(values)))
    keep(root, 'availability: exit_on_failure, exit_on_end', { autoShutdown: 'any_significant' })
  return sorted(started, root)
}

/** Whether an end of the process is the end of all. */
function endsAll(values: Process['values']): boolean {
  const { restart, exit_on_end: exitOnEnd } = recordOf(values['availability'])
  return restart === 'exit_on_failure' || exitOnEnd === true
}

function sorted(started: readonly Process[], root: Draft<SupervisorOptions>): Conversion {
  const names = started.map(({ name }) => name)
  const done = new Set(
    started.flatMap((process) => edgesOf(process).flatMap(([name, when]) => (isEnd(when) ? [name] : []))),
  )
  const workers = new Map(started.map((process) => [process.name, workerOf(process, done.has(process.name))]))
  const edges = new Map(
    started.map((process) => [
      process.name,
      edgesOf(process).flatMap(([name]) => (names.includes(name) ? [name] : [])),
    ]),
  )
  const order = startOrder(edges)
  if (!order.ok)
    return {
      ok: false,
      problems: [
        {
          message: `Processes depend on each other in a circle: ${order.circle.join(' -> ')}.`,
          fix: 'Remove one depends_on.',
        },
      ],
    }
  for (const process of started) addEdges(process, workers, names)
  return {
    ok: true,
    imported: { tool: 'process-compose', root, workers: order.names.flatMap((name) => workers.get(name) ?? []) },
  }
}

function edgesOf({ values }: Process): readonly (readonly [name: string, condition: string])[] {
  return Object.entries(recordOf(values['depends_on'])).map(([name, how]) => [
    name,
    textOf(recordOf(how)['condition'] ?? 'process_started'),
  ])
}

function isEnd(condition: string): boolean {
  return condition.startsWith('process_completed')
}

function addEdges(process: Process, workers: ReadonlyMap<string, Draft>, names: readonly string[]): void {
  const made = workers.get(process.name)
  if (made === undefined) return
  const edges = edgesOf(process)
  const dependsOn = edges.flatMap(([name]) => (names.includes(name) ? [workers.get(name)?.id ?? name] : []))
  Object.assign(made.options, { dependsOn })
  for (const [name, condition] of edges) {
    if (!names.includes(name)) lose(made, `depends_on: ${name}`, 'No such process is started.')
    else if (condition === 'process_completed')
      approximate(made, `depends_on: ${name}: ${condition}`, { dependsOn }, 'It must end well.')
    else keep(made, `depends_on: ${name}: ${condition}`, { dependsOn })
  }
}

function workerOf(process: Process, isDone: boolean): Draft {
  const { command, entrypoint } = process.values
  const made = draftNamed(process.name, process.place)
  if (typeof command === 'string') addLine(made, command)
  else keep(made, 'entrypoint', { command: [...textsOf(entrypoint), ...textsOf(command)].map(literal) })
  readProcess(made, process, isDone)
  if (isDone) keep(made, 'process_completed, of others', { ready: { exit: true }, restart: 'transient' })
  return made
}

function addLine(made: Draft, line: string): void {
  if (/\{\{.*\}\}/.test(line)) lose(made, shown(line), 'Templates are not filled in.')
  const text = line.trim().replaceAll('$$', '$')
  const words = plainWords(text)
  if (words === null) keep(made, `command: ${shown(text)}`, { command: literal(text), shell: true })
  else keep(made, `command: ${shown(text)}`, { command: words.map(literal) })
}
