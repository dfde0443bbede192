// What is run twice: a tree and a scenario, as users write them (design, sections 2 and 8).

/** A leaf of a tree. Its command is never run. */
export type LeafTree = {
  readonly id: string
  readonly command: readonly string[]
  readonly restart?: 'permanent' | 'transient' | 'temporary'
  readonly significant?: boolean
  readonly shutdown?: string
}

/** A supervisor with its children; one of `simple_one_for_one` has a template in their place. */
export type SupervisorTree = {
  readonly id: string
  readonly strategy: 'one_for_one' | 'one_for_all' | 'rest_for_one' | 'simple_one_for_one'
  readonly intensity: number
  readonly period: string
  readonly autoShutdown?: 'never' | 'any_significant' | 'all_significant'
  readonly restart?: 'permanent' | 'transient' | 'temporary'
  readonly significant?: boolean
  readonly children?: readonly Tree[]
  readonly template?: Tree
}

export type Tree = LeafTree | SupervisorTree

/** A step of a scenario; steps with the same `at` are simultaneous. */
export type Step = { readonly at?: string } & (
  | { readonly exit: string | readonly string[]; readonly code: number }
  | { readonly exit: string | readonly string[]; readonly signal: string }
  | { readonly failStart: string; readonly times: number }
  | { readonly ignoreStop: string }
  | { readonly startTakes: string; readonly duration: string }
  | { readonly call: string; readonly path?: string; readonly spec?: Tree | CopyStart }
)

/** What `startChild` gives a copy of a template; without an id, or without a spec at all, it is numbered. */
export type CopyStart = { readonly id?: string }

export type Case = { readonly tree: SupervisorTree; readonly steps: readonly Step[] }

/** Steps that are delivered before anything of them is handled, with their places in the scenario. */
export type StepGroup = readonly { readonly index: number; readonly step: Step }[]

/** The steps before the root starts, then the groups: each begins when the one before has settled. */
export function groupSteps(steps: readonly Step[]): {
  readonly boot: StepGroup
  readonly groups: readonly StepGroup[]
} {
  const all: { index: number; step: Step }[][] = []
  for (const [index, step] of steps.entries()) {
    const last = all.at(-1)
    if (last !== undefined && step.at !== undefined && last[0]?.step.at === step.at) last.push({ index, step })
    else all.push([{ index, step }])
  }
  const isBoot = all[0]?.[0]?.step.at === '0s'
  return { boot: isBoot ? (all[0] ?? []) : [], groups: isBoot ? all.slice(1) : all }
}

export function isSupervisor(tree: Tree): tree is SupervisorTree {
  return 'strategy' in tree
}

/** Whether what `startChild` is given is a spec of its own. */
export function isTree(spec: Tree | CopyStart | undefined): spec is Tree {
  return spec !== undefined && ('strategy' in spec || 'command' in spec)
}

/** The path of a child's supervisor; of the root, `''`. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

export function idOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
