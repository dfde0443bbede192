// Which paths a tree and the specs of a scenario can ever make: an exit of any other is a slip of the pen.
import type { ChildSpec, SupervisorChildSpec } from '../spec/child-spec.ts'

export type PossiblePaths = {
  /** The root's id, with which each path begins. */
  readonly root: string
  /** Paths of leaves; `@*` stands for any number of a child made of a template. */
  readonly leaves: Set<string>
  readonly supervisors: Set<string>
  /** What the supervisor at a path makes its children of; see `templateAt`. */
  readonly templates: Map<string, ChildSpec>
}

/** The paths of a tree. */
export function pathsOf(root: SupervisorChildSpec): PossiblePaths {
  const paths: PossiblePaths = { root: root.id, leaves: new Set(), supervisors: new Set(), templates: new Map() }
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
  if (spec.template === null) return
  paths.templates.set(path, spec.template)
  addPaths(paths, `${path}/${spec.template.id}@*`, spec.template)
}

/** Whether `path` is in `set`, as it is or by the numbers of children made of templates. `@*` itself is no path. */
export function isPossible(set: ReadonlySet<string>, path: string): boolean {
  return !path.includes('*') && (set.has(path) || set.has(withoutNumbers(path)))
}

/** The leaves below a supervisor; where any number can stand, 1 does. */
export function leavesBelow({ leaves }: PossiblePaths, supervisor: string): readonly string[] {
  const general = withoutNumbers(supervisor)
  return [...leaves].flatMap((leaf) => {
    const above = [supervisor, general].find((each) => leaf.startsWith(`${each}/`))
    return above === undefined ? [] : [firstOf(supervisor + leaf.slice(above.length))]
  })
}

/** The first of the paths that `@*` stands for. */
export function firstOf(path: string): string {
  return path.replaceAll('@*', '@1')
}

/** What the supervisor at `path` makes its children of, if that is how it has them. */
export function templateAt({ templates }: PossiblePaths, path: string): ChildSpec | undefined {
  return templates.get(path) ?? templates.get(withoutNumbers(path))
}

/** With `@*` for the numbers. */
const withoutNumbers = (path: string): string => path.replaceAll(/@[1-9]\d*(?=\/|$)/g, '@*')
