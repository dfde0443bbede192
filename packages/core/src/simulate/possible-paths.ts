// Which paths a tree and the specs of a scenario can ever make: an exit of any other is a slip of the pen.
import type { ChildSpec, SupervisorChildSpec } from '../spec/child-spec.ts'

export type PossiblePaths = { readonly leaves: Set<string>; readonly supervisors: Set<string> }

/** The paths of a tree. */
export function pathsOf(root: SupervisorChildSpec): PossiblePaths {
  const paths: PossiblePaths = { leaves: new Set(), supervisors: new Set() }
  addPaths(paths, root.id, root)
  return paths
}

/** Adds the paths that a spec makes when it is started at `path`. */
export function addPaths(paths: PossiblePaths, path: string, spec: ChildSpec): void {
  if (spec.type === 'worker') {
    paths.leaves.add(path)
    return
  }
  paths.supervisors.add(path)
  for (const child of spec.children) addPaths(paths, `${path}/${child.id}`, child)
}
