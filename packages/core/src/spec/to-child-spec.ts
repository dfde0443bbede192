// From checked values to what the house works with: milliseconds, absolute folders, one spec for each copy of a worker.
import { absolutePath } from './absolute-path.ts'
import type { ChildSpec, DependsOn, LeafSpec, Ready, ShutdownMs, SupervisorChildSpec } from './child-spec.ts'
import { durationMs } from './duration.ts'
import { addTarget, idsOf, targetsAmong } from './edges.ts'
import { type ChildValues, HOST_AND_PORT, type SupervisorValues, type WorkerValues } from './schema.ts'
import type { SupervisorSpec, WorkerSpec } from './spec.ts'

type Values = Omit<WorkerValues, 'instances' | 'dependsOn'> & { readonly dependsOn?: readonly string[] | undefined }

/** A supervisor and everything below it. */
export function toSupervisor(values: SupervisorValues, cwd: string, dependsOn: DependsOn): SupervisorChildSpec {
  const { id, strategy, intensity, period, autoShutdown, restart, significant, shutdown } = values
  return {
    type: 'supervisor',
    id,
    restart,
    significant,
    shutdownMs: toShutdownMs(shutdown),
    dependsOn,
    flags: { strategy, intensity, periodMs: durationMs(period), autoShutdown },
    children: toChildren(values.children, cwd, []),
    template: null,
    maxChildren: null,
    backoff: null,
    source: supervisorSource(values, cwd),
  }
}

/** A list of siblings, copies included, as children of a supervisor that already has those called `siblings`. */
export function toChildren(
  list: readonly ChildValues[],
  cwd: string,
  siblings: readonly string[],
): readonly ChildSpec[] {
  const targets = targetsAmong(siblings)
  const before = [...siblings]
  const children: ChildSpec[] = []
  for (const values of list) {
    if (values === null || values === false) continue
    const named = values.dependsOn?.flatMap((name) => targets.get(name) ?? [name])
    const dependsOn = named === undefined ? 'all_before' : [...new Set(named)]
    const own =
      'children' in values ? [toSupervisor(values, cwd, dependsOn)] : toWorkers(values, cwd, dependsOn, before)
    const ids = own.map((child) => child.id)
    addTarget(targets, values.id, ids)
    before.push(...ids)
    children.push(...own)
  }
  return children
}

function toWorkers(values: WorkerValues, cwd: string, dependsOn: DependsOn, before: readonly string[]): LeafSpec[] {
  const { instances, ...worker } = values
  if (instances === undefined) return [toWorker(worker, cwd, dependsOn)]
  // Copies do not depend on each other: for all but the first, "all before" would include the copies before it.
  const listed = dependsOn === 'all_before' ? [...before] : dependsOn
  return idsOf(values.id, instances).map((id, index) => {
    const env = { ...worker.env, OTP_SUP_INSTANCE: String(index + 1) }
    if (index === 0) return toWorker({ ...worker, id, env }, cwd, dependsOn)
    return toWorker({ ...worker, id, env, dependsOn: listed }, cwd, listed)
  })
}

function toWorker(values: Values, cwd: string, dependsOn: DependsOn): LeafSpec {
  const { id, restart, significant, shutdown, startTimeout, successCodes, shutdownCodes } = values
  return {
    type: 'worker',
    id,
    restart,
    significant,
    shutdownMs: toShutdownMs(shutdown),
    dependsOn,
    backoff: null,
    program: toProgram(values, cwd),
    startTimeoutMs: startTimeout === 'infinity' ? startTimeout : durationMs(startTimeout),
    successCodes,
    shutdownCodes,
    source: workerSource(values, cwd),
  }
}

function toProgram(values: Values, cwd: string): LeafSpec['program'] {
  const { env, inheritEnv, shell, stopSignal, stopScope } = values
  const [command, ...args] = typeof values.command === 'string' ? [values.command] : values.command
  return {
    command,
    args: [...args, ...values.args],
    display: [command, ...args, ...values.args],
    cwd: absolutePath(cwd, values.cwd ?? '.'),
    env,
    inheritEnv,
    shell,
    ready: toReady(values.ready),
    stopSignal,
    stopScope,
    sinks: { stdout: [{ kind: 'console' }], stderr: [{ kind: 'console' }] },
  }
}

function toReady(ready: WorkerValues['ready']): Ready {
  if (ready === undefined) return { kind: 'spawned' }
  if ('exit' in ready) return { kind: 'exit' }
  const { tcp, foreign } = ready
  if (typeof tcp === 'number') return { kind: 'tcp', host: null, port: tcp, foreign }
  const port = HOST_AND_PORT.exec(tcp)?.[1] ?? ''
  const host = tcp.slice(0, -port.length - 1).replaceAll(/[[\]]/g, '')
  return { kind: 'tcp', host, port: Number(port), foreign }
}

function toShutdownMs(shutdown: string): ShutdownMs {
  return shutdown === 'infinity' || shutdown === 'brutal_kill' ? shutdown : durationMs(shutdown)
}

// What the schema lets through is what the public types describe; only their Duration is narrower than a string.
function workerSource(values: Values, cwd: string): WorkerSpec {
  return { ...values, cwd: values.cwd ?? cwd } as WorkerSpec
}

function supervisorSource(values: SupervisorValues, cwd: string): SupervisorSpec {
  const children = values.children.flatMap((child) => {
    if (child === null || child === false) return []
    return 'children' in child ? [supervisorSource(child, cwd)] : [workerSource(child, cwd)]
  })
  return { ...values, children } as SupervisorSpec
}
