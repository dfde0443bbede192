// What differs between two specs of one child, by the keys of the user, and whether a child that runs can take it.
import type { ChildSpec, Health, LeafSpec, Program, SupervisorChildSpec } from './child-spec.ts'
import { isSame } from './is-same.ts'

/** Keys that differ. One that can change while the child runs is not among `byRestart`. */
export type ChangedKeys = { readonly inPlace: readonly string[]; readonly byRestart: readonly string[] }

type Table<Spec> = Readonly<Record<string, (spec: Spec) => unknown>>

const OF_CHILD: Table<ChildSpec> = {
  restart: (spec) => spec.restart,
  significant: (spec) => spec.significant,
  shutdown: (spec) => spec.shutdownMs,
  dependsOn: (spec) => spec.dependsOn,
}

/** What decides about a worker, and what is looked up when it is started, checked, measured or stopped. */
const OF_LEAF: Table<LeafSpec> = {
  ...OF_CHILD,
  backoff: (spec) => spec.backoff,
  limits: (spec) => spec.limits,
  startTimeout: (spec) => spec.startTimeoutMs,
  onStartFailure: (spec) => spec.onStartFailure,
  successCodes: (spec) => spec.successCodes,
  shutdownCodes: (spec) => spec.shutdownCodes,
  health: (spec) => spec.program.health,
  stopSignal: (spec) => spec.program.stopSignal,
  stopScope: (spec) => spec.program.stopScope,
  stopCommand: (spec) => spec.program.stopCommand,
  // Spelled another way, and the same when `${VAR}` is expanded.
  command: (spec) => spec.program.display,
}

/** What a process gets when it begins, and keeps. */
const OF_PROGRAM: Table<Program> = {
  command: ({ command, args }) => [command, ...args],
  cwd: ({ cwd }) => cwd,
  env: ({ env }) => env,
  envFile: ({ envFiles }) => envFiles,
  inheritEnv: ({ inheritEnv }) => inheritEnv,
  preferLocal: ({ preferLocal }) => preferLocal,
  shell: ({ shell }) => shell,
  ready: ({ ready }) => ready,
  log: ({ sinks }) => sinks,
  user: ({ attributes }) => attributes?.user ?? null,
  group: ({ attributes }) => attributes?.group ?? null,
  umask: ({ attributes }) => attributes?.umask ?? null,
  nice: ({ attributes }) => attributes?.nice ?? null,
  oomScoreAdj: ({ attributes }) => attributes?.oomScoreAdj ?? null,
  'limits.nofile': ({ attributes }) => attributes?.nofile ?? null,
  // Its socket and its time are in the environment of the process.
  health: ({ health }) => watchdogOf(health),
}

const watchdogOf = (health: Health | null): Health | null => (health?.probe.kind === 'watchdog' ? health : null)

const OF_SUPERVISOR: Table<SupervisorChildSpec> = {
  ...OF_CHILD,
  backoff: (spec) => [spec.backoff, spec.childBackoff],
  strategy: (spec) => spec.flags.strategy,
  intensity: (spec) => spec.flags.intensity,
  period: (spec) => spec.flags.periodMs,
  autoShutdown: (spec) => spec.flags.autoShutdown,
  template: (spec) => spec.template,
  maxChildren: (spec) => spec.maxChildren,
  monitorInterval: (spec) => spec.monitorIntervalMs,
}

/** Children that are listed and children made of a template have nothing in common. */
const OF_SUPERVISOR_LIFE: Table<SupervisorChildSpec> = { template: (spec) => spec.template === null }

/** Compares two specs of one id. What is below a supervisor is not looked at. */
export function changedKeys(old: ChildSpec, wanted: ChildSpec): ChangedKeys {
  if (old.type === 'worker' && wanted.type === 'worker') {
    return parted(keysOf(OF_LEAF, old, wanted), keysOf(OF_PROGRAM, old.program, wanted.program))
  }
  if (old.type === 'supervisor' && wanted.type === 'supervisor') {
    return parted(keysOf(OF_SUPERVISOR, old, wanted), keysOf(OF_SUPERVISOR_LIFE, old, wanted))
  }
  return { inPlace: [], byRestart: [wanted.type === 'worker' ? 'command' : 'children'] }
}

const parted = (changed: readonly string[], byRestart: readonly string[]): ChangedKeys => ({
  inPlace: changed.filter((key) => !byRestart.includes(key)),
  byRestart,
})

const keysOf = <Spec>(table: Table<Spec>, old: Spec, wanted: Spec): readonly string[] =>
  Object.entries(table).flatMap(([key, read]) => (isSame(read(old), read(wanted)) ? [] : [key]))
