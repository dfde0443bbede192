// docker compose: the process part. A service with a command of its own becomes that process; of one without, the image
// knows the command, so docker compose runs it in the foreground, with all that its file says of the container.
import type { SupervisorOptions } from '@otp-sup/core'
import type { At, TextPlace } from '../config/text-tree.ts'
import { addEdges, doneServices } from './compose-edges.ts'
import { isContainer, readService, type Service } from './compose-service.ts'
import { composeText } from './compose-variables.ts'
import { approximate, type Conversion, type Draft, draft, draftNamed, keep, lose, type Surroundings } from './draft.ts'
import { splitWords } from './shell-words.ts'
import { startOrder } from './start-order.ts'
import { recordOf, textOf } from './values.ts'

/** Whether a value looks like a compose file. */
export function isCompose(value: unknown): boolean {
  const { services, id } = recordOf(value)
  return id === undefined && typeof services === 'object' && services !== null && !Array.isArray(services)
}

/** Makes a tree of a compose file. */
export function importCompose(
  value: unknown,
  surroundings: Surroundings,
  placeOf: (at: At) => TextPlace | null,
): Conversion {
  const { services, ...others } = recordOf(expanded(value))
  const all = Object.entries(recordOf(services)).map(
    ([name, each]): Service => ({
      name,
      values: recordOf(each),
      place: placeOf(['services', name]),
    }),
  )
  const root = rootOf(others, surroundings.treeId)
  const started = all.filter((service) => {
    const why = whyLeftOut(service)
    if (why !== null) lose(root, `${service.name}: ${why}`, 'It is left out: compose does not start it either.')
    return why === null
  })
  if (started.length === 0)
    return { ok: false, problems: [{ message: 'There is no service in it.', fix: 'Write services: { api: … }.' }] }
  const names = started.map(({ name }) => name)
  const done = doneServices(started)
  const workers = new Map(
    started.map((service) => [service.name, workerOf(service, { file: surroundings.file, done })]),
  )
  const edges = new Map(started.map((service) => [service.name, addEdges(service, workers, names)]))
  const order = startOrder(edges)
  if (!order.ok)
    return {
      ok: false,
      problems: [
        {
          message: `Services depend on each other in a circle: ${order.circle.join(' -> ')}.`,
          fix: 'Remove one depends_on.',
        },
      ],
    }
  const sorted = order.names.flatMap((name) => workers.get(name) ?? [])
  return { ok: true, imported: { tool: 'docker compose', root, workers: sorted } }
}

/** What keeps it from being started by itself; null when nothing does. */
function whyLeftOut({ values: { profiles, scale, deploy } }: Service): string | null {
  if (profiles !== undefined) return 'profiles'
  return scale === 0 || recordOf(deploy)['replicas'] === 0 ? 'no copies' : null
}

function rootOf({ name, ...others }: Readonly<Record<string, unknown>>, treeId: string): Draft<SupervisorOptions> {
  const root = draft<SupervisorOptions>(typeof name === 'string' ? draftNamed(name).id : treeId)
  approximate(
    root,
    "docker's restarts",
    {
      strategy: 'one_for_one',
      intensity: 'infinity',
      backoff: { initial: '100ms', factor: 2, max: '1m', jitter: 0, resetAfter: '10s' },
    },
    'The first restart in a row does not wait; docker waits 100 ms.',
  )
  const lost = Object.keys(others).filter((key) => key !== 'version' && !key.startsWith('x-'))
  if (lost.length > 0) lose(root, lost.join(', '), 'They are for containers.')
  return root
}

function workerOf(
  service: Service,
  { file, done }: { readonly file: string; readonly done: ReadonlySet<string> },
): Draft {
  const made = draftNamed(service.name, service.place)
  addCommand(made, service, file)
  readService(made, service, { file, isDone: done.has(service.name) })
  if (done.has(service.name))
    keep(made, 'service_completed_successfully', { ready: { exit: true }, restart: 'transient' })
  return made
}

function addCommand(made: Draft, { name, values }: Service, file: string): void {
  const { command, entrypoint, image, build } = values
  if (isContainer(values)) {
    const run = ['docker', 'compose', '-f', file, 'up', '--no-deps', '--no-log-prefix', '--exit-code-from', name, name]
    const what = typeof image === 'string' ? `image: ${image}` : build === undefined ? 'no command' : 'build'
    return approximate(
      made,
      what,
      { command: run },
      'Only the image knows the command: docker compose runs the container.',
    )
  }
  const words = [...wordsOf(entrypoint), ...wordsOf(command)]
  keep(made, entrypoint === undefined ? 'command' : 'entrypoint, command', { command: words })
}

function wordsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(textOf)
  return typeof value === 'string' ? (splitWords(value) ?? ['sh', '-c', value]) : []
}

/** Variables as ours. */
function expanded(value: unknown): unknown {
  if (typeof value === 'string') return composeText(value)
  if (Array.isArray(value)) return value.map(expanded)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expanded(item)]))
}
