import { plainData } from './plain-data.ts'
import type { AnyChild, SupervisorOptions, SupervisorSpec, WorkerOptions, WorkerSpec } from './spec.ts'

type HasEdges<Dep extends string> = { readonly id: string; readonly dependsOn?: readonly Dep[] }
type DepsOf<Child> = Child extends HasEdges<infer Dep> ? Dep : never
type IdOf<Child> = Child extends { readonly id: infer Id extends string } ? Id : never

/** A list of children whose `dependsOn` names siblings; where ids are computed it is only known at run time. */
type Checked<Children extends readonly AnyChild[], Ids extends string = IdOf<Children[number]>> = string extends Ids
  ? Children
  : {
      readonly [K in keyof Children]: string extends DepsOf<Children[K]>
        ? Children[K]
        : [DepsOf<Children[K]>] extends [Ids]
          ? Children[K]
          : { readonly dependsOn: `no sibling '${Exclude<DepsOf<Children[K]>, Ids>}'` }
    }

/**
 * Describes a worker: one OS process, started, watched and restarted by its supervisor. Plain, frozen,
 * JSON-serialisable data; nothing is started and nothing is checked yet.
 *
 * @example
 * ```ts
 * worker('api', { command: ['node', 'api.js'], env: { PORT: '8080' }, ready: { tcp: 8080 } })
 * ```
 */
export function worker<const Id extends string, const Dep extends string = never>(
  id: Id,
  options: WorkerOptions<Dep>,
): WorkerSpec<Id, Dep> {
  return asData({ id, ...options }) as WorkerSpec<Id, Dep>
}

/**
 * Describes a supervisor and, in start order, its children. Plain, frozen, JSON-serialisable data; nothing is
 * started and nothing is checked yet, except that TypeScript refuses a `dependsOn` that names no sibling.
 *
 * @example
 * ```ts
 * supervisor('shop', {
 *   strategy: 'rest_for_one',
 *   children: [
 *     worker('db', { command: ['postgres', '-D', 'data'], stopSignal: 'SIGINT' }),
 *     worker('api', { command: ['node', 'api.js'], dependsOn: ['db'] }),
 *   ],
 * })
 * ```
 */
export function supervisor<
  const Id extends string,
  const Children extends readonly AnyChild[] = readonly [],
  const Dep extends string = never,
>(
  id: Id,
  options: SupervisorOptions<Dep, Children> & { readonly children?: Checked<Children> } = {},
): SupervisorSpec<Id, Dep> {
  // What children are made of says that it is a supervisor, too.
  const children: unknown = options?.children ?? (options?.template === undefined ? [] : undefined)
  return asData({ id, ...options, children: present(children) }) as SupervisorSpec<Id, Dep>
}

function present(children: unknown): unknown {
  return Array.isArray(children)
    ? children.filter((child) => child !== false && child !== null && child !== undefined)
    : children
}

// What is no data stays as it is: checkSpec names it, with its place in the tree.
function asData(value: object): unknown {
  return plainData(value, (bad) => bad)
}
