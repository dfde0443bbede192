// A reload of the whole tree: one after the other, each supervisor concerned is told its part of the new spec, as a call,
// from the root down. If a child does not come up, all are told the old one again.
import type { Call, ReloadFailure, ReloadRequest } from '../decide/call.ts'
import type { Mark } from '../decide/mark.ts'
import type { EventBody } from '../events.ts'
import type { ExitReason } from '../exit-reason.ts'
import type { CheckOptions } from '../spec/check-spec.ts'
import type { SupervisorChildSpec } from '../spec/child-spec.ts'
import { diffSpecs, type SpecChange } from '../spec/diff-specs.ts'
import { isSame } from '../spec/is-same.ts'
import type { PlacedProblem } from '../spec/problem.ts'
import { rootProblems } from '../spec/root-problems.ts'
import type { Supervisor } from './surroundings.ts'

/** How a spec is reloaded. */
export type ReloadOptions = {
  /**
   * Whether a child that does not come up undoes it all: the old spec is put into force again. Otherwise its start is
   * tried again by the rules, like any other.
   * @defaultValue `true`
   */
  readonly rollback?: boolean
  /** As in `start`. @defaultValue it means what it says */
  readonly textAt?: CheckOptions['textAt']
}

/** What became of a reload. */
export type ReloadResult =
  /** What was changed. */
  | { readonly ok: true; readonly value: readonly SpecChange[] }
  /** Nothing was changed. */
  | { readonly ok: false; readonly error: 'invalid_spec'; readonly problems: readonly PlacedProblem[] }
  /** The child at `path` did not come up, and the old spec is in force again: what was stopped for the new one is started. */
  | { readonly ok: false; readonly error: 'start_failed'; readonly path: string; readonly exit: ExitReason }
  /** The tree is down, or went down before the reload was over. */
  | { readonly ok: false; readonly error: 'supervisor_down' }

/** A checked tree, or what is wrong with it. */
export type CheckedSpec =
  | { readonly ok: true; readonly spec: SupervisorChildSpec }
  | { readonly ok: false; readonly problems: readonly PlacedProblem[] }

/** What is to be loaded. `rollback`: a child that does not come up undoes it all. */
export type Wanted = CheckedSpec & { readonly rollback: boolean }

/** The tree that is reloaded. */
export interface ReloadedTree {
  readonly rootPath: string
  supervisorAt(path: string): Supervisor | undefined
  act(act: () => void): void
  afterwards(act: () => void): void
  write(body: EventBody, cause: Mark | null): Mark
}

type Job = { readonly wanted: Wanted; readonly received: Mark; readonly reply: (result: ReloadResult) => void }

/** The reloads of a tree. */
export interface Reloader {
  reload(wanted: Wanted, reply: (result: ReloadResult) => void): void
  /** What a reload would change now. */
  plan(wanted: CheckedSpec): ReloadResult
}

/** Takes reloads, one at a time, in the order in which they come. `loaded`: what is in force. */
export function reloader(tree: ReloadedTree, loaded: SupervisorChildSpec): Reloader {
  const jobs: Job[] = []
  const end = ({ received, reply }: Job, result: ReloadResult): void => {
    announce(tree, result, received)
    jobs.shift()
    reply(result)
    const [next] = jobs
    if (next !== undefined) tree.afterwards(() => begin(next))
  }
  const begin = (job: Job): void => {
    const { wanted, received } = job
    const problems = wanted.ok ? rootProblems(loaded, wanted.spec) : wanted.problems
    if (!wanted.ok || problems.length > 0) {
      end(job, { ok: false, error: 'invalid_spec', problems })
      return
    }
    const { spec, rollback } = wanted
    const old = loaded
    const changes = diffSpecs(old, spec)
    walk(tree, { spec, mode: rollback ? 'try' : 'apply', received }, (failure) => {
      if (tree.supervisorAt(tree.rootPath)?.isUp() !== true) {
        end(job, { ok: false, error: 'supervisor_down' })
      } else if (failure !== null && rollback) {
        walk(tree, { spec: old, mode: 'restore', received }, () =>
          end(job, { ok: false, error: 'start_failed', ...failure }),
        )
      } else {
        loaded = spec
        end(job, { ok: true, value: changes })
      }
    })
  }
  return {
    reload: (wanted, reply) =>
      tree.act(() => {
        const job = { wanted, reply, received: tree.write({ type: 'call.received', call: 'reload' }, null) }
        if (jobs.push(job) === 1) begin(job)
      }),
    plan: (wanted) => {
      const problems = wanted.ok ? rootProblems(loaded, wanted.spec) : wanted.problems
      if (!wanted.ok || problems.length > 0) return { ok: false, error: 'invalid_spec', problems }
      return { ok: true, value: diffSpecs(loaded, wanted.spec) }
    },
  }
}

type Walk = { readonly spec: SupervisorChildSpec; readonly mode: ReloadRequest['mode']; readonly received: Mark }
type Part = { readonly path: string; readonly spec: SupervisorChildSpec }

/** Brings each supervisor its part, a supervisor before those below it; stops at a failure that is to be undone. */
const walk = (
  tree: ReloadedTree,
  { spec, mode, received }: Walk,
  done: (failure: ReloadFailure | null) => void,
): void => {
  // The next one last.
  const parts: Part[] = [{ path: tree.rootPath, spec }]
  const next = (): void => {
    const part = parts.pop()
    if (part === undefined) {
      done(null)
      return
    }
    const supervisor = tree.supervisorAt(part.path)
    // One that is down begins with what its parent knows of it now; one that has just begun has done so.
    if (supervisor === undefined || isSame(supervisor.state.loaded, part.spec)) {
      tree.afterwards(next)
      return
    }
    callReload(supervisor, { part, mode, received }, (failure) => {
      for (const below of partsBelow(part).toReversed()) parts.push(below)
      if (failure !== null && mode === 'try') done(failure)
      else tree.afterwards(next)
    })
  }
  next()
}

const partsBelow = ({ path, spec }: Part): Part[] =>
  spec.children.flatMap((child) => (child.type === 'supervisor' ? [{ path: `${path}/${child.id}`, spec: child }] : []))

type Told = Omit<Walk, 'spec'> & { readonly part: Part }

const callReload = (
  supervisor: Supervisor,
  { part, mode, received }: Told,
  done: (failure: ReloadFailure | null) => void,
): void => {
  const call: Call = {
    request: { name: 'reload', spec: part.spec, mode },
    path: part.path,
    received,
    // One that went down meanwhile is a matter for its parent.
    reply: (result) => done(result.ok ? (result.value as ReloadFailure | null) : null),
  }
  supervisor.send({ type: 'call.received', call })
}

const announce = (tree: ReloadedTree, result: ReloadResult, received: Mark): void => {
  const outcome = outcomeOf(result)
  if (outcome !== null) tree.write(outcome, received)
  const answer = { type: 'call.answered', call: 'reload' } as const
  if (result.ok) tree.write({ ...answer, ok: true, value: null }, received)
  else tree.write({ ...answer, ok: false, error: result.error }, received)
}

const outcomeOf = (result: ReloadResult): EventBody | null => {
  if (result.ok) return { type: 'spec.reloaded', changes: result.value }
  switch (result.error) {
    case 'invalid_spec':
      return { type: 'spec.rejected', problems: result.problems }
    case 'start_failed':
      return { type: 'spec.rejected', problems: [], failed: result.path, exit: result.exit }
    case 'supervisor_down':
      return null
  }
}
