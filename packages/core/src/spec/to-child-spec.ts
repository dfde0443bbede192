// From checked values to what the house works with: milliseconds, absolute folders, one spec for each copy of a worker.
import type { BackoffValues } from './backoff-schema.ts'
import type { Backoff, ChildSpec, DependsOn, LeafSpec, Limits, ShutdownMs, SupervisorChildSpec } from './child-spec.ts'
import { durationMs } from './duration.ts'
import { addTarget, idsOf, targetsAmong } from './edges.ts'
import type { ChildValues, SupervisorValues, WorkerValues } from './schema.ts'
import { sizeBytes } from './size.ts'
import type { SupervisorSpec, WorkerSpec } from './spec.ts'
import { toProgram, type Written } from './to-program.ts'

/** What a spec is told by its surroundings. */
export type Place = Written & {
  /** Its supervisor's default; null: none, or no supervisor. */
  readonly backoff: Backoff | null
}

type Values = Omit<WorkerValues, 'instances' | 'dependsOn'> & { readonly dependsOn?: readonly string[] | undefined }

/** A supervisor and everything below it. */
export function toSupervisor(values: SupervisorValues, place: Place, dependsOn: DependsOn): SupervisorChildSpec {
  const { id, strategy, intensity, period, autoShutdown, restart, significant, shutdown, template } = values
  const below = { ...place, backoff: toBackoff(values.backoff) }
  return {
    type: 'supervisor',
    id,
    restart,
    significant,
    shutdownMs: toShutdownMs(shutdown),
    dependsOn,
    // Its own key is for its children.
    backoff: place.backoff,
    childBackoff: below.backoff,
    flags: { strategy, intensity, periodMs: durationMs(period), autoShutdown },
    children: toChildren(values.children, { ...below, at: [...place.at, 'children'] }, []),
    template: template === undefined ? null : toTemplate(template, { ...below, at: [...place.at, 'template'] }),
    maxChildren: values.maxChildren ?? null,
    monitorIntervalMs: durationMs(values.monitorInterval ?? '5s'),
    source: supervisorSource(values, place.cwd),
  }
}

/** A list of siblings, copies included, as children of a supervisor that already has those called `siblings`. */
export function toChildren(
  list: readonly ChildValues[],
  place: Place,
  siblings: readonly string[],
): readonly ChildSpec[] {
  const targets = targetsAmong(siblings)
  const before = [...siblings]
  const children: ChildSpec[] = []
  for (const [index, values] of list.entries()) {
    if (values === null || values === false) continue
    const own = toCopies(values, { ...place, at: [...place.at, index] }, { targets, before })
    const ids = own.map((child) => child.id)
    addTarget(targets, values.id, ids)
    before.push(...ids)
    children.push(...own)
  }
  return children
}

type Siblings = { readonly targets: ReadonlyMap<string, readonly string[]>; readonly before: readonly string[] }

function toCopies(
  values: WorkerValues | SupervisorValues,
  place: Place,
  { targets, before }: Siblings,
): readonly ChildSpec[] {
  const named = values.dependsOn?.flatMap((name) => targets.get(name) ?? [name])
  const dependsOn = named === undefined ? 'all_before' : [...new Set(named)]
  return 'children' in values ? [toSupervisor(values, place, dependsOn)] : toWorkers(values, place, dependsOn, before)
}

/** Children of a template have no relation to each other. */
function toTemplate(values: WorkerValues | SupervisorValues, place: Place): ChildSpec {
  return 'children' in values ? toSupervisor(values, place, []) : toWorker(values, place, [])
}

function toWorkers(values: WorkerValues, place: Place, dependsOn: DependsOn, before: readonly string[]): LeafSpec[] {
  const { instances, ...worker } = values
  if (instances === undefined) return [toWorker(worker, place, dependsOn)]
  // Copies do not depend on each other: for all but the first, "all before" would include the copies before it.
  const listed = dependsOn === 'all_before' ? [...before] : dependsOn
  return idsOf(values.id, instances).map((id, index) => {
    const env = { ...worker.env, OTP_SUP_INSTANCE: String(index + 1) }
    if (index === 0) return toWorker({ ...worker, id, env }, place, dependsOn)
    return toWorker({ ...worker, id, env, dependsOn: listed }, place, listed)
  })
}

function toWorker(values: Values, place: Place, dependsOn: DependsOn): LeafSpec {
  const { id, restart, significant, shutdown, startTimeout, successCodes, shutdownCodes, backoff, onStartFailure } =
    values
  return {
    type: 'worker',
    id,
    restart,
    significant,
    shutdownMs: toShutdownMs(shutdown),
    dependsOn,
    backoff: backoff === undefined ? place.backoff : toBackoff(backoff),
    program: toProgram(values, place),
    startTimeoutMs: startTimeout === 'infinity' ? startTimeout : durationMs(startTimeout),
    limits: toLimits(values.limits),
    onStartFailure,
    successCodes,
    shutdownCodes,
    source: workerSource(values, place.cwd),
  }
}

function toLimits(limits: Values['limits']): Limits | null {
  const { memory, cpu, for: duration = '0s' } = limits ?? {}
  if (memory === undefined && cpu === undefined) return null
  return {
    memoryBytes: memory === undefined ? null : sizeBytes(memory),
    cpuPercent: cpu === undefined ? null : Number(cpu.slice(0, -1)),
    forMs: durationMs(duration),
  }
}

function toShutdownMs(shutdown: string): ShutdownMs {
  return shutdown === 'infinity' || shutdown === 'brutal_kill' ? shutdown : durationMs(shutdown)
}

function toBackoff(values: BackoffValues | undefined): Backoff | null {
  if (values === undefined) return null
  const { initial, factor, max, jitter, resetAfter } = values
  return {
    initialMs: durationMs(initial),
    factor,
    maxMs: durationMs(max),
    jitter,
    resetAfterMs: durationMs(resetAfter),
  }
}

// What the schema lets through is what the public types describe; only their Duration is narrower than a string.
function workerSource(values: Values, cwd: string): WorkerSpec {
  return { ...values, cwd: values.cwd ?? cwd } as WorkerSpec
}

function supervisorSource(values: SupervisorValues, cwd: string): SupervisorSpec {
  const { children, template, ...flags } = values
  if (template !== undefined) return { ...flags, template: sourceOf(template, cwd) } as SupervisorSpec
  const present = children.filter((child) => child !== null && child !== false)
  return { ...flags, children: present.map((child) => sourceOf(child, cwd)) } as SupervisorSpec
}

function sourceOf(values: WorkerValues | SupervisorValues, cwd: string): WorkerSpec | SupervisorSpec {
  return 'children' in values ? supervisorSource(values, cwd) : workerSource(values, cwd)
}
