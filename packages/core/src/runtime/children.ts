import { dependsOnAny, restartSet } from '@otp-sup/strategies'
import type { Child, SupervisorState } from '../decide/state.ts'
import type { ChildSpec } from '../spec/child-spec.ts'
import type { RunningTree } from './running-tree.ts'
import { withoutSecrets } from './secrets.ts'

/** Paths of the siblings for whose readiness the start of a child waits, in start order. */
export function waitsFor(tree: RunningTree, path: string): readonly string[] {
  const found = childAt(tree, path)
  if (found?.child.status.kind !== 'pending') return []
  const { state, child } = found
  const unmet = state.children.filter(({ status, position }) => position < child.position && UNMET.has(status.kind))
  return unmet.filter(({ position }) => dependsOnAny(child, new Set([position]))).map((each) => each.path)
}

const UNMET: ReadonlySet<string> = new Set(['pending', 'starting', 'stopping', 'restarting'])

/** A spec as people may see it. */
type ShownSpec = Readonly<Record<string, unknown>>

/** A child's spec as people may see it, with those below it; null when there is no such child. */
export function specOf(tree: RunningTree, path: string): ShownSpec | null {
  const spec = path === tree.rootPath ? tree.spec : childAt(tree, path)?.child.spec
  return spec === undefined ? null : shownSpec(spec)
}

const shownSpec = (spec: ChildSpec): ShownSpec => {
  const { children: _, template: __, ...shown } = withoutSecrets<ShownSpec>({ ...spec.source })
  if (spec.type === 'supervisor')
    return spec.template === null
      ? { ...shown, children: spec.children.map(shownSpec) }
      : { ...shown, template: shownSpec(spec.template) }
  const { display, stopCommand } = spec.program
  const own = display.length - (spec.source.args?.length ?? 0)
  const stop = stopCommand === null ? {} : { stopCommand: stopCommand.display }
  return { ...shown, command: display.slice(0, own), args: display.slice(own), ...stop }
}

/** Paths of the siblings that depend on a child, directly or not, in start order. */
export function dependentsOf(tree: RunningTree, path: string): readonly string[] {
  const found = childAt(tree, path)
  // Children of a template have no relation.
  if (found === null || found.state.template !== null) return []
  const [, ...dependents] = restartSet('rest_for_one', found.state.children, found.child)
  return dependents.map((each) => each.path)
}

const childAt = (
  tree: RunningTree,
  path: string,
): { readonly state: SupervisorState; readonly child: Child } | null => {
  const slash = path.lastIndexOf('/')
  const state = tree.supervisorAt(path.slice(0, Math.max(slash, 0)))?.state
  const child = state?.byId.get(path.slice(slash + 1))
  return state === undefined || child === undefined ? null : { state, child }
}
