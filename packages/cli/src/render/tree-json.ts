import type { ChildSpec, LeafSpec, SupervisorChildSpec } from '@otp-sup/core'
import { umaskText } from './spec-words.ts'

/** A tree for programs: what was checked, defaults filled in, without the environment. Fields are only ever added. */
export function treeJson(root: SupervisorChildSpec): string {
  return `${JSON.stringify({ version: 1, tree: view(root, root.id) }, null, 2)}\n`
}

function view(child: ChildSpec, path: string): object {
  const { type, id, restart, significant, shutdownMs, dependsOn, backoff } = child
  const base = { type, id, path, restart, significant, shutdownMs, dependsOn, backoff }
  return child.type === 'worker' ? { ...base, ...ofWorker(child) } : { ...base, ...ofSupervisor(child, path) }
}

type Leaf = Extract<ChildSpec, { readonly type: 'worker' }>

// What env holds may be secret.
function ofWorker({ program, limits, startTimeoutMs, onStartFailure, successCodes, shutdownCodes }: Leaf): object {
  const { display, cwd, envFiles, shell, ready, health, stopSignal, stopScope, stopCommand, sinks, attributes } =
    program
  return {
    command: display,
    cwd,
    envFiles,
    shell,
    ready,
    health,
    startTimeoutMs,
    onStartFailure,
    stopSignal,
    stopScope,
    stopCommand: stopCommand && stopCommand.display,
    successCodes,
    shutdownCodes,
    sinks,
    ...ofAttributes(attributes ?? NO_ATTRIBUTES, limits ?? NO_LIMITS),
  }
}

type Attributes = NonNullable<LeafSpec['program']['attributes']>

const NO_ATTRIBUTES: Attributes = { user: null, group: null, umask: null, nice: null, oomScoreAdj: null, nofile: null }

type Limits = NonNullable<LeafSpec['limits']>

const NO_LIMITS: Limits = { memoryBytes: null, cpuPercent: null, forMs: 0 }

/** In the words of specs; null: as it is in the supervisor. */
function ofAttributes({ umask, nofile, ...others }: Attributes, limits: Limits): object {
  return { ...others, umask: umask === null ? null : umaskText(umask), limits: { nofile, ...limits } }
}

function ofSupervisor({ flags, children, template, maxChildren }: SupervisorChildSpec, path: string): object {
  return {
    ...flags,
    maxChildren,
    template: template === null ? null : view(template, `${path}/${template.id}`),
    children: children.map((child) => view(child, `${path}/${child.id}`)),
  }
}
