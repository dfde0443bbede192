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
function ofWorker({ program, startTimeoutMs, onStartFailure, successCodes, shutdownCodes }: Leaf): object {
  const { display, cwd, envFiles, shell, ready, stopSignal, stopScope, stopCommand, sinks, attributes } = program
  return {
    command: display,
    cwd,
    envFiles,
    shell,
    ready,
    startTimeoutMs,
    onStartFailure,
    stopSignal,
    stopScope,
    stopCommand: stopCommand && stopCommand.display,
    successCodes,
    shutdownCodes,
    sinks,
    ...ofAttributes(attributes ?? NO_ATTRIBUTES),
  }
}

type Attributes = NonNullable<LeafSpec['program']['attributes']>

const NO_ATTRIBUTES: Attributes = { user: null, group: null, umask: null, nice: null, oomScoreAdj: null, nofile: null }

/** In the words of specs; null: as it is in the supervisor. */
function ofAttributes({ user, group, umask, nice, oomScoreAdj, nofile }: Attributes): object {
  return { user, group, umask: umask === null ? null : umaskText(umask), nice, oomScoreAdj, limits: { nofile } }
}

function ofSupervisor({ flags, children, template, maxChildren }: SupervisorChildSpec, path: string): object {
  return {
    ...flags,
    maxChildren,
    template: template === null ? null : view(template, `${path}/${template.id}`),
    children: children.map((child) => view(child, `${path}/${child.id}`)),
  }
}
