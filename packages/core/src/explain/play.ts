// Plays a failure in virtual time: the tree boots, and then the leaf ends, once or again and again.
import {
  advanceTo,
  isSettled,
  MOST_INSTANTS,
  passUntil,
  runningPaths,
  settle,
  type VirtualRun,
} from '../simulate/virtual-run.ts'
import type { ChildSpec } from '../spec/child-spec.ts'
import type { CheckedFailure } from './explanation.ts'
import { nodeAt, parentPath, supervisorsAbove } from './node-at.ts'

/** A moment at which the leaf was to end. */
export type Moment = {
  readonly atMs: number
  readonly applied: boolean
  /** How many events there were before. */
  readonly from: number
  /** What ran before. */
  readonly running: readonly string[]
}

/** A run whose tree has booted, and the failures so far. */
export type Play = { readonly run: VirtualRun; readonly moments: Moment[]; readonly bootedAtMs: number }

/** What is not over by then is not worth waiting for: `MOST_INSTANTS` is for a tree that goes round and round. */
const HORIZON_MS = 1e15

/** Boots the tree; a leaf that is made of a template is made. */
export function boot(run: VirtualRun, { path }: CheckedFailure): Play {
  run.tree.start(() => planDelays(run, run.tree.rootPath, run.spec))
  settle(run, Number.POSITIVE_INFINITY)
  for (const each of [...supervisorsAbove(path).toReversed(), path]) makeOfTemplate(run, each)
  settle(run, Number.POSITIVE_INFINITY)
  return { run, moments: [], bootedAtMs: run.clock.nowMs() }
}

/** `ready.delay` is how long a start takes, even where nothing else takes time. */
const planDelays = (run: VirtualRun, path: string, spec: ChildSpec): void => {
  if (spec.type === 'worker') {
    const { ready } = spec.program
    if (ready.kind === 'delay') run.launcher.plan(path, { startTakesMs: ready.ms })
    return
  }
  for (const child of spec.children) planDelays(run, `${path}/${child.id}`, child)
}

/** Children of a template are numbered: the n-th is there when n were made. */
const makeOfTemplate = (run: VirtualRun, path: string): void => {
  const supervisor = parentPath(path)
  const template = nodeAt(run.spec, supervisor)
  if (template?.type !== 'supervisor' || template.template === null) return
  const [, number] = /@(\d+)$/.exec(path) ?? []
  for (let made = 1; made <= Number(number); made++) {
    planDelays(run, `${supervisor}/${template.template.id}@${made}`, template.template)
    run.tree.call(supervisor, { path: supervisor, request: { name: 'startChild', spec: undefined }, reply: () => {} })
  }
}

/** Lets the leaf fail so many times more, and all come to rest; ends early when that never is, or the tree is down. */
export function fail(play: Play, { path, end, everyMs }: CheckedFailure, times: number): void {
  const { run, moments, bootedAtMs } = play
  for (let left = times; left > 0 && !run.tree.isOver; left--) {
    if (everyMs !== null) advanceTo(run, (moments.at(-1)?.atMs ?? bootedAtMs - everyMs) + everyMs)
    else if (!isSettled(run)) return
    const applied = run.launcher.isRunning(path)
    moments.push({ atMs: run.clock.nowMs(), applied, from: run.events.length, running: runningPaths(run) })
    run.tree.act(() => run.launcher.exit(path, end))
    if (everyMs === null) rest(run)
  }
  rest(run)
}

const rest = (run: VirtualRun): void => {
  let instants = 0
  passUntil(run, HORIZON_MS, () => isSettled(run) || ++instants > MOST_INSTANTS)
}
