import type { ChildSpec, SupervisorChildSpec } from '@otp-sup/core'

/** A tree for programs: what was checked, defaults filled in, without the environment. Fields are only ever added. */
export function treeJson(root: SupervisorChildSpec): string {
  return `${JSON.stringify({ version: 1, tree: view(root, root.id) }, null, 2)}\n`
}

function view(child: ChildSpec, path: string): object {
  const { type, id, restart, significant, shutdownMs, dependsOn, backoff } = child
  const base = { type, id, path, restart, significant, shutdownMs, dependsOn, backoff }
  return child.type === 'worker' ? { ...base, ...ofWorker(child) } : { ...base, ...ofSupervisor(child, path) }
}

// What env holds may be secret.
function ofWorker({ program, startTimeoutMs, successCodes, shutdownCodes }: ChildSpec & { type: 'worker' }): object {
  const { display, cwd, shell, ready, stopSignal, stopScope, sinks } = program
  return {
    command: display,
    cwd,
    shell,
    ready,
    startTimeoutMs,
    stopSignal,
    stopScope,
    successCodes,
    shutdownCodes,
    sinks,
  }
}

function ofSupervisor({ flags, children, template, maxChildren }: SupervisorChildSpec, path: string): object {
  return {
    ...flags,
    maxChildren,
    template: template === null ? null : view(template, `${path}/${template.id}`),
    children: children.map((child) => view(child, `${path}/${child.id}`)),
  }
}
