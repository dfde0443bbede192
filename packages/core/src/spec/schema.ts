// The one source of what a spec may say, of its defaults and of the JSON Schema. It knows one spec and its shape;
// rules between options and between siblings are in tree-rules.ts, words for people in explain-*.ts.
import * as v from 'valibot'
import { envFile, group, limits, nice, oomScoreAdj, umask, user } from './attributes-schema.ts'
import { backoff } from './backoff-schema.ts'
import { health } from './health-schema.ts'
import { log } from './log-schema.ts'
import { isRecord } from './plain-data.ts'
import { ready } from './ready-schema.ts'
import { SIGNALS } from './signals.ts'
import { duration, env, filledText, id, listOr, longDuration, text, variableName } from './value-schemas.ts'

/** Whom a supervisor restarts. */
export const STRATEGIES = ['one_for_one', 'one_for_all', 'rest_for_one', 'simple_one_for_one'] as const
/** An unbounded number would be a tree that does not fit into memory. */
export const MOST_INSTANCES = 10_000

const exitCode = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255))
const shutdown = v.union([v.picklist(['infinity', 'brutal_kill']), duration])
const restartType = v.picklist(['permanent', 'transient', 'temporary'])

const childEntries = {
  id,
  significant: v.optional(v.boolean(), false),
  dependsOn: v.optional(v.array(v.string())),
  backoff: v.optional(backoff),
}

const workerEntries = {
  ...childEntries,
  command: listOr(v.tupleWithRest([filledText], text), filledText),
  args: v.optional(v.array(text), []),
  cwd: v.optional(filledText),
  env: v.optional(env, {}),
  envFile: v.optional(envFile),
  inheritEnv: v.optional(listOr(v.array(variableName), v.boolean()), true),
  preferLocal: v.optional(v.boolean(), false),
  shell: v.optional(v.boolean(), false),
  user: v.optional(user),
  group: v.optional(group),
  umask: v.optional(umask),
  nice: v.optional(nice),
  oomScoreAdj: v.optional(oomScoreAdj),
  limits: v.optional(limits),
  restart: v.optional(restartType),
  successCodes: v.optional(v.array(exitCode), [0]),
  shutdownCodes: v.optional(v.array(exitCode), []),
  stopSignal: v.optional(v.picklist(SIGNALS), 'SIGTERM'),
  stopScope: v.optional(v.picklist(['group', 'leader']), 'group'),
  stopCommand: v.optional(v.tupleWithRest([filledText], text)),
  shutdown: v.optional(shutdown, '5s'),
  ready: v.optional(ready),
  health: v.optional(health),
  log: v.optional(log, { stdout: 'console', stderr: 'console' }),
  startTimeout: v.optional(v.union([v.literal('infinity'), longDuration])),
  onStartFailure: v.optional(v.picklist(['fail', 'retry']), 'fail'),
  instances: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_INSTANCES))),
}

const supervisorEntries = {
  ...childEntries,
  strategy: v.optional(v.picklist(STRATEGIES), 'one_for_one'),
  intensity: v.optional(v.union([v.pipe(v.number(), v.integer(), v.minValue(0)), v.literal('infinity')]), 3),
  period: v.optional(longDuration, '5s'),
  autoShutdown: v.optional(v.picklist(['never', 'any_significant', 'all_significant']), 'never'),
  restart: v.optional(restartType, 'permanent'),
  shutdown: v.optional(shutdown, 'infinity'),
  monitorInterval: v.optional(longDuration),
  maxChildren: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
}

/** A worker as it comes out of the schema: every default filled in that is the same everywhere. */
export type WorkerValues = v.InferOutput<typeof workerSchema>
/** A supervisor as it comes out of the schema. */
export type SupervisorValues = v.InferOutput<ReturnType<typeof flatSupervisor>> & {
  readonly children: readonly ChildValues[]
  readonly template?: WorkerValues | SupervisorValues | undefined
}
/** An entry of `children`; null and false are skipped. */
export type ChildValues = WorkerValues | SupervisorValues | null | false

const flatSupervisor = () => v.strictObject(supervisorEntries)

/** The schema of a worker. */
export const workerSchema = v.pipe(
  v.strictObject(workerEntries),
  // A one-shot's defaults differ: it ends by itself, and nobody knows how long it runs.
  v.transform((worker) => {
    const oneShot = worker.ready !== undefined && 'exit' in worker.ready
    return {
      ...worker,
      restart: worker.restart ?? (oneShot ? 'transient' : 'permanent'),
      startTimeout: worker.startTimeout ?? (oneShot ? 'infinity' : '30s'),
    }
  }),
)

const children: v.GenericSchema<unknown, ChildValues[]> = v.array(v.lazy((entry) => entrySchema(entry)))
const template: v.GenericSchema<unknown, WorkerValues | SupervisorValues> = v.lazy((entry) => specSchema(entry))

/** The schema of a supervisor, the root or any other. */
export const supervisorSchema: v.GenericSchema<unknown, SupervisorValues> = v.strictObject({
  ...supervisorEntries,
  children: v.optional(children, []),
  template: v.optional(template),
})

/** The schema of an entry of `children`. */
export const childSchema: v.GenericSchema<unknown, ChildValues> = v.lazy((entry) => entrySchema(entry))

function entrySchema(entry: unknown): v.GenericSchema<unknown, ChildValues> {
  return entry === null || entry === false ? v.union([v.null(), v.literal(false)]) : specSchema(entry)
}

function specSchema(entry: unknown): v.GenericSchema<unknown, WorkerValues | SupervisorValues> {
  if (entry === undefined) return v.union([workerSchema, supervisorSchema])
  if (!isRecord(entry)) return v.never()
  return isSupervisor(entry) ? supervisorSchema : workerSchema
}

/** An entry with children or a template is a supervisor, everything else a worker. */
export function isSupervisor(entry: Readonly<Record<string, unknown>>): boolean {
  return Object.hasOwn(entry, 'children') || Object.hasOwn(entry, 'template')
}

/** Names of all options, by what they are options of. */
export const OPTION_NAMES = {
  worker: Object.keys(workerEntries),
  supervisor: [...Object.keys(supervisorEntries), 'children', 'template'],
} as const
